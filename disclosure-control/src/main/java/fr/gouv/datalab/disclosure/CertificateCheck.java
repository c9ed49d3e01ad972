package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/**
 * Checks certificates in linear time, in whole numbers, without trust in how they were found, and
 * says what they prove together.
 */
final class CertificateCheck {

  private final Lattice lattice;
  private final Pattern pattern;
  private final long[] change;

  /** By way of adding up and cell, the sum of the changes of its children. */
  private final long[][] below;

  private final int[] dimension;
  private final int[] tree;

  private CertificateCheck(Lattice lattice, Pattern pattern) {
    this.lattice = lattice;
    this.pattern = pattern;
    this.change = new long[lattice.size()];
    int ways = 0;
    for (int d = 0; d < lattice.dimensions(); d++) {
      ways += lattice.hierarchy(d).trees();
    }
    this.below = new long[ways][lattice.size()];
    this.dimension = new int[ways];
    this.tree = new int[ways];
    for (int d = 0, way = 0; d < lattice.dimensions(); d++) {
      for (int t = 0; t < lattice.hierarchy(d).trees(); t++, way++) {
        dimension[way] = d;
        tree[way] = t;
      }
    }
  }

  /** For each hidden cell, an interval that the attacker's own contains. */
  static Audit.Interval[] proved(
      Lattice lattice, Needs needs, Pattern pattern, Proofs proofs, int figure) {
    CertificateCheck check = new CertificateCheck(lattice, pattern);
    long[] least = lattice.values(figure).clone();
    long[] most = lattice.values(figure).clone();
    for (Certificate certificate : proofs.all()) {
      if (certificate.requirement.figure() != figure
          || !check.holds(certificate, needs.nonNegative(figure))) {
        continue;
      }
      for (int i = 0; i < certificate.cells.length; i++) {
        int cell = certificate.cells[i];
        long to = lattice.value(figure, cell) + certificate.changes[i] / certificate.parts;
        least[cell] = Math.min(least[cell], to);
        most[cell] = Math.max(most[cell], to);
      }
    }
    Audit.Interval[] intervals = new Audit.Interval[lattice.size()];
    Arrays.setAll(
        intervals, c -> pattern.isHidden(c) ? new Audit.Interval(least[c], most[c]) : null);
    return intervals;
  }

  private boolean holds(Certificate certificate, boolean nonNegative) {
    boolean holds = true;
    for (int i = 0; i < certificate.cells.length; i++) {
      int cell = certificate.cells[i];
      long value = lattice.value(certificate.requirement.figure(), cell);
      holds &= pattern.isHidden(cell);
      holds &= !nonNegative || value * certificate.parts + certificate.changes[i] >= 0;
      change[cell] = certificate.changes[i];
      for (int way = 0; way < below.length; way++) {
        int above = above(cell, way);
        if (above >= 0) {
          below[way][above] += certificate.changes[i];
        }
      }
    }
    for (int cell : certificate.cells) {
      for (int way = 0; way < below.length; way++) {
        int above = above(cell, way);
        holds &= above < 0 || below[way][above] == change[above];
        holds &= !isMargin(cell, way) || below[way][cell] == change[cell];
      }
    }
    for (int cell : certificate.cells) {
      change[cell] = 0;
      for (int way = 0; way < below.length; way++) {
        int above = above(cell, way);
        if (above >= 0) {
          below[way][above] = 0;
        }
      }
    }
    return holds;
  }

  private boolean isMargin(int cell, int way) {
    int d = dimension[way];
    return lattice.hierarchy(d).children(tree[way], lattice.code(d, cell)).length > 0;
  }

  private int above(int cell, int way) {
    int d = dimension[way];
    int parent = lattice.hierarchy(d).parent(tree[way], lattice.code(d, cell));
    return parent < 0 ? -1 : lattice.neighbour(cell, d, parent);
  }
}
