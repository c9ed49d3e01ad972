package fr.gouv.datalab.rotations.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab keys rotate}: changes the lake's key, for every table at one instant. */
@Command
public final class KeysRotateCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--abandon",
      description = "Gives up a change that was interrupted before readers went over to it.")
  private boolean abandon;

  @Override
  public Integer call() {
    Home home = console.home().require();
    String person = console.user();
    console.progress("Starting Spark...");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      LakeRotation rotation = new LakeRotation(engine, registry);
      if (abandon) {
        rotation.abandon(person);
        console.result(Map.of("abandoned", true), "Given up: the lake's key is the one it was.");
        return 0;
      }
      LakeRotation.Rotated done = rotation.run(person, console::progress);
      console.result(
          done,
          "The lake's key is version "
              + done.to()
              + ": "
              + done.rows()
              + " rows of "
              + done.tables().size()
              + " tables were rewritten; the old tables, their history and version "
              + done.from()
              + " of the key are gone. Every project's pseudonyms changed with it.");
    }
    return 0;
  }
}
