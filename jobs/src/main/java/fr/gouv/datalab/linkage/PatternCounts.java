package fr.gouv.datalab.linkage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many pairs show each agreement pattern: a hash table of numbers, because it is filled pair by
 * pair and there are many pairs. Of one thread.
 */
public final class PatternCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Patterns plus one; 0 where there is none. */
  private int[] patterns = new int[1024];

  private long[] pairs = new long[1024];
  private int filled;

  /** Counts pairs of a pattern. */
  public void add(int pattern, long more) {
    int at = place(patterns, pattern + 1);
    if (patterns[at] == 0) {
      patterns[at] = pattern + 1;
      filled++;
    }
    pairs[at] += more;
    if (2 * filled > patterns.length) {
      grow();
    }
  }

  /** Adds what another counted. */
  public PatternCounts add(PatternCounts other) {
    for (int at = 0; at < other.patterns.length; at++) {
      if (other.patterns[at] != 0) {
        add(other.patterns[at] - 1, other.pairs[at]);
      }
    }
    return this;
  }

  /** In the order of the patterns. */
  public List<FellegiSunter.Count> counts() {
    List<FellegiSunter.Count> counts = new ArrayList<>(filled);
    for (int at = 0; at < patterns.length; at++) {
      if (patterns[at] != 0) {
        counts.add(new FellegiSunter.Count(patterns[at] - 1, pairs[at]));
      }
    }
    counts.sort(Comparator.comparingInt(FellegiSunter.Count::pattern));
    return counts;
  }

  private void grow() {
    int[] before = patterns;
    long[] counted = pairs;
    patterns = new int[2 * before.length];
    pairs = new long[2 * before.length];
    for (int at = 0; at < before.length; at++) {
      if (before[at] != 0) {
        int to = place(patterns, before[at]);
        patterns[to] = before[at];
        pairs[to] = counted[at];
      }
    }
  }

  private static int place(int[] table, int key) {
    int hash = key * 0x9E3779B9;
    int at = (hash ^ hash >>> 15) & table.length - 1;
    while (table[at] != key && table[at] != 0) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }
}
