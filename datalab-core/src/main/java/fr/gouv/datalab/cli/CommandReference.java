package fr.gouv.datalab.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The reference of the command line in Markdown, from the commands themselves: {@code
 * docs/commands.md} is what it prints where every module is on the class path.
 */
public final class CommandReference {
  private static final String TITLE =
      """
      # Commands (reference)

      *Generated: `./datalab reference > docs/commands.md` writes it again.*

      """;

  private final CommandTable table;

  private CommandReference(CommandTable table) {
    this.table = table;
  }

  /** The reference of the commands that are on the class path. */
  public static CommandReference onClassPath() {
    return new CommandReference(CommandTable.onClassPath(CommandReference.class.getClassLoader()));
  }

  /** A section for each command, by its words, in their order. */
  public Map<String, String> sections() {
    CommandLine root = new CommandTree(table, true).build(List.of());
    Map<String, String> sections = new TreeMap<>();
    for (CommandEntry entry : table.entries()) {
      CommandLine line = root;
      for (String word : entry.words()) {
        line = line.getSubcommands().get(word);
      }
      sections.put(String.join(" ", entry.words()), section(entry, line));
    }
    return sections;
  }

  /** The whole page. */
  public String page() {
    String[] exits = new CommandLine(new RootCommand()).getCommandSpec().usageMessage().footer();
    return TITLE
        + String.join("\n", exits).strip()
        + "\n\n"
        + String.join("\n", sections().values());
  }

  private static String section(CommandEntry entry, CommandLine line) {
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    StringWriter usage = new StringWriter();
    line.usage(new PrintWriter(usage), Ansi.OFF);
    return String.format(
        Locale.ROOT,
        "## %s\n```\n%s\n```\n",
        String.join(" ", entry.words()),
        usage.toString().strip().replaceAll("(?m)[ \t]+$", ""));
  }
}
