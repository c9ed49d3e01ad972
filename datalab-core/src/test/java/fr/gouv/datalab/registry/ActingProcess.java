package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that stops and resumes flows, as long as it is let. */
final class ActingProcess {
  private ActingProcess() {}

  static Process start(Home home, String name, int acts) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ActingProcess.class.getName(),
            home.path().toString(),
            name,
            String.valueOf(acts))
        .redirectErrorStream(true)
        .redirectOutput(new File(home.tmp().toFile(), name + ".out"))
        .start();
  }

  public static void main(String[] args) {
    int acts = Integer.parseInt(args[2]);
    try (Registry registry = Registry.open(Home.of(Path.of(args[0])))) {
      for (int i = 0; i < acts; i++) {
        String object = args[1] + "-" + i;
        registry.inTransaction(
            tx -> {
              tx.update(
                  "insert into flow (dataset, stopped, person) values (?, ?, ?)",
                  object,
                  tx.now(),
                  args[1]);
              return Journal.append(tx, new Act(args[1], "flow.stop", object));
            });
      }
    }
  }
}
