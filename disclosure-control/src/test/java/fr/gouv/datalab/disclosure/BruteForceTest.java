package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Magnitudes with contributors, against every table that could be: what the audit says is what
 * enumeration says, and what units know of themselves does not give a protected cell away.
 */
class BruteForceTest {

  private static final int AMOUNT = 5;

  /** A tiny table with the contributions of each finest cell, largest first. */
  private record Drawn(CellTable table, Map<List<String>, List<Long>> contributions) {
    Lattice lattice() {
      return table.lattice();
    }

    List<Long> of(int finest) {
      return contributions.getOrDefault(lattice().codesOf(finest), List.of());
    }
  }

  private static ProtectionSpec.Dimension[] shape(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new ProtectionSpec.Dimension[] {Tables.tree("t", 4)};
      case 1 -> new ProtectionSpec.Dimension[] {Tables.tree("t", 2, 2)};
      case 2 -> new ProtectionSpec.Dimension[] {Tables.tree("t", 2), Tables.tree("e", 2)};
      default -> new ProtectionSpec.Dimension[] {Tables.tree("t", 3), Tables.tree("e", 1, 1)};
    };
  }

  private static ProtectionSpec spec(Policy policy, ProtectionSpec.Dimension... dimensions) {
    ProtectionSpec plain = ProtectionSpec.of(policy, "effectif", List.of(dimensions));
    return new ProtectionSpec(
        plain.dimensions(),
        plain.frequency(),
        Optional.of("montant"),
        List.of("premier", "second"),
        List.of(),
        plain.policy(),
        plain.width(),
        ProtectionSpec.Intervals.PRIMARY,
        ProtectionSpec.Cost.MAGNITUDE,
        plain.zeros());
  }

  private static Drawn draw(Random random, Policy policy) {
    ProtectionSpec spec = spec(policy, shape(random));
    CellTable.Builder table = CellTable.builder(spec);
    Map<List<String>, List<Long>> contributions = new HashMap<>();
    List<List<String>> cells = List.of(List.of());
    for (ProtectionSpec.Dimension each : spec.dimensions()) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> cell : cells) {
        for (String leaf : each.hierarchy().orElseThrow().leavesUnder(each.column())) {
          List<String> next = new ArrayList<>(cell);
          next.add(leaf);
          longer.add(next);
        }
      }
      cells = longer;
    }
    for (List<String> cell : cells) {
      int units = 1 + random.nextInt(4);
      List<Long> amounts = new ArrayList<>();
      for (int i = 0; i < units; i++) {
        amounts.add(1L + random.nextInt(random.nextInt(3) == 0 ? 2 * AMOUNT : AMOUNT));
      }
      amounts.sort(Comparator.reverseOrder());
      contributions.put(cell, amounts);
      table.add(
          cell,
          Map.of(
              "effectif",
              BigDecimal.valueOf(units),
              "montant",
              BigDecimal.valueOf(amounts.stream().mapToLong(a -> a).sum()),
              "premier",
              BigDecimal.valueOf(amounts.get(0)),
              "second",
              BigDecimal.valueOf(units > 1 ? amounts.get(1) : 0)));
    }
    return new Drawn(table.build(), contributions);
  }

  private static boolean[] someHidden(Random random, Lattice lattice) {
    boolean[] hidden = new boolean[lattice.size()];
    double share = 0.3 + 0.6 * random.nextDouble();
    for (int cell = 1; cell < hidden.length; cell++) {
      hidden[cell] = random.nextDouble() < share;
    }
    return hidden;
  }

  @Property(tries = 1_500)
  void theIntervalOfAMagnitudeIsExactlyTheEnumeratedOne(@ForAll long seed) {
    Random random = new Random(seed);
    Lattice lattice = draw(random, Policy.ENTREPRISES).lattice();
    boolean[] hidden = someHidden(random, lattice);
    Audit.Interval[] found =
        new Audit(lattice.equations(), hidden, lattice.values(1), true).intervals();
    Enumeration all = Enumeration.of(lattice, 1, hidden);
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell]) {
        assertThat(found[cell]).isEqualTo(new Audit.Interval(all.least(cell), all.most(cell)));
      }
    }
  }

  /** What a unit knows of its cell is a table with its own amount taken off, and no more. */
  @Property(tries = 1_500)
  void toAUnitThatKnowsItsAmountTheIntervalIsTheEnumeratedOneToo(@ForAll long seed) {
    Random random = new Random(seed);
    Drawn drawn = draw(random, Policy.ENTREPRISES);
    Lattice lattice = drawn.lattice();
    boolean[] hidden = someHidden(random, lattice);
    int cell = random.nextInt(lattice.size());
    while (!lattice.isFinest(cell)) {
      cell = random.nextInt(lattice.size());
    }
    List<Long> there = drawn.of(cell);
    long own = there.get(random.nextInt(there.size()));
    boolean[] above = new boolean[lattice.size()];
    lattice.forEachAbove(cell, each -> above[each] = true);
    long[] rest = lattice.values(1).clone();
    for (int each = 0; each < rest.length; each++) {
      rest[each] -= above[each] ? own : 0;
    }
    Audit.Interval[] found = new Audit(lattice.equations(), hidden, rest, true).intervals();
    long[] floor = new long[lattice.size()];
    floor[cell] = own;
    Enumeration all = Enumeration.knowing(lattice, 1, hidden, floor);
    for (int each = 0; each < rest.length; each++) {
      if (hidden[each]) {
        long part = above[each] ? own : 0;
        assertThat(found[each])
            .isEqualTo(new Audit.Interval(all.least(each) - part, all.most(each) - part));
      }
    }
  }

  /** The p % rule, as an attacker meets it: enumeration says how near the second comes. */
  @Property(tries = 600)
  void theSecondNeverKnowsTheLargestOfAProtectedCellWithinThePercentage(@ForAll long seed) {
    Drawn drawn = draw(new Random(seed), Policy.P_PERCENT);
    Lattice lattice = drawn.lattice();
    ProtectedTable safe = Protection.of(drawn.table().spec(), drawn.table());
    boolean[] hidden = hidden(safe);
    if (hidden[0]) {
      return; // Without a total there is no end of tables.
    }
    Enumeration all = Enumeration.of(lattice, 1, hidden);
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell] && lattice.isFinest(cell) && drawn.of(cell).size() > 1) {
        long first = drawn.of(cell).get(0);
        long second = drawn.of(cell).get(1);
        if (safe.pattern().isPrimary(cell)) {
          assertThat((double) all.most(cell) - second).isGreaterThanOrEqualTo(1.1 * first);
        }
      }
    }
  }

  /** A unit that is alone in its cell knows it: no primary cell that holds others follows. */
  @Property(tries = 600)
  void noUnitThatIsAloneComputesAPrimaryCellThatHoldsOthers(@ForAll long seed) {
    Drawn drawn = draw(new Random(seed), Policy.ENTREPRISES);
    Lattice lattice = drawn.lattice();
    ProtectedTable safe = Protection.of(drawn.table().spec(), drawn.table());
    boolean[] hidden = hidden(safe);
    for (int own = 0; own < hidden.length && !hidden[0]; own++) {
      if (hidden[own] && lattice.isFinest(own) && drawn.of(own).size() == 1) {
        boolean[] less = hidden.clone();
        less[own] = false;
        Enumeration all = Enumeration.of(lattice, 1, less);
        for (int cell = 0; cell < hidden.length; cell++) {
          if (less[cell] && safe.pattern().isPrimary(cell) && lattice.value(0, cell) > 1) {
            assertThat(all.least(cell)).isLessThan(all.most(cell));
          }
        }
      }
    }
  }

  private static boolean[] hidden(ProtectedTable safe) {
    boolean[] hidden = new boolean[safe.lattice().size()];
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = safe.pattern().isHidden(cell);
    }
    return hidden;
  }
}
