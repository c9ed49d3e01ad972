package fr.gouv.datalab.cli;

import fr.gouv.datalab.logs.Redaction;
import fr.gouv.datalab.logs.SilentJdkLogging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The entry of the command line. `datalab WORDS...` finds the command in the table, loads its class
 * alone, runs it, and turns every failure into a sentence and an exit code.
 */
public final class Datalab {

  private Datalab() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs one command in this process.
   *
   * @return its exit code: 0 done, 2 usage, 3 refused, 4 bad data, 5 integrity, 1 anything else
   */
  public static int run(String... args) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        args);
  }

  /** The same, with what it prints sent to these writers. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    SilentJdkLogging.install();
    CommandTable table = CommandTable.onClassPath(Datalab.class.getClassLoader());
    List<String> called = table.called(args);
    CommandLine line = new CommandTree(table, called.equals(List.of("completion"))).build(called);
    line.setOut(out);
    line.setErr(err);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setParameterExceptionHandler(Datalab::usage);
    line.setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, at));
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private static int usage(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("datalab: " + failure.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
    }
    return 2;
  }

  private static int failed(Exception failure, CommandLine line) {
    Throwable telling = ExitCodes.telling(failure);
    line.getErr().println("datalab: " + sentence(telling));
    if (System.getenv("DATALAB_DEBUG") != null) {
      trace(failure, line.getErr());
    }
    return ExitCodes.of(telling);
  }

  /** Where it failed, cause by cause: classes and places, messages redacted. */
  private static void trace(Throwable failure, PrintWriter err) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      err.println(cause.getClass().getName() + ": " + Redaction.of(cause.getMessage()));
      for (StackTraceElement place : cause.getStackTrace()) {
        err.println("\tat " + place);
      }
    }
  }

  private static String sentence(Throwable failure) {
    if (failure instanceof fr.gouv.datalab.refusals.RefusedException refused) {
      return "refused by " + refused.rule() + ": " + refused.getMessage();
    }
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile() + ".";
    }
    if (ExitCodes.isForeseen(failure)) {
      return failure.getMessage();
    }
    return (failure.getClass().getSimpleName() + ": " + Redaction.of(failure.getMessage()))
        + " (an unforeseen failure; set DATALAB_DEBUG=1 to see where)";
  }
}
