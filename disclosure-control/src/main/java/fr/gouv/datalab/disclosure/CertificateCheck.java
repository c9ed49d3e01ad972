package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/**
 * Checks certificates in linear time, in whole numbers, without trust in how they were found, and
 * says what they prove together.
 */
final class CertificateCheck {

  private CertificateCheck() {}

  /** For each hidden cell, an interval that the attacker's own contains. */
  static Audit.Interval[] proved(
      Lattice lattice, Needs needs, Pattern pattern, Proofs proofs, int figure) {
    long[] least = lattice.values(figure).clone();
    long[] most = lattice.values(figure).clone();
    long[] change = new long[lattice.size()];
    int[][] rowsOf = rowsOf(lattice);
    for (Certificate certificate : proofs.all()) {
      if (certificate.requirement.figure() != figure
          || !holds(lattice, needs, pattern, certificate, change, rowsOf)) {
        continue;
      }
      for (int i = 0; i < certificate.cells.length; i++) {
        int cell = certificate.cells[i];
        long to = lattice.value(figure, cell) + certificate.changes[i];
        least[cell] = Math.min(least[cell], to);
        most[cell] = Math.max(most[cell], to);
      }
    }
    Audit.Interval[] intervals = new Audit.Interval[lattice.size()];
    Arrays.setAll(
        intervals, c -> pattern.isHidden(c) ? new Audit.Interval(least[c], most[c]) : null);
    return intervals;
  }

  private static boolean holds(
      Lattice lattice,
      Needs needs,
      Pattern pattern,
      Certificate certificate,
      long[] change,
      int[][] rowsOf) {
    int figure = certificate.requirement.figure();
    boolean holds = true;
    for (int i = 0; i < certificate.cells.length; i++) {
      int cell = certificate.cells[i];
      change[cell] = certificate.changes[i];
      holds &= pattern.isHidden(cell);
      holds &=
          !needs.nonNegative(figure) || lattice.value(figure, cell) + certificate.changes[i] >= 0;
    }
    Equations equations = lattice.equations();
    for (int cell : certificate.cells) {
      for (int row : rowsOf[cell]) {
        long sum = 0;
        for (int t = equations.start(row); t < equations.end(row); t++) {
          sum += equations.coefficient(t) * change[equations.variable(t)];
        }
        holds &= sum == 0;
      }
    }
    for (int cell : certificate.cells) {
      change[cell] = 0;
    }
    return holds;
  }

  private static int[][] rowsOf(Lattice lattice) {
    Equations equations = lattice.equations();
    int[] counts = new int[lattice.size()];
    for (int t = 0; t < equations.end(equations.rows() - 1); t++) {
      counts[equations.variable(t)]++;
    }
    int[][] rows = new int[counts.length][];
    Arrays.setAll(rows, c -> new int[counts[c]]);
    for (int row = equations.rows() - 1; row >= 0; row--) {
      for (int t = equations.start(row); t < equations.end(row); t++) {
        rows[equations.variable(t)][--counts[equations.variable(t)]] = row;
      }
    }
    return rows;
  }
}
