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

  /** By dimension and cell, the sum of the changes of its children. */
  private final long[][] below;

  private CertificateCheck(Lattice lattice, Pattern pattern) {
    this.lattice = lattice;
    this.pattern = pattern;
    this.change = new long[lattice.size()];
    this.below = new long[lattice.dimensions()][lattice.size()];
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
      for (int d = 0; d < below.length; d++) {
        int above = above(cell, d);
        if (above >= 0) {
          below[d][above] += certificate.changes[i];
        }
      }
    }
    for (int cell : certificate.cells) {
      for (int d = 0; d < below.length; d++) {
        int above = above(cell, d);
        holds &= above < 0 || below[d][above] == change[above];
        boolean margin = !lattice.hierarchy(d).isLeaf(lattice.code(d, cell));
        holds &= !margin || below[d][cell] == change[cell];
      }
    }
    for (int cell : certificate.cells) {
      change[cell] = 0;
      for (int d = 0; d < below.length; d++) {
        int above = above(cell, d);
        if (above >= 0) {
          below[d][above] = 0;
        }
      }
    }
    return holds;
  }

  private int above(int cell, int d) {
    int parent = lattice.hierarchy(d).parent(lattice.code(d, cell));
    return parent < 0 ? -1 : lattice.neighbour(cell, d, parent);
  }
}
