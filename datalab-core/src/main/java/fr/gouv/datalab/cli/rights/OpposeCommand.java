package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.IdentifierSource;
import fr.gouv.datalab.rights.Opposition;
import fr.gouv.datalab.rights.Oppositions;
import fr.gouv.datalab.rights.PersonToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab oppose}: a person objects to the use of their data (GDPR, art. 21). */
@Command
public final class OpposeCommand implements Callable<Integer> {
  @Mixin private Console console;

  @ArgGroup(multiplicity = "1")
  private What what;

  static final class What {
    @Option(
        names = "--identifiers",
        paramLabel = "FILE",
        description =
            "The person's identifiers, `kind,value` a line; `-` reads standard input. They are"
                + " turned into keyed tokens at once.")
    private String identifiers;

    @Option(
        names = "--withdraw",
        paramLabel = "ID",
        description = "The opposition that the person takes back.")
    private String withdraw;

    @Option(names = "--list", description = "Lists the oppositions.")
    private boolean list;
  }

  @Option(
      names = "--convention",
      paramLabel = "ID",
      description = "The only convention that the person objects to (default: every use).")
  private String convention;

  @Override
  public Integer call() {
    Home home = console.home().require();
    if (convention != null && what.identifiers == null) {
      throw new UsageException("--convention goes with --identifiers.");
    }
    try (Registry registry = Registry.open(home)) {
      Oppositions oppositions = new Oppositions(registry);
      if (what.list) {
        List<Opposition> all = oppositions.list();
        console.result(
            all,
            all.isEmpty()
                ? "Nobody objected."
                : all.stream().map(Opposition::line).collect(Collectors.joining("\n")));
      } else if (what.withdraw != null) {
        boolean changed = oppositions.withdraw(what.withdraw, console.user());
        console.result(
            Map.of("opposition", what.withdraw, "changed", changed),
            changed
                ? what.withdraw + " is withdrawn, and its tokens are forgotten."
                : what.withdraw + " was withdrawn already; nothing was changed.");
      } else {
        record(home, oppositions);
      }
    }
    return 0;
  }

  private void record(Home home, Oppositions oppositions) {
    List<PersonToken> person = IdentifierSource.read(home, what.identifiers);
    Opposition made = oppositions.record(person, Optional.ofNullable(convention), console.user());
    Map<Boolean, List<String>> reached =
        Catalogue.of(home).list().stream()
            .filter(contract -> !Handles.of(contract).all().isEmpty())
            .filter(contract -> !contract.excludedRights().containsKey(Contract.OPPOSITION))
            .collect(
                Collectors.partitioningBy(
                    contract -> Handles.of(contract).reaches(person),
                    Collectors.mapping(Contract::dataset, Collectors.toList())));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("opposition", made);
    json.put("applies", reached.get(true));
    json.put("outOfReach", reached.get(false));
    console.result(
        json,
        made.id()
            + ": from now on the person's rows are left out of "
            + made.convention().map(id -> "what is read under " + id).orElse("every use")
            + (reached.get(true).isEmpty() ? "." : ": " + String.join(", ", reached.get(true))));
    Catalogue.of(home).list().stream()
        .filter(contract -> contract.excludedRights().containsKey(Contract.OPPOSITION))
        .forEach(
            contract ->
                console.warn(
                    "nobody may object to the use of "
                        + contract.dataset()
                        + ": "
                        + contract.excludedRights().get(Contract.OPPOSITION)));
    if (!reached.get(false).isEmpty()) {
      console.warn(
          "these identifiers cannot find the person in "
              + String.join(", ", reached.get(false))
              + ": give one that is there, or the civil status.");
    }
  }
}
