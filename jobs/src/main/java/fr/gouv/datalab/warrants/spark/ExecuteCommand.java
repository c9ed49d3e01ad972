package fr.gouv.datalab.warrants.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.warrants.Warrant;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab warrant execute ID}: writes its one file, sealed to its recipient. */
@Command
public final class ExecuteCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The warrant, as `datalab warrant list` shows it.")
  private String id;

  @Override
  public Integer call() throws IOException {
    Home home = console.home().require();
    String person = console.user();
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      WarrantExecution.Executed executed =
          new WarrantExecution(engine, registry, console::progress)
              .execute(id, person, KeyStore.open(home.keys()));
      console.result(json(executed), words(executed));
    }
    return 0;
  }

  private static Map<String, Object> json(WarrantExecution.Executed executed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("warrant", executed.warrant().id());
    json.put("file", executed.file().toString());
    json.put("execution", executed.warrant().execution());
    json.put("unfit", executed.reasons());
    return json;
  }

  private static String words(WarrantExecution.Executed executed) {
    Warrant.Execution done = executed.warrant().execution().orElseThrow();
    StringBuilder words =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%,d letters; %,d addresses do not fit, %,d households are absent from the vault,"
                    + " %,d objected.",
                done.figures().letters(),
                done.figures().unfit(),
                done.figures().absent(),
                done.figures().opposed()));
    executed
        .reasons()
        .forEach(
            (reason, count) ->
                words.append(String.format(Locale.ROOT, "%n  %,d: %s", count, reason.french())));
    return words
        + "\nThe file, sealed to its recipient alone: "
        + executed.file()
        + "\nOn the recipient's premises: `datalab warrant open FILE --key PRIVATE --out DIR`.";
  }
}
