package fr.gouv.datalab.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command `datalab` itself: the options that every command has. */
@Command(
    name = "datalab",
    description = "The secure datalab: lawful crossing of protected ministerial data.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 2 usage, 3 refused by a convention or a rule, 4 bad data,",
      "5 integrity failure, 1 anything else."
    })
final class RootCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The datalab's home (default: DATALAB_HOME, or ./datalab-home).")
  private Path home;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document on standard output, and nothing else there.")
  private boolean json;

  @Option(
      names = "--user",
      paramLabel = "PERSON",
      scope = ScopeType.INHERIT,
      description = "The person who acts (default: DATALAB_USER, else this account).")
  private String user;

  Path home() {
    return home;
  }

  boolean json() {
    return json;
  }

  String user() {
    return user;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
