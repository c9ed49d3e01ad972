package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What units that pool what they know of themselves compute of a primary cell that holds others:
 * one that is alone in its cell, the two of a cell of two, two that are each alone (or one that is
 * known to be in two cells).
 *
 * <p>All such readers are decided at once, on three random vectors of the kernel ({@link
 * RandomKernel}): a cell follows from a known one when the vectors stand there in the same ratio,
 * and from two known ones when they stand on one line. Cells that cannot go down count as known
 * unless a proof moves them up, so that what the algebra says holds of figures that are not
 * negative. Two that are each alone are looked for over the whole table when it is small, and on
 * each line of the table when it is not.
 */
final class Insiders {

  /** Pairs of a target and a lone unit that are all looked at. */
  private static final long ALL_PAIRS = 2_000_000L;

  private static final long SEED = 0x5EC2E7L;

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Needs needs;
  private final Pattern pattern;
  private final Proofs proofs;

  Insiders(ProtectionSpec spec, Lattice lattice, Needs needs, Pattern pattern, Proofs proofs) {
    this.spec = spec;
    this.lattice = lattice;
    this.needs = needs;
    this.pattern = pattern;
    this.proofs = proofs;
  }

  /** A primary cell that some units compute, and what they know for it. */
  record Leak(int cell, Coalition known) {}

  /** What is computed of one figure; a pair that one of the two makes alone is not repeated. */
  List<Leak> leaks(int figure) {
    int most = spec.defence().coalition();
    int[] knowing = knowing(most);
    if (knowing.length == 0) {
      return List.of();
    }
    RandomKernel kernel =
        new RandomKernel(
            lattice.definitions(),
            proofs.able(lattice, needs, pattern, figure),
            3,
            SEED,
            RandomKernel.MOST);
    Set<Leak> leaks = new LinkedHashSet<>();
    alone(kernel, knowing, leaks);
    if (most > 1) {
      together(kernel, knowing, leaks);
    }
    leaks.removeIf(leak -> proofs.shows(leak.cell(), figure, leak.known()));
    return List.copyOf(leaks);
  }

  /** Hidden cells, of any margin, whose units may all be in a coalition. */
  private int[] knowing(int most) {
    int[] found = new int[lattice.size()];
    int count = 0;
    for (int cell = 0; cell < found.length; cell++) {
      if (pattern.isHidden(cell) && Coalition.NOBODY.mayBeJoinedBy(lattice, cell, most)) {
        found[count++] = cell;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private boolean isTarget(RandomKernel kernel, int cell) {
    return pattern.isPrimary(cell) && !kernel.isDetermined(cell) && !kernel.isUndecided(cell);
  }

  private void alone(RandomKernel kernel, int[] knowing, Set<Leak> leaks) {
    Map<Long, List<Integer>> byRatio = new HashMap<>();
    for (int cell : knowing) {
      long ratio = kernel.ratio(cell);
      if (ratio >= 0) {
        byRatio.computeIfAbsent(ratio, r -> new ArrayList<>(2)).add(cell);
      }
    }
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (isTarget(kernel, cell)) {
        for (int known : byRatio.getOrDefault(kernel.ratio(cell), List.of())) {
          leak(cell, Coalition.of(lattice, known), leaks);
        }
      }
    }
  }

  private void leak(int cell, Coalition known, Set<Leak> leaks) {
    if (!known.isAllOf(lattice, cell)) {
      leaks.add(new Leak(cell, known));
    }
  }

  private void together(RandomKernel kernel, int[] knowing, Set<Leak> leaks) {
    IntStack ones = new IntStack();
    for (int cell : knowing) {
      if (lattice.isAlone(cell) && !kernel.isDetermined(cell)) {
        ones.push(cell);
      }
    }
    IntStack targets = new IntStack();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (isTarget(kernel, cell)) {
        targets.push(cell);
      }
    }
    if ((long) ones.size() * targets.size() <= ALL_PAIRS) {
      pairs(kernel, ones.toArray(), targets.toArray(), leaks);
      return;
    }
    Equations lines = lattice.equations();
    for (int row = 0; row < lines.rows(); row++) {
      IntStack own = new IntStack();
      IntStack there = new IntStack();
      for (int t = lines.start(row); t < lines.end(row); t++) {
        int cell = lines.variable(t);
        if (isTarget(kernel, cell)) {
          there.push(cell);
        }
        if (pattern.isHidden(cell) && lattice.isAlone(cell) && !kernel.isDetermined(cell)) {
          own.push(cell);
        }
      }
      if (own.size() > 1) {
        pairs(kernel, own.toArray(), there.toArray(), leaks);
      }
    }
  }

  private void pairs(RandomKernel kernel, int[] ones, int[] targets, Set<Leak> leaks) {
    for (int target : targets) {
      long[] slopes = kernel.slopes(target, ones);
      Map<Long, Integer> first = new HashMap<>();
      for (int i = 0; i < ones.length; i++) {
        Integer other = slopes[i] < 0 ? null : first.putIfAbsent(slopes[i], ones[i]);
        if (other != null && kernel.ratio(other) != kernel.ratio(ones[i])) {
          leak(target, Coalition.of(lattice, other, ones[i]), leaks);
        }
      }
    }
  }
}
