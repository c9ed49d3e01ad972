package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which variables follow from known ones: those at which the random vectors of a kernel are a
 * combination of what they are at the known ones. Right for fewer known variables than there are
 * vectors, but for a chance of 1 in 2^61.
 */
final class Span {

  /** Directions are hashed as polynomials at this point, which nobody chose for a table. */
  private static final long MIXED = 0x0D1CE5EED5A17L;

  /** No direction: it follows already. */
  static final long NOTHING = -1;

  /** More than one direction. */
  static final long SEVERAL = -2;

  private final RandomKernel kernel;
  private final int vectors;

  Span(RandomKernel kernel, int vectors) {
    this.kernel = kernel;
    this.vectors = vectors;
  }

  /** What follows from a party's own cells. */
  Of of(Party party) {
    return new Of(party.cells());
  }

  /** What follows from some variables. */
  final class Of {

    private final List<long[]> basis = new ArrayList<>();
    private final List<Integer> leads = new ArrayList<>();

    private Of(int[] known) {
      for (int variable : known) {
        long[] row = reduced(kernel.at(variable));
        if (normalised(row)) {
          basis.add(row);
          leads.add(lead(row));
        }
      }
    }

    private long[] reduced(long[] row) {
      for (int b = 0; b < basis.size(); b++) {
        long times = Modular.negate(row[leads.get(b)]);
        if (times != 0) {
          long[] by = basis.get(b);
          for (int k = 0; k < row.length; k++) {
            row[k] = Modular.add(row[k], Modular.multiply(times, by[k]));
          }
        }
      }
      return row;
    }

    private int lead(long[] row) {
      for (int k = 0; k < row.length; k++) {
        if (row[k] != 0) {
          return k;
        }
      }
      return -1;
    }

    /**
     * In which direction a variable stands beside what follows already: two that stand in one
     * direction follow from each other. {@link #NOTHING} for what follows already, or is undecided.
     */
    long direction(int variable) {
      if (basis.size() >= vectors - 1 || kernel.isUndecided(variable)) {
        return NOTHING;
      }
      long[] row = reduced(kernel.at(variable));
      return normalised(row) ? hash(row) : NOTHING;
    }

    /**
     * In which direction everything that follows from something else stands beside what follows
     * already; {@link #SEVERAL} when that is more than one.
     */
    long direction(Of other) {
      if (basis.size() + other.basis.size() >= vectors) {
        return SEVERAL;
      }
      long[] found = null;
      for (long[] each : other.basis) {
        long[] row = reduced(each.clone());
        if (normalised(row)) {
          if (found != null && !Arrays.equals(found, row)) {
            return SEVERAL;
          }
          found = row;
        }
      }
      return found == null ? NOTHING : hash(found);
    }

    /** Makes the first number that is not zero a one, if there is one. */
    private boolean normalised(long[] row) {
      int lead = lead(row);
      if (lead < 0) {
        return false;
      }
      long inverse = Modular.inverse(row[lead]);
      for (int k = 0; k < row.length; k++) {
        row[k] = Modular.multiply(inverse, row[k]);
      }
      return true;
    }

    private long hash(long[] row) {
      long hash = lead(row);
      for (long each : row) {
        hash = Modular.add(Modular.multiply(hash, MIXED), each);
      }
      return hash;
    }

    /** Whether a variable follows that does not without them; an undecided one never does. */
    boolean holds(int variable) {
      if (basis.size() >= vectors || kernel.isUndecided(variable)) {
        return false;
      }
      long[] row = kernel.at(variable);
      return lead(row) >= 0 && lead(reduced(row)) < 0;
    }
  }
}
