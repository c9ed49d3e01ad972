package fr.gouv.datalab.disclosure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the truth may be from the published figures of a table that was changed rather than
 * hidden. Readers are told it ({@code perturbation.json}), so attackers know it too.
 *
 * @param method how the table was changed
 * @param reaches one for each published figure, in their order
 * @param additive whether published margins are the sums of published cells
 */
public record Blur(Method method, List<Reach> reaches, boolean additive) {

  /** Where the file stands, beside {@code published.csv}. */
  static final String FILE = "perturbation.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing bounds a figure. */
  static final BigDecimal UNBOUNDED = BigDecimal.valueOf(-1);

  /**
   * How far the truth of one figure may be, in the figure's own unit.
   *
   * @param figure its column
   * @param finest from a finest cell, at most; negative when nothing bounds it
   * @param margins from a margin, at most; negative when nothing bounds it
   * @param standardDeviation of the change of a finest cell: that of the law, or, for rounding,
   *     that of a change that is anything within half the base, with equal chances
   */
  public record Reach(
      String figure, BigDecimal finest, BigDecimal margins, double standardDeviation) {}

  public Blur {
    reaches = List.copyOf(reaches);
  }

  /** As the specification promises it, whatever one table came to. */
  static Blur of(ProtectionSpec spec) {
    List<Reach> reaches = new ArrayList<>();
    for (String figure : spec.shown()) {
      reaches.add(promised(spec.method(), figure, figure.equals(spec.frequency())));
    }
    return new Blur(spec.method(), reaches, isAdditive(spec.method()));
  }

  static boolean isAdditive(Method method) {
    return method instanceof Method.Round
        || (method instanceof Method.PrivateNoise noise && noise.finestOnly());
  }

  private static Reach promised(Method method, String figure, boolean whole) {
    if (method instanceof Method.Round round) {
      BigDecimal base = round.bases().get(figure);
      BigDecimal most = whole ? base.subtract(BigDecimal.ONE).max(BigDecimal.ZERO) : base;
      return new Reach(figure, most, round.smallOnly() ? UNBOUNDED : most, deviation(base));
    }
    if (method instanceof Method.CellKeys keys) {
      BigDecimal most = BigDecimal.valueOf(keys.maximum());
      return new Reach(figure, most, most, Math.sqrt(keys.variance()));
    }
    return new Reach(figure, UNBOUNDED, UNBOUNDED, 0);
  }

  /** Of a change that is anything within half the base, with equal chances. */
  static double deviation(BigDecimal base) {
    return base.doubleValue() / Math.sqrt(12);
  }

  /**
   * Reads {@code perturbation.json}.
   *
   * @throws BadInputException when it is missing, or does not go with the specification
   */
  static Blur read(Path folder, ProtectionSpec spec) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new BadInputException(
          "The table was changed ("
              + word(spec.method())
              + ") and has no "
              + FILE
              + " beside it that says by how much: protect it again.");
    }
    try {
      JsonNode node = JSON.readTree(Files.readString(file));
      List<Reach> reaches = new ArrayList<>();
      for (String figure : spec.shown()) {
        JsonNode own = node.path("figures").path(figure);
        if (!own.isObject() || !word(spec.method()).equals(node.path("protect").asText())) {
          throw new BadInputException(file + " does not go with its specification.");
        }
        reaches.add(
            new Reach(
                figure,
                bound(own, "atMost"),
                bound(own, "marginsAtMost"),
                own.path("standardDeviation").asDouble()));
      }
      return new Blur(spec.method(), reaches, node.path("additive").asBoolean());
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + " is not JSON: protect the table again.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BigDecimal bound(JsonNode own, String key) {
    JsonNode value = own.path(key);
    return value.isNumber() || value.isTextual() ? new BigDecimal(value.asText()) : UNBOUNDED;
  }

  /** The file, for readers and for the comparison with later tables. */
  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("protect", word(method));
    ObjectNode figures = node.putObject("figures");
    for (Reach reach : reaches) {
      ObjectNode own = figures.putObject(reach.figure());
      own.put("standardDeviation", Math.round(reach.standardDeviation() * 1e4) / 1e4);
      put(own, "atMost", reach.finest());
      put(own, "marginsAtMost", reach.margins());
    }
    node.put("additive", additive);
    if (method instanceof Method.PrivateNoise noise) {
      node.put("mechanism", noise.mechanism().word());
      node.put("rho", noise.rho().toPlainString());
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ObjectNode node, String key, BigDecimal bound) {
    if (bound.signum() >= 0) {
      node.put(key, bound.toPlainString());
    } else {
      node.putNull(key);
    }
  }

  static String word(Method method) {
    return method instanceof Method.Round
        ? "round"
        : method instanceof Method.CellKeys
            ? "cellkey"
            : method instanceof Method.PrivateNoise ? "dp" : "suppress";
  }

  /** Whether nothing bounds the truth of any figure: readers have odds, and no constraint. */
  boolean isUnbounded() {
    return method instanceof Method.PrivateNoise;
  }

  /**
   * What the truth may be at the least.
   *
   * @param figure its number
   * @param published in units of the last decimal
   * @param unit how many of them are one of the figure's own unit
   */
  double least(int figure, long published, boolean finest, BigDecimal unit) {
    if (isExact(figure, published, finest, unit)) {
      return published;
    }
    BigDecimal reach = reach(figure, finest);
    if (reach.signum() < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double away = reach.multiply(unit).doubleValue();
    if (method instanceof Method.CellKeys) {
      // Noise never makes a zero of nothing into something.
      return published > 0 ? Math.max(1, published - away) : 0;
    }
    return isRoundedUp(figure, published, finest, unit) ? 1 : published - away;
  }

  /** What the truth may be at the most; as {@link #least}. */
  double most(int figure, long published, boolean finest, BigDecimal unit) {
    if (isExact(figure, published, finest, unit)) {
      return published;
    }
    BigDecimal reach = reach(figure, finest);
    return reach.signum() < 0
        ? Double.POSITIVE_INFINITY
        : isRoundedUp(figure, published, finest, unit)
            ? published
            : published + reach.multiply(unit).doubleValue();
  }

  private BigDecimal reach(int figure, boolean finest) {
    return finest ? reaches.get(figure).finest() : reaches.get(figure).margins();
  }

  /** Small count rounding leaves finest counts above the base as they are, and everyone knows. */
  private boolean isExact(int figure, long published, boolean finest, BigDecimal unit) {
    return finest
        && method instanceof Method.Round round
        && round.smallOnly()
        && published != 0
        && Math.abs(published) != base(round, figure, unit);
  }

  /** Of such a table, a finest count of the base was anything from one to it. */
  private boolean isRoundedUp(int figure, long published, boolean finest, BigDecimal unit) {
    return finest
        && method instanceof Method.Round round
        && round.smallOnly()
        && published == base(round, figure, unit);
  }

  private long base(Method.Round round, int figure, BigDecimal unit) {
    return round.bases().get(reaches.get(figure).figure()).multiply(unit).longValue();
  }
}
