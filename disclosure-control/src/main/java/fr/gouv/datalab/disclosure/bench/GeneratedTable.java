package fr.gouv.datalab.disclosure.bench;

import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.Policy;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A fictional table of a wanted size: the first dimension is a territory of three levels, the
 * second a classification of two, further ones are flat. Frequencies are log-normal, territories
 * and classes have weights of their own (a few are large), and some finest cells are absent. Units'
 * contributions to a magnitude follow a Pareto law, so that a few dominate.
 *
 * <p>The same seed gives the same table.
 */
public final class GeneratedTable {

  private static final int[] FLAT = {6, 4, 3};
  private static final double TAIL = 1.3;
  private static final int MOST_DRAWN = 40;

  private final Random random;
  private final double mean;
  private final double absent;
  private final boolean magnitude;
  private final ProtectionSpec spec;
  private final List<List<String>> leaves = new ArrayList<>();
  private final List<double[]> weights = new ArrayList<>();
  private final CellTable table;
  private final Consumer<Finest> listener;

  /**
   * A finest cell as it is drawn.
   *
   * @param units how many
   * @param contributions of each unit to the magnitude; empty without one
   */
  record Finest(List<String> codes, long units, long[] contributions) {}

  /**
   * @param cells about how many cells, margins included
   * @param dimensions from 2 to 5
   * @param magnitude whether there is one, under the policy {@code entreprises}; else frequencies
   *     alone, under {@code personnes}
   * @param mean units in a finest cell, on average
   * @param absent the share of finest cells that do not exist, in [0,1[
   */
  public GeneratedTable(
      long seed, int cells, int dimensions, boolean magnitude, double mean, double absent) {
    this(seed, cells, dimensions, magnitude, mean, absent, finest -> {});
  }

  /**
   * The same.
   *
   * @param listener is told every finest cell
   */
  GeneratedTable(
      long seed,
      int cells,
      int dimensions,
      boolean magnitude,
      double mean,
      double absent,
      Consumer<Finest> listener) {
    if (dimensions < 2 || dimensions > 2 + FLAT.length || cells < 50) {
      throw new IllegalArgumentException("A generated table has 2 to 5 dimensions, 50 cells up.");
    }
    this.random = new Random(seed);
    this.listener = listener;
    this.mean = mean;
    this.absent = absent;
    this.magnitude = magnitude;
    this.spec = spec(dimensions(cells, dimensions));
    CellTable.Builder builder = CellTable.builder(spec);
    fill(builder, new ArrayList<>(), 1);
    this.table = builder.build();
  }

  /** The rules that the table is to be protected by. */
  public ProtectionSpec spec() {
    return spec;
  }

  /** The table. */
  public CellTable table() {
    return table;
  }

  private ProtectionSpec spec(List<ProtectionSpec.Dimension> dimensions) {
    ProtectionSpec plain =
        ProtectionSpec.of(
            magnitude ? Policy.ENTREPRISES : Policy.PERSONNES, "effectif", dimensions);
    return new ProtectionSpec(
        plain.dimensions(),
        plain.frequency(),
        magnitude ? Optional.of("montant") : Optional.empty(),
        magnitude ? List.of("premier", "second") : List.of(),
        List.of(),
        plain.policy(),
        plain.width(),
        plain.intervals(),
        magnitude ? ProtectionSpec.Cost.MAGNITUDE : ProtectionSpec.Cost.FREQUENCY,
        plain.zeros());
  }

  private List<ProtectionSpec.Dimension> dimensions(int cells, int count) {
    double left = cells;
    for (int d = 2; d < count; d++) {
      left /= FLAT[d - 2] + 1;
    }
    int classes = (int) Math.max(1, Math.round(Math.sqrt(left) / 16));
    left /= 1 + classes * 5;
    int regions = (int) Math.max(2, Math.round(Math.sqrt(left / 8)));
    int departments = (int) Math.max(2, Math.round((left - 1 - regions) / regions));
    List<ProtectionSpec.Dimension> dimensions = new ArrayList<>();
    dimensions.add(tree("territoire", regions, departments));
    dimensions.add(tree("classe", classes, 4));
    for (int d = 2; d < count; d++) {
      dimensions.add(tree("d" + (d + 1), FLAT[d - 2]));
    }
    return dimensions;
  }

  private ProtectionSpec.Dimension tree(String column, int... widths) {
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node("T", "", column));
    List<String> level = List.of("T");
    for (int width : widths) {
      List<String> next = new ArrayList<>();
      for (String parent : level) {
        for (int i = 0; i < width; i++) {
          String code = parent + "." + i;
          nodes.add(new Hierarchy.Node(code, parent, code));
          next.add(code);
        }
      }
      level = next;
    }
    leaves.add(level);
    double[] weight = new double[level.size()];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = Math.exp(0.7 * random.nextGaussian() - 0.245);
    }
    weights.add(weight);
    return new ProtectionSpec.Dimension(column, Optional.of(Hierarchy.of(column, nodes)));
  }

  private void fill(CellTable.Builder builder, List<String> at, double weight) {
    int d = at.size();
    if (d == leaves.size()) {
      long units = (long) Math.floor(mean * weight * Math.exp(random.nextGaussian() - 0.5));
      if (random.nextDouble() >= absent && units > 0) {
        add(builder, List.copyOf(at), units);
      }
      return;
    }
    for (int i = 0; i < leaves.get(d).size(); i++) {
      at.add(leaves.get(d).get(i));
      fill(builder, at, weight * weights.get(d)[i]);
      at.remove(d);
    }
  }

  private void add(CellTable.Builder builder, List<String> codes, long units) {
    Map<String, BigDecimal> figures = new HashMap<>();
    figures.put("effectif", BigDecimal.valueOf(units));
    long[] contributions = new long[magnitude ? Math.toIntExact(units) : 0];
    long first = 0;
    long second = 0;
    long sum = 0;
    for (int k = 0; k < contributions.length; k++) {
      long amount =
          k < MOST_DRAWN ? (long) Math.ceil(10 * Math.pow(1 - random.nextDouble(), -1 / TAIL)) : 30;
      contributions[k] = amount;
      sum += amount;
      second = Math.max(second, Math.min(first, amount));
      first = Math.max(first, amount);
    }
    if (magnitude) {
      figures.put("montant", BigDecimal.valueOf(sum));
      figures.put("premier", BigDecimal.valueOf(first));
      figures.put("second", BigDecimal.valueOf(second));
    }
    listener.accept(new Finest(codes, units, contributions));
    builder.add(codes, figures);
  }
}
