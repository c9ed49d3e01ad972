package fr.gouv.datalab.disclosure;

import fr.gouv.datalab.disclosure.cellkey.CellKey;
import fr.gouv.datalab.disclosure.cellkey.PerturbationTable;
import fr.gouv.datalab.disclosure.noise.Account;
import fr.gouv.datalab.disclosure.noise.DiscreteGaussian;
import fr.gouv.datalab.disclosure.noise.DiscreteLaplace;
import fr.gouv.datalab.disclosure.noise.IntegerNoise;
import fr.gouv.datalab.disclosure.noise.Ledger;
import fr.gouv.datalab.disclosure.noise.Ratio;
import fr.gouv.datalab.disclosure.noise.Spending;
import fr.gouv.datalab.disclosure.rounding.ControlledRounding;
import fr.gouv.datalab.disclosure.rounding.RoundedTable;
import fr.gouv.datalab.disclosure.rounding.RoundingSearch;
import fr.gouv.datalab.disclosure.rounding.Sums;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Protects a table by changing figures rather than hiding them: {@code protect: round | cellkey |
 * dp}.
 *
 * <p>Rounded and cell-key tables are audited as an attacker would: who knows how far a figure may
 * be from the truth, and that the truth adds up. A table in which a cell that a rule would hide is
 * told more closely than asked is not published. For differential privacy the guarantee is the
 * budget's.
 */
public final class Perturbation {

  /** Tables of so many cells are rounded by integer programming; larger ones by search. */
  private static final int PROGRAM_UP_TO = 4_000;

  /** Of tables of so many cells, what their mean tells is estimated. */
  private static final int ESTIMATED_UP_TO = 20_000;

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Sums sums;
  private final long[][] published;
  private final List<Blur.Reach> reaches = new ArrayList<>();
  private Optional<Account> account = Optional.empty();
  private boolean controlled = true;

  private Perturbation(ProtectionSpec spec, CellTable table) {
    this.spec = spec;
    this.lattice = table.lattice();
    this.sums = sums(lattice);
    this.published = new long[spec.figures().size()][];
  }

  /**
   * Protects a table.
   *
   * @param ledger whose budgets pay, for {@code protect: dp}
   * @throws BadInputException when the table does not go with the method
   * @throws CannotProtectException when the table would tell too much, or the budget is spent
   */
  public static PerturbedTable of(ProtectionSpec spec, CellTable table, Ledger ledger) {
    Perturbation made = new Perturbation(spec, table);
    if (spec.method() instanceof Method.Round round) {
      made.round(round);
    } else if (spec.method() instanceof Method.CellKeys keys) {
      made.cellKeys(keys);
    } else if (spec.method() instanceof Method.PrivateNoise noise) {
      made.noise(noise, ledger);
    } else {
      throw new IllegalArgumentException("Suppression is Protection's.");
    }
    return estimated(
        new PerturbedTable(
            spec,
            made.lattice,
            made.sums,
            made.published,
            new Blur(spec.method(), made.reaches, Blur.isAdditive(spec.method())),
            made.controlled,
            made.account));
  }

  /** By itself, a table of many margins tells its small cells by their mean. */
  private static PerturbedTable estimated(PerturbedTable table) {
    if (!(table.spec().method() instanceof Method.CellKeys) || table.cells() > ESTIMATED_UP_TO) {
      return table;
    }
    Population whole = new Population("the table", LocalDate.EPOCH, Map.of());
    List<ReleasedTable> alone = List.of(ReleasedTable.of("the table", whole, table));
    return table.falling(
        new TooManyEstimates(new UnionSystem(alone), alone, List.of()).shortfalls());
  }

  /**
   * Protects a table of which parts may already be public through other tables.
   *
   * <p>A figure that was changed says that the truth is near it, so two tables may say together
   * what neither says alone. Nothing can be hidden here for the sake of others: a table that falls
   * short is refused.
   *
   * @param population the units it counts
   * @param register what everyone knows of codes
   * @param published what the world has
   * @throws CannotProtectException when the table would tell too much beside them
   */
  public static PerturbedTable of(
      ProtectionSpec spec,
      CellTable table,
      Population population,
      Optional<Register> register,
      List<ReleasedTable> published,
      Ledger ledger) {
    requireTied(spec, population);
    PerturbedTable changed = of(spec, table, ledger);
    if (!changed.verdict().safe()) {
      throw new CannotProtectException(changed.shortfall());
    }
    Verdict beside =
        DisclosureCheck.check(
            ReleasedTable.of("this table", population, changed).with(register), published);
    if (!beside.safe()) {
      throw new CannotProtectException(
          "Beside what was published before, the table tells too much. "
              + beside.shortfalls().get(0)
              + " Take a larger base or more noise, or publish a coarser table.");
    }
    return changed.beside(
        published.stream()
            .filter(each -> each.population().isComparable(population))
            .map(ReleasedTable::name)
            .toList());
  }

  /** Losses add up over all tables of the same units, whatever an author calls them. */
  private static void requireTied(ProtectionSpec spec, Population population) {
    if (spec.method() instanceof Method.PrivateNoise noise
        && !noise.population().equals(population.source())) {
      throw new BadInputException(
          "The losses of a table are those of the units that it counts: write `population: "
              + population.source()
              + "` in its `noise`, not "
              + noise.population()
              + ".");
    }
  }

  private static Sums sums(Lattice lattice) {
    Equations definitions = lattice.definitions();
    int[][] parts = new int[lattice.size()][];
    Arrays.fill(parts, new int[0]);
    for (int row = 0; row < definitions.rows(); row++) {
      int start = definitions.start(row);
      int[] below = new int[definitions.end(row) - start - 1];
      for (int i = 0; i < below.length; i++) {
        below[i] = definitions.variable(start + 1 + i);
      }
      parts[definitions.variable(start)] = below;
    }
    return new Sums(parts);
  }

  private void round(Method.Round method) {
    for (int f = 0; f < published.length; f++) {
      String figure = spec.figures().get(f);
      BigDecimal scaled = method.bases().get(figure).movePointRight(lattice.scale(f));
      long base;
      try {
        base = scaled.longValueExact();
      } catch (ArithmeticException e) {
        throw new BadInputException(
            "The base of "
                + figure
                + " has more decimals than its figures: they are whole numbers of 10^-"
                + lattice.scale(f)
                + ".",
            e);
      }
      if (base < 2) {
        throw new BadInputException("A base of " + figure + " of 1 rounds nothing: take a larger.");
      }
      RoundedTable rounded = rounded(method, f, base);
      published[f] = rounded.values();
      reaches.add(reach(f, method, base, rounded.values()));
      controlled &= rounded.controlled();
    }
  }

  /** Readers know the base, and are told where a table could not keep within it. */
  private Blur.Reach reach(int f, Method.Round method, long base, long[] rounded) {
    long finest = base - 1;
    long margins = base - 1;
    for (int cell = 0; cell < rounded.length; cell++) {
      long away = Math.abs(rounded[cell] - lattice.value(f, cell));
      if (sums.isFinest(cell)) {
        finest = Math.max(finest, away);
      } else {
        margins = Math.max(margins, away);
      }
    }
    return new Blur.Reach(
        spec.figures().get(f),
        BigDecimal.valueOf(finest, lattice.scale(f)),
        method.smallOnly() ? Blur.UNBOUNDED : BigDecimal.valueOf(margins, lattice.scale(f)),
        Blur.deviation(BigDecimal.valueOf(base, lattice.scale(f))));
  }

  private RoundedTable rounded(Method.Round method, int f, long base) {
    long[] values = lattice.values(f);
    if (!method.smallOnly() && values.length <= PROGRAM_UP_TO) {
      for (int steps = 1; steps <= 2; steps++) {
        Optional<RoundedTable> found =
            ControlledRounding.of(Solver.integer(), sums, values, base, steps);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    return RoundingSearch.of(sums, values, base, method.smallOnly());
  }

  private void cellKeys(Method.CellKeys method) {
    if (!spec.measures().isEmpty()) {
      throw new BadInputException(
          "`protect: cellkey` changes the "
              + spec.frequency()
              + " alone: the units that a measure counts have another key. Give each measure a"
              + " table of its own.");
    }
    PerturbationTable changes =
        PerturbationTable.of(method.maximum(), method.variance(), method.smallest());
    long[] keys = lattice.values(1);
    published[0] = new long[lattice.size()];
    for (int cell = 0; cell < published[0].length; cell++) {
      long count = lattice.value(0, cell);
      published[0][cell] = count + changes.noise(count, CellKey.position(keys[cell]));
    }
    published[1] = null;
    BigDecimal most = BigDecimal.valueOf(method.maximum());
    reaches.add(new Blur.Reach(spec.frequency(), most, most, Math.sqrt(method.variance())));
  }

  private void noise(Method.PrivateNoise method, Ledger ledger) {
    int levels = 1;
    for (int cell = 0; !method.finestOnly() && cell < lattice.size(); cell++) {
      levels = sums.isFinest(cell) ? Math.max(levels, sums.reach(cell).length) : levels;
    }
    BigDecimal queries = BigDecimal.valueOf((long) levels * published.length);
    SecureRandom random = new SecureRandom();
    account =
        Optional.of(
            ledger.spend(
                method.population(),
                method.budget(),
                new Spending(
                    Instant.now(),
                    method.rho(),
                    method.mechanism().word(),
                    String.join(" x ", spec.columns())
                        + ": "
                        + String.join(", ", spec.figures()))));
    for (int f = 0; f < published.length; f++) {
      BigDecimal unit = BigDecimal.TEN.pow(lattice.scale(f));
      IntegerNoise law = law(method, queries, unit, random);
      long[] noised = new long[lattice.size()];
      for (int cell = 0; cell < noised.length; cell++) {
        if (sums.isFinest(cell) || !method.finestOnly()) {
          noised[cell] = Math.addExact(lattice.value(f, cell), law.draw());
        }
      }
      published[f] = method.finestOnly() ? sums.total(noised) : noised;
      reaches.add(
          new Blur.Reach(
              spec.figures().get(f),
              Blur.UNBOUNDED,
              Blur.UNBOUNDED,
              law.standardDeviation() / Math.pow(10, lattice.scale(f))));
    }
  }

  /**
   * One unit changes each of {@code queries} figures by at most one {@code unit}: with the loss
   * shared evenly, a Gaussian of variance {@code queries / (2 rho)} or a Laplace of scale {@code
   * sqrt(queries / (2 rho))}, both never less.
   */
  private static IntegerNoise law(
      Method.PrivateNoise method, BigDecimal queries, BigDecimal unit, SecureRandom random) {
    BigDecimal variance =
        queries
            .multiply(unit.pow(2))
            .divide(method.rho().multiply(BigDecimal.valueOf(2)), 12, RoundingMode.CEILING);
    return switch (method.mechanism()) {
      case DISCRETE_GAUSSIAN -> new DiscreteGaussian(Ratio.of(variance), random);
      case DISCRETE_LAPLACE ->
          new DiscreteLaplace(
              Ratio.of(variance.sqrt(new MathContext(12, RoundingMode.CEILING))), random);
    };
  }
}
