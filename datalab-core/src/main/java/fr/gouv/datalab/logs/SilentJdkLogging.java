package fr.gouv.datalab.logs;

/**
 * A configuration of the JDK's own logging that has no handler: the JDK makes one of these at its
 * first log line, instead of reading its {@code logging.properties}.
 */
public final class SilentJdkLogging {
  /** Does nothing, and so configures nothing. */
  public SilentJdkLogging() {}

  /** From now on the JDK's logging, if it ever starts, says nothing. Starts nothing by itself. */
  public static void install() {
    System.setProperty("java.util.logging.config.class", SilentJdkLogging.class.getName());
  }
}
