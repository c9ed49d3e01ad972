package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Deciding all cells at once says which intervals are points, and which points. */
class ExactCellsTest {

  @Property(tries = 400)
  void oneProgramAndOneEliminationSayWhatAllIntervalsSay(
      @ForAll long seed, @ForAll boolean negative) {
    Random random = new Random(seed);
    ProtectionSpec spec =
        random.nextBoolean()
            ? Tables.spec(Policy.PERSONNES, Tables.tree("t", 2, 2), Tables.tree("e", 3))
            : Tables.spec(
                Policy.PERSONNES, Tables.tree("t", 3), Tables.tree("e", 2), Tables.tree("s", 2));
    CellTable.Builder builder = CellTable.builder(spec);
    for (String t : leaves(spec, 0)) {
      for (String e : leaves(spec, 1)) {
        if (spec.dimensions().size() == 2) {
          builder.add(random.nextInt(4), t, e);
        } else {
          builder.add(random.nextInt(4), t, e, "s.0");
          builder.add(random.nextInt(4), t, e, "s.1");
        }
      }
    }
    Lattice lattice = builder.build().lattice();
    boolean[] hidden = new boolean[lattice.size()];
    double share = 0.3 + 0.6 * random.nextDouble();
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = random.nextDouble() < share;
    }
    Audit audit = new Audit(lattice.equations(), hidden, lattice.values(0), !negative);
    Audit.Interval[] all = audit.intervals();
    Audit.Interval[] exact = audit.intervals(hidden, 0);
    boolean some = false;
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell]) {
        boolean point = exact[cell].lower() >= exact[cell].upper();
        some |= point;
        if (point) {
          assertThat(exact[cell]).isEqualTo(all[cell]);
        } else {
          // Whole numbers may leave one value where fractions leave a short interval.
          assertThat(
                  all[cell].upper() - all[cell].lower() >= 1
                      || isShort(lattice, hidden, cell, negative))
              .isTrue();
        }
      }
    }
    Statistics.label("a cell is exact").collect(some);
  }

  private static boolean isShort(Lattice lattice, boolean[] hidden, int cell, boolean negative) {
    long[] finer = lattice.values(0).clone();
    for (int c = 0; c < finer.length; c++) {
      finer[c] *= 1_000;
    }
    Audit.Interval interval =
        new Audit(lattice.equations(), hidden, finer, !negative).intervals()[cell];
    return interval.lower() < interval.upper();
  }

  private static java.util.List<String> leaves(ProtectionSpec spec, int d) {
    Hierarchy hierarchy = spec.dimensions().get(d).hierarchy().orElseThrow();
    return hierarchy.leavesUnder(hierarchy.code(0));
  }
}
