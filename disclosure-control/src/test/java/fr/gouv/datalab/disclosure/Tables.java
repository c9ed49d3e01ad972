package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Tables for tests. */
final class Tables {

  private Tables() {}

  static ProtectionSpec.Dimension flat(String column) {
    return new ProtectionSpec.Dimension(column, Optional.empty());
  }

  static ProtectionSpec.Dimension dimension(String column, String... codeParent) {
    List<Hierarchy.Node> nodes = new ArrayList<>();
    for (String each : codeParent) {
      String[] parts = each.split("<", 2);
      nodes.add(new Hierarchy.Node(parts[0], parts.length > 1 ? parts[1] : "", parts[0]));
    }
    return new ProtectionSpec.Dimension(column, Optional.of(Hierarchy.of(column, nodes)));
  }

  /** A tree of the given widths: 3 regions of 4 departments are {3, 4}. */
  static ProtectionSpec.Dimension tree(String column, int... widths) {
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node(column, "", column));
    List<String> level = List.of(column);
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
    return new ProtectionSpec.Dimension(column, Optional.of(Hierarchy.of(column, nodes)));
  }

  static ProtectionSpec spec(Policy policy, ProtectionSpec.Dimension... dimensions) {
    return ProtectionSpec.of(policy, "effectif", List.of(dimensions));
  }

  /** Counts with a skew: many small, few large; a share of the cells does not exist. */
  static CellTable skewed(ProtectionSpec spec, long seed, double mean, double absent) {
    Random random = new Random(seed);
    CellTable.Builder builder = CellTable.builder(spec);
    List<List<String>> leaves = new ArrayList<>();
    for (ProtectionSpec.Dimension dimension : spec.dimensions()) {
      Hierarchy hierarchy = dimension.hierarchy().orElseThrow();
      leaves.add(hierarchy.leavesUnder(hierarchy.code(0)));
    }
    fill(builder, leaves, new ArrayList<>(), random, mean, absent);
    return builder.build();
  }

  private static void fill(
      CellTable.Builder builder,
      List<List<String>> leaves,
      List<String> at,
      Random random,
      double mean,
      double absent) {
    if (at.size() == leaves.size()) {
      long value = (long) Math.floor(mean * Math.exp(1.6 * random.nextGaussian() - 1.28));
      if (random.nextDouble() >= absent && value > 0) {
        builder.add(value, at.toArray(String[]::new));
      }
      return;
    }
    for (String code : leaves.get(at.size())) {
      at.add(code);
      fill(builder, leaves, at, random, mean, absent);
      at.remove(at.size() - 1);
    }
  }
}
