package fr.gouv.datalab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every command of the house, gathered from the {@code META-INF/datalab/commands} resources of all
 * modules on the class path. Reading it loads no command's class.
 */
final class CommandTable {

  static final String RESOURCE = "META-INF/datalab/commands";

  private final Map<List<String>, CommandEntry> entries =
      new TreeMap<>((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)));

  CommandTable(Collection<CommandEntry> entries) {
    for (CommandEntry entry : entries) {
      CommandEntry other = this.entries.putIfAbsent(entry.words(), entry);
      if (other != null && !other.equals(entry)) {
        throw new IllegalStateException(
            "Two commands are called `" + String.join(" ", entry.words()) + "`.");
      }
    }
  }

  static CommandTable onClassPath(ClassLoader loader) {
    List<CommandEntry> found = new java.util.ArrayList<>();
    try {
      Enumeration<URL> resources = loader.getResources(RESOURCE);
      while (resources.hasMoreElements()) {
        URLConnection connection = resources.nextElement().openConnection();
        connection.setUseCaches(false);
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
          lines
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(CommandEntry::parse)
              .forEach(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CommandTable(found);
  }

  /** All commands, in the order of their words. */
  Collection<CommandEntry> entries() {
    return entries.values();
  }

  /** The command with exactly these words, or {@code null}. */
  CommandEntry get(List<String> words) {
    return entries.get(words);
  }

  /**
   * The words of the command that the arguments call: the longest run of words, options left out,
   * that begins a line of the table.
   */
  List<String> called(String... args) {
    List<String> words = new java.util.ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--")) {
        break;
      }
      if (args[i].equals("--home") || args[i].equals("--user")) {
        i++;
      } else if (!args[i].startsWith("-")) {
        words.add(args[i]);
        if (!begins(words)) {
          words.remove(words.size() - 1);
          break;
        }
      }
    }
    return words;
  }

  private boolean begins(List<String> words) {
    return entries.keySet().stream()
        .anyMatch(
            known -> known.size() >= words.size() && known.subList(0, words.size()).equals(words));
  }
}
