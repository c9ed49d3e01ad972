package fr.gouv.datalab.disclosure;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What follows from known figures one equation at a time: an equation with one unknown gives it,
 * and one whose unknowns, none negative, add up to zero gives them all.
 */
final class Peeling {

  private final Equations equations;
  private final boolean nonNegative;
  private final boolean[] hidden;
  private final long[] values;
  private final int[] unknowns;
  private final long[] rest;
  private final int[] firstRow;
  private final int[] rowOf;
  private boolean contradiction;
  private int zeros;

  /**
   * @param hidden not changed
   * @param values not changed; those of hidden variables are not looked at
   */
  Peeling(Equations equations, boolean[] hidden, long[] values, boolean nonNegative) {
    this.equations = equations;
    this.nonNegative = nonNegative;
    this.hidden = hidden.clone();
    this.values = values.clone();
    this.unknowns = new int[equations.rows()];
    this.rest = new long[equations.rows()];
    this.firstRow = new int[hidden.length + 1];
    int terms = equations.rows() == 0 ? 0 : equations.end(equations.rows() - 1);
    this.rowOf = new int[terms];
    index(terms);
    run();
  }

  private void index(int terms) {
    for (int t = 0; t < terms; t++) {
      firstRow[equations.variable(t) + 1]++;
    }
    for (int v = 0; v < hidden.length; v++) {
      firstRow[v + 1] += firstRow[v];
    }
    int[] next = firstRow.clone();
    for (int row = 0; row < unknowns.length; row++) {
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int variable = equations.variable(t);
        rowOf[next[variable]++] = row;
        if (hidden[variable]) {
          unknowns[row]++;
        } else {
          rest[row] = Math.addExact(rest[row], equations.coefficient(t) * values[variable]);
        }
      }
    }
  }

  private void run() {
    Deque<Integer> ready = new ArrayDeque<>();
    for (int row = 0; row < unknowns.length; row++) {
      ready.add(row);
    }
    while (!ready.isEmpty()) {
      int row = ready.poll();
      if (unknowns[row] == 0 && rest[row] != 0) {
        contradiction = true;
      } else if (unknowns[row] == 1 || (unknowns[row] > 1 && isAllZero(row))) {
        for (int t = equations.start(row); t < equations.end(row); t++) {
          if (hidden[equations.variable(t)]) {
            settle(row, t, ready);
          }
        }
      }
    }
  }

  private boolean isAllZero(int row) {
    if (!nonNegative || rest[row] != 0) {
      return false;
    }
    int sign = 0;
    for (int t = equations.start(row); t < equations.end(row); t++) {
      if (hidden[equations.variable(t)]) {
        int its = Integer.signum(equations.coefficient(t));
        if (sign != 0 && its != sign) {
          return false;
        }
        sign = its;
      }
    }
    return true;
  }

  private void settle(int row, int term, Deque<Integer> ready) {
    int variable = equations.variable(term);
    int coefficient = equations.coefficient(term);
    if (unknowns[row] == 1 && rest[row] % coefficient != 0) {
      contradiction = true;
    }
    long value = unknowns[row] == 1 ? -rest[row] / coefficient : 0;
    zeros += unknowns[row] > 1 ? 1 : 0;
    hidden[variable] = false;
    values[variable] = value;
    for (int at = firstRow[variable]; at < firstRow[variable + 1]; at++) {
      int other = rowOf[at];
      unknowns[other]--;
      for (int t = equations.start(other); t < equations.end(other); t++) {
        if (equations.variable(t) == variable) {
          rest[other] = Math.addExact(rest[other], equations.coefficient(t) * value);
        }
      }
      ready.add(other);
    }
    if (nonNegative && value < 0) {
      contradiction = true;
    }
  }

  /** The unknown variables that some equations tie, directly or not, to those that are wanted. */
  boolean[] tiedTo(boolean[] wanted) {
    boolean[] tied = new boolean[hidden.length];
    boolean[] seen = new boolean[unknowns.length];
    Deque<Integer> ready = new ArrayDeque<>();
    for (int variable = 0; variable < wanted.length; variable++) {
      if (wanted[variable] && hidden[variable]) {
        tied[variable] = true;
        ready.add(variable);
      }
    }
    while (!ready.isEmpty()) {
      int variable = ready.poll();
      for (int at = firstRow[variable]; at < firstRow[variable + 1]; at++) {
        int row = rowOf[at];
        for (int t = equations.start(row); !seen[row] && t < equations.end(row); t++) {
          int other = equations.variable(t);
          if (hidden[other] && !tied[other]) {
            tied[other] = true;
            ready.add(other);
          }
        }
        seen[row] = true;
      }
    }
    return tied;
  }

  /** Whether a variable is known. */
  boolean isKnown(int variable) {
    return !hidden[variable];
  }

  /** Whether each variable is not known. */
  boolean[] unknown() {
    return hidden.clone();
  }

  long value(int variable) {
    return values[variable];
  }

  long[] values() {
    return values;
  }

  /** How many variables are known because they cannot be negative. */
  int zeros() {
    return zeros;
  }

  /** Whether no figures satisfy the equations. */
  boolean contradiction() {
    return contradiction;
  }
}
