package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.spark.Erased;
import fr.gouv.datalab.rights.spark.Erasure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datalab erase execute ID}: carries an approved erasure out, and proves it. */
@Command
public final class EraseExecuteCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "ID", description = "The erasure, as `erase list` names it.")
  private String id;

  @Override
  public Integer call() {
    Home home = console.home().require();
    String user = console.user();
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      Erased erased = new Erasure(engine, registry).execute(id, user);
      console.result(
          erased,
          erased.text() + "\nLater deliveries leave the person out: their tokens are kept.");
    }
    return 0;
  }
}
