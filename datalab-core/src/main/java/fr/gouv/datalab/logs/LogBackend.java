package fr.gouv.datalab.logs;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/**
 * Puts this process's logs under the house's {@code log4j2.properties}, whoever configured them
 * before. Log4j2 finds that file by itself where the house starts the process; under {@code
 * spark-submit} it was configured by Spark, before the house's jar was there.
 */
public final class LogBackend {
  private LogBackend() {}

  /**
   * From now on every logger follows the house's configuration, and the JDK's own logging is
   * silent. Doing it twice changes nothing.
   */
  public static void enforce() {
    java.util.logging.LogManager.getLogManager().reset();
    URI configuration = configuration();
    for (Object each : contexts()) {
      LoggerContext context = (LoggerContext) each;
      if (!configuration.equals(context.getConfigLocation())) {
        context.setConfigLocation(configuration);
      }
    }
  }

  /** Every context that a logger of this process may belong to; Spark looks at the current one. */
  private static Set<Object> contexts() {
    return Set.copyOf(
        List.of(
            LogManager.getContext(LogManager.class.getClassLoader(), false),
            LogManager.getContext(LogBackend.class.getClassLoader(), false),
            LogManager.getContext(true)));
  }

  private static URI configuration() {
    URL place = LogBackend.class.getResource("/log4j2.properties");
    try {
      return Objects.requireNonNull(place, "log4j2.properties").toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
