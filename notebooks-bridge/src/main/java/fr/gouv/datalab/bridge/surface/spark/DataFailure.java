package fr.gouv.datalab.bridge.surface.spark;

import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/**
 * What a person is told when a query fails on values, its own or those of rows: Spark's sentence
 * with types in it and no value.
 */
public final class DataFailure {
  private static final Set<String> TYPES =
      Set.of("sourceType", "targetType", "functionName", "expectedType", "actualType", "dataType");
  private static final Pattern PLACE = Pattern.compile("<(\\w+)>");

  /** A session's settings cannot be changed, so nobody is told to. */
  private static final Pattern SETTING =
      Pattern.compile(" ?If necessary,? set <\\w+> to [^.]*\\.|, or set <\\w+> to [^.]*(?=\\.)");

  private DataFailure() {}

  /** The failure as its client is told; empty when values are not at its root. */
  public static Optional<InvalidQueryException> of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SparkThrowable known
          && known.getCondition() != null
          && !known.isInternalError()
          && t.getCause() == null) {
        return Optional.of(new InvalidQueryException(sentence(known)));
      }
    }
    return Optional.empty();
  }

  private static String sentence(SparkThrowable failure) {
    String template = failure.getDefaultMessageTemplate().lines().findFirst().orElse("");
    return "The query failed on the data: "
        + failure.getCondition().toLowerCase(Locale.ROOT).replace('_', ' ')
        + ". "
        + filled(SETTING.matcher(template).replaceAll(""), failure.getMessageParameters()).strip();
  }

  private static String filled(String template, Map<String, String> parameters) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    TYPES.contains(place.group(1))
                        ? parameters.getOrDefault(place.group(1), "(…)").replace("\"", "")
                        : "(…)"));
  }
}
