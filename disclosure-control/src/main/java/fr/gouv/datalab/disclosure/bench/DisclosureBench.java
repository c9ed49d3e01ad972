package fr.gouv.datalab.disclosure.bench;

import com.sun.management.OperatingSystemMXBean;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Protects generated tables of growing size and says what it took and what it cost. */
public final class DisclosureBench {

  /**
   * One table protected.
   *
   * @param dimensions how many
   * @param magnitude whether there is one
   * @param cells margins included
   * @param primary hidden by a rule
   * @param hidden hidden in all
   * @param kept the share of the units of all cells, margins included, that is published, over what
   *     the rules alone would leave
   * @param seconds protection and audit, the table being in memory
   * @param cpuSeconds of processor, all threads together: what counts on a machine that others use
   * @param megabytes the most heap in use at once
   * @param growth how many times the processor's time, per cell, of the table before (of the same
   *     dimensions)
   * @param verdict {@code safe} or {@code unsafe}
   * @param exact whether every interval was computed, or proved wide enough by its certificate
   */
  public record Row(
      int dimensions,
      boolean magnitude,
      int cells,
      int primary,
      int hidden,
      double kept,
      double seconds,
      double cpuSeconds,
      long megabytes,
      double growth,
      String verdict,
      boolean exact) {}

  private final long seed;
  private final double mean;
  private final double absent;
  private final ProtectionSpec.Intervals intervals;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param mean units in a finest cell, on average
   * @param absent the share of finest cells that do not exist
   * @param intervals whose interval is held
   */
  public DisclosureBench(
      long seed, double mean, double absent, ProtectionSpec.Intervals intervals) {
    this.intervals = intervals;
    this.seed = seed;
    this.mean = mean;
    this.absent = absent;
  }

  /** Measures one table; tables of the same kind are compared with the one before. */
  public Row measure(int cells, int dimensions, boolean magnitude) {
    GeneratedTable generated = new GeneratedTable(seed, cells, dimensions, magnitude, mean, absent);
    System.gc();
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    long processor = processorTime();
    ProtectedTable safe =
        Protection.of(generated.spec().withIntervals(intervals), generated.table());
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (processorTime() - processor) / 1e9;
    long bytes = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    double growth = Double.NaN;
    for (Row before : rows) {
      if (before.dimensions() == dimensions && before.magnitude() == magnitude) {
        growth = cpuSeconds / safe.cells() / (before.cpuSeconds() / before.cells());
      }
    }
    Row row =
        new Row(
            dimensions,
            magnitude,
            safe.cells(),
            safe.primary(),
            safe.suppressed(),
            safe.valueKept(),
            seconds,
            cpuSeconds,
            bytes >> 20,
            growth,
            safe.verdict().word(),
            safe.verdict().exact());
    rows.add(row);
    return row;
  }

  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** The heading of {@link #line}. */
  public static String heading() {
    return "dimensions  kind        cells    primary     hidden  hidden/primary  value kept   seconds  processor"
        + "  us/cell  growth     MB  audit";
  }

  /** One row for people. */
  public static String line(Row row) {
    return String.format(
        Locale.ROOT,
        "%10d  %-9s %7d  %9d  %9d  %14.2f  %10.3f  %8.2f  %9.2f  %7.1f  %6s  %5d  %s (%s)",
        row.dimensions(),
        row.magnitude() ? "magnitude" : "frequency",
        row.cells(),
        row.primary(),
        row.hidden(),
        (double) row.hidden() / Math.max(1, row.primary()),
        row.kept(),
        row.seconds(),
        row.cpuSeconds(),
        row.cpuSeconds() * 1e6 / row.cells(),
        Double.isNaN(row.growth()) ? "" : String.format(Locale.ROOT, "x%.2f", row.growth()),
        row.megabytes(),
        row.verdict(),
        row.exact() ? "intervals" : "certificates");
  }
}
