package fr.gouv.datalab.runs;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What a run took.
 *
 * @param seconds by the clock
 * @param processorSeconds of all processors, which other work on the machine disturbs less
 * @param mebibytes the most memory that its process had at a time, 0 where that is not known
 */
public record Ran(double seconds, double processorSeconds, long mebibytes) {
  /** What is run. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Runs something in this process, which should have nothing else to do meanwhile. */
  public static Ran of(Work work) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long processor = system.getProcessCpuTime();
    long began = System.nanoTime();
    work.run();
    return new Ran(
        (System.nanoTime() - began) / 1e9, (system.getProcessCpuTime() - processor) / 1e9, 0);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f s (processors %.1f s)", seconds, processorSeconds);
  }
}
