package fr.gouv.datalab.drafts;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datalab catalogue infer FILE}: drafts the contract of a file, with questions. */
@Command
public final class InferCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "FILE", description = "CSV or JSON lines, in clear or gzip, or Parquet.")
  private Path file;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      defaultValue = "producteur.jeu",
      description = "The dataset's name, producer.noun (default: ${DEFAULT-VALUE}).")
  private String dataset;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it, instead of on standard output.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (!dataset.matches("[a-z][a-z0-9_-]*\\.[a-z][a-z0-9_]*")) {
      throw new UsageException(
          "A dataset is named by two words of a-z, 0-9 and _ with a dot between them: "
              + "`--dataset producteur.jeu`.");
    }
    if (out != null && Files.exists(out)) {
      throw new UsageException(out + " is there already: name a file that is not.");
    }
    String draft = ContractDraft.of(dataset, file);
    if (out != null) {
      Files.writeString(out, draft, StandardCharsets.UTF_8);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", dataset);
    json.put("draft", draft);
    console.result(
        json,
        out == null
            ? draft.stripTrailing()
            : out
                + ": answer its questions, put it into catalogue/"
                + dataset
                + "/dataset.yaml of the home, then `datalab catalogue show "
                + dataset
                + "`.");
    return 0;
  }
}
