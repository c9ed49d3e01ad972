package fr.gouv.datalab.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What a command says and knows: its home, the person who acts, its result in words or in JSON, its
 * progress. A command takes it as a mixin: {@code @Mixin Console console;}.
 */
@Command
public final class Console {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private RootCommand root() {
    return (RootCommand) command.root().userObject();
  }

  /** The home that `--home` names, else the environment's; it need not be initialised. */
  public Home home() {
    return root().home() == null ? Home.fromEnvironment() : Home.of(root().home());
  }

  /** Whether one JSON document was asked for. */
  public boolean json() {
    return root().json();
  }

  /** The person who acts: `--user`, else `DATALAB_USER`, else the account on this machine. */
  public String user() {
    String user = root().user() == null ? System.getenv("DATALAB_USER") : root().user();
    if (user == null) {
      user = System.getProperty("user.name", "");
    }
    if (user.isBlank()) {
      throw new UsageException("Who acts? Give --user PERSON, or set DATALAB_USER.");
    }
    return user.strip();
  }

  /**
   * Prints the result: with `--json` the object as one JSON document, else the words.
   *
   * @param forJson any value Jackson can write: records, maps, lists
   * @param forPeople lines for a person, without a last line break
   */
  public void result(Object forJson, String forPeople) {
    command.commandLine().getOut().println(json() ? toJson(forJson) : forPeople);
    command.commandLine().getOut().flush();
  }

  /** A line of progress on standard error, printed only when a person is watching. */
  public void progress(String line) {
    if (System.console() != null && !json()) {
      command.commandLine().getErr().println(line);
      command.commandLine().getErr().flush();
    }
  }

  /** A line on standard error that must be seen, terminal or not: a warning. */
  public void warn(String line) {
    command.commandLine().getErr().println("datalab: " + line);
    command.commandLine().getErr().flush();
  }

  /** A value as an indented JSON document, as `--json` prints it. */
  public static String toJson(Object value) {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The result cannot be written as JSON.", e);
    }
  }
}
