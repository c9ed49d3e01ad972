package fr.gouv.datalab.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Builds picocli's tree of commands from the table. Only the class of the command that is called is
 * loaded; the others stand in the help by their one-line description.
 */
final class CommandTree {

  private final CommandTable table;
  private final boolean everything;

  /**
   * A builder over a table.
   *
   * @param everything whether to load every class, as a completion script needs
   */
  CommandTree(CommandTable table, boolean everything) {
    this.table = table;
    this.everything = everything;
  }

  CommandLine build(List<String> called) {
    CommandLine root = new CommandLine(new RootCommand());
    for (CommandEntry entry : needed(called)) {
      CommandLine parent = root;
      for (int depth = 1; depth <= entry.words().size(); depth++) {
        List<String> words = entry.words().subList(0, depth);
        String name = words.get(depth - 1);
        CommandLine child = parent.getSubcommands().get(name);
        if (child == null) {
          child = new CommandLine(spec(words, called));
          parent.addSubcommand(name, child);
        }
        parent = child;
      }
    }
    return root.registerConverter(LocalDate.class, CommandTree::day);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "' is no day: write one as 2026-01-31");
    }
  }

  /** A command by itself needs none of the others; what is not one may mean any of them. */
  private Collection<CommandEntry> needed(List<String> called) {
    CommandEntry entry = table.get(called);
    boolean alone = !everything && entry != null && !entry.isGroup();
    return alone ? List.of(entry) : table.entries();
  }

  private CommandSpec spec(List<String> words, List<String> called) {
    CommandEntry entry = table.get(words);
    boolean load = entry != null && !entry.isGroup() && (everything || words.equals(called));
    CommandSpec spec = load ? loaded(entry) : CommandSpec.wrapWithoutInspection(new Group());
    if (!load) {
      ((Group) spec.userObject()).spec = spec;
    }
    spec.name(words.get(words.size() - 1));
    spec.mixinStandardHelpOptions(true);
    if (entry != null) {
      spec.usageMessage().description(entry.description() + ".");
    } else {
      List<String> verbs = new ArrayList<>();
      table.entries().stream()
          .filter(e -> e.words().size() > words.size())
          .filter(e -> e.words().subList(0, words.size()).equals(words))
          .forEach(e -> verbs.add(e.words().get(words.size())));
      spec.usageMessage().description(String.join(" | ", verbs));
    }
    return spec;
  }

  private static CommandSpec loaded(CommandEntry entry) {
    try {
      Class<?> type = Class.forName(entry.className(), true, CommandTree.class.getClassLoader());
      return CommandSpec.forAnnotatedObject(type.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "The command `" + String.join(" ", entry.words()) + "` has no usable class.", e);
    }
  }

  /** A word that needs another word after it. */
  private static final class Group implements Callable<Integer> {
    private CommandSpec spec;

    @Override
    public Integer call() {
      throw new ParameterException(
          spec.commandLine(),
          "`"
              + spec.qualifiedName()
              + "` needs one of: "
              + String.join(", ", spec.subcommands().keySet()));
    }
  }
}
