package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Candidates;
import fr.gouv.datalab.rights.ErasureRequest;
import fr.gouv.datalab.rights.Erasures;
import fr.gouv.datalab.rights.Ground;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.IdentifierSource;
import fr.gouv.datalab.rights.PersonToken;
import fr.gouv.datalab.rights.spark.Erasure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab erase request}: asks that a person be erased (GDPR, art. 17). */
@Command
public final class EraseRequestCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--identifiers",
      required = true,
      paramLabel = "FILE",
      description =
          "The person's identifiers, `kind,value` a line; `-` reads standard input. They are turned"
              + " into keyed tokens at once.")
  private String identifiers;

  @Option(
      names = "--ground",
      required = true,
      paramLabel = "GROUND",
      description =
          "Why (GDPR, art. 17(1)): no-longer-needed, consent-withdrawn, objection, unlawful,"
              + " legal-obligation, child.")
  private String ground;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE-NUMBER",
      description = "The number of the file in which the person's demand is kept; no name.")
  private String reference;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description = "From which dataset (repeatable; default: all where the right applies).")
  private List<String> datasets = new ArrayList<>();

  @Override
  public Integer call() {
    Home home = console.home().require();
    Ground why = Ground.of(ground);
    String user = console.user();
    List<Contract> contracts = contracts(Catalogue.of(home), why);
    List<PersonToken> person = IdentifierSource.read(home, identifiers);
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      Erasures erasures = new Erasures(registry);
      erasures.requireMayRequest(user);
      Erasure erasure = new Erasure(engine, registry);
      List<Candidates> found = new ArrayList<>();
      List<String> outOfReach = new ArrayList<>();
      for (Contract contract : contracts) {
        if (Handles.of(contract).reaches(person)) {
          found.add(erasure.count(contract, person));
        } else {
          outOfReach.add(contract.dataset());
        }
      }
      if (found.isEmpty()) {
        throw new RefusedException(
            "what the person is known by",
            "these identifiers are in none of "
                + String.join(", ", outOfReach)
                + ": give others, or the civil status.");
      }
      ErasureRequest made = erasures.request(person, why, reference, found, user);
      if (!outOfReach.isEmpty()) {
        console.warn(
            "these identifiers cannot find the person in "
                + String.join(", ", outOfReach)
                + ": give one that is there, or the civil status.");
      }
      console.result(
          made,
          made.text()
              + "\nEach producer's administrator approves it: `datalab erase approve "
              + made.id()
              + "`.");
    }
    return 0;
  }

  private List<Contract> contracts(Catalogue catalogue, Ground why) {
    if (!datasets.isEmpty()) {
      List<Contract> named = datasets.stream().distinct().map(catalogue::dataset).toList();
      named.forEach(contract -> Erasures.requireRight(contract, why));
      return named;
    }
    List<Contract> all = new ArrayList<>();
    for (Contract contract : catalogue.list()) {
      if (!Handles.of(contract).all().isEmpty()) {
        try {
          Erasures.requireRight(contract, why);
          all.add(contract);
        } catch (RefusedException excluded) {
          console.warn(
              "nobody is erased from " + contract.dataset() + ": " + excluded.rule() + ".");
        }
      }
    }
    if (all.isEmpty()) {
      throw new RefusedException(
          "GDPR, art. 17(3)", "a text excludes the right to erasure for every dataset.");
    }
    return all;
  }
}
