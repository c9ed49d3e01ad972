package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.OutFile;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.ProducerSeal;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keys.ProducerKeys;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab keys export-tokens DATASET...}: seals to a producer the keys that tokenising its
 * datasets takes, and no other. In the journal before the package exists.
 */
@Command
public final class KeysExportTokensCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(arity = "1..*", paramLabel = "DATASET", description = "All of one producer.")
  private List<String> datasets;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "REQUEST",
      description = "What the producer's `keys request` wrote.")
  private Path request;

  @Option(
      names = "--fingerprint",
      required = true,
      paramLabel = "F",
      description = "Of the request, as the producer told it by another way.")
  private String fingerprint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The sealed package.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Home home = console.home().require();
    KeyStore keys = KeyStore.open(home.keys());
    List<Contract> contracts = datasets.stream().map(Catalogue.of(home)::dataset).toList();
    String party = contracts.get(0).producer();
    if (contracts.stream().anyMatch(contract -> !contract.producer().equals(party))) {
      throw new UsageException(
          "These datasets are of several producers: export the keys of each to itself.");
    }
    OutFile.require(out);
    byte[] asked = Files.readAllBytes(request);
    if (!ProducerKeys.fingerprint(asked).equals(fingerprint.strip().toLowerCase(Locale.ROOT))) {
      throw new IntegrityException(
          request
              + " has another fingerprint than was told, "
              + ProducerKeys.fingerprint(asked)
              + ": ask the producer to tell it again, and seal keys to nobody else.");
    }
    keys.create(KeyName.producer(party));
    TreeSet<KeyName> names = new TreeSet<>();
    contracts.forEach(contract -> names.addAll(ProducerSeal.keys(contract)));
    byte[] sealed = ProducerKeys.seal(keys, party, names, asked);
    List<String> said = names.stream().map(KeyName::value).toList();
    String person = console.user();
    try (Registry registry = Registry.open(home)) {
      registry.inTransaction(
          tx ->
              Journal.append(
                  tx,
                  new Act(
                      person,
                      "keys.export-tokens",
                      party,
                      Map.of("keys", said, "datasets", datasets, "request", fingerprint))));
    }
    Files.write(out, sealed);
    console.result(
        Map.of(
            "producer",
            party,
            "keys",
            said,
            "package",
            out.toString(),
            "fingerprint",
            ProducerKeys.fingerprint(sealed)),
        "Send "
            + out
            + " to "
            + party
            + ", with its keys "
            + String.join(", ", said)
            + ", and tell it by another way the fingerprint "
            + ProducerKeys.fingerprint(sealed)
            + ".");
    return 0;
  }
}
