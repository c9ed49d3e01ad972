package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.ProducerSeal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab pseudonymize --contract C IN OUT}: makes the file that leaves the producer, in
 * which no direct identifier stands.
 */
@Command
public final class PseudonymizeCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--contract",
      required = true,
      paramLabel = "C",
      description = "A dataset, as `catalogue list` names it, or the path of a dataset.yaml.")
  private String contract;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "The producer's keys, which `keys receive` put there (default: the home's).")
  private Path keys;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that make tokens (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "CSV or JSON lines, in clear or gzip, or Parquet.")
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "CSV, in gzip where its name ends in .gz, or Parquet (.parquet).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new UsageException("--threads is at least 1.");
    }
    if (Files.exists(out) && Files.exists(in) && Files.isSameFile(in, out)) {
      throw new UsageException("OUT is IN: name another file, the one in clear stays as it is.");
    }
    if (Files.isDirectory(out)) {
      throw new UsageException("OUT is a directory: name the file to write in it.");
    }
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(jsonl?|ndjson|zip|xlsx?)(\\.gz)?")) {
      throw new UsageException(
          "A tokenised file is CSV (.csv, .csv.gz) or Parquet (.parquet): name OUT so.");
    }
    Contract agreed = contract();
    KeyStore store = keys(agreed);
    console.progress("Reading " + in.getFileName() + "...");
    ProducerStage.Tokenized done = new ProducerStage(agreed, store, threads).tokenize(in, out);
    done.notes().forEach(console::warn);
    console.result(done, done.line());
    return 0;
  }

  private Contract contract() {
    if (contract.endsWith(".yaml") || contract.endsWith(".yml") || contract.contains("/")) {
      Path file = Path.of(contract);
      return Catalogue.file(Files.isDirectory(file) ? file.resolve("dataset.yaml") : file);
    }
    return Catalogue.of(console.home()).dataset(contract);
  }

  private KeyStore keys(Contract agreed) {
    if (keys == null) {
      Home home = console.home();
      if (!Files.isDirectory(home.keys())) {
        throw new UsageException(
            "With which keys? Give --keys DIR, where `datalab keys receive` put the producer's, or"
                + " --home a datalab's.");
      }
      KeyStore store = KeyStore.open(home.keys());
      store.create(KeyName.producer(agreed.producer()));
      return store;
    }
    KeyStore store = KeyStore.open(keys);
    List<String> missing =
        ProducerSeal.keys(agreed).stream()
            .filter(key -> !store.holds(key))
            .map(KeyName::value)
            .toList();
    if (!missing.isEmpty()) {
      throw new UsageException(
          "The keys in "
              + keys
              + " lack "
              + String.join(", ", missing)
              + " for "
              + agreed.dataset()
              + ": have the datalab export them (`keys export-tokens`) and receive them.");
    }
    return store;
  }
}
