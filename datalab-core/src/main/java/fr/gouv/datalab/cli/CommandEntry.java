package fr.gouv.datalab.cli;

import java.util.List;

/**
 * One line of a module's {@code META-INF/datalab/commands}.
 *
 * @param words the words that call it, {@code [release, list]}
 * @param className the picocli class, or {@code -} for a group that only has subcommands
 * @param spark whether Spark's jars must be on the class path
 * @param description what it does, in one line
 */
record CommandEntry(List<String> words, String className, boolean spark, String description) {

  CommandEntry {
    words = List.copyOf(words);
  }

  boolean isGroup() {
    return className.equals("-");
  }

  static CommandEntry parse(String line) {
    String[] fields = line.split("\\|", -1);
    if (fields.length != 4) {
      throw new IllegalStateException(
          "A line of META-INF/datalab/commands must read `words | class | light, files or spark |"
              + " description`, and this does not: "
              + line);
    }
    String weight = fields[2].strip();
    if (!List.of("light", "files", "spark").contains(weight)) {
      throw new IllegalStateException(
          "`" + weight + "` is neither light, files nor spark in: " + line);
    }
    return new CommandEntry(
        List.of(fields[0].strip().split("\\s+")),
        fields[1].strip(),
        weight.equals("spark"),
        fields[3].strip());
  }
}
