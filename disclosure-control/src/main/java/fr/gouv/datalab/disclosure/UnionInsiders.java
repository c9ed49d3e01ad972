package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What units that pool what they know of themselves compute of one figure over several tables at
 * once: the same as {@link Insiders} asks of one table.
 *
 * <p>All of them are decided on random vectors of the kernel of all equations together: a cell
 * follows from known ones exactly when the vectors at it are spanned by those at them. That says
 * nothing of figures that cannot be negative, of which a known one may force others to zero; so,
 * where it is affordable, each party's knowledge is also followed one equation at a time, and the
 * kernel is taken again of what that leaves.
 */
final class UnionInsiders {

  /** Terms of equations that may be looked at, party by party. */
  private static final long MOST_WORK = 400_000_000L;

  /** Products of one pair of a party and a cell that may be made in all. */
  private static final long MOST_PRODUCTS = 2_000_000_000L;

  private static final long SEED = 0x10510EL;

  /** A hidden cell that a rule hides, and who computes it. */
  record Leak(int table, int cell, Party by) {}

  private record Target(int table, int cell, int variable) {}

  private final UnionSystem system;
  private final List<ReleasedTable> tables;
  private final UnionFigure figure;
  private final Map<Integer, Long> truths = new HashMap<>();

  UnionInsiders(UnionSystem system, List<ReleasedTable> tables, UnionFigure figure) {
    this.system = system;
    this.tables = tables;
    this.figure = figure;
    for (int t = 0; t < tables.size(); t++) {
      for (int cell = 0; figure.has(t) && cell < tables.get(t).published().cells(); cell++) {
        OptionalLong truth = figure.truth(t, cell);
        if (truth.isPresent()) {
          truths.put(system.variable(t, cell), truth.getAsLong());
        }
      }
    }
  }

  /** What the first table adds to what the others tell: each cell once. */
  List<Leak> leaks(Peeling known) {
    int most = tables.stream().mapToInt(UnionInsiders::coalition).max().orElse(0);
    List<Target> targets = targets(known);
    List<Party> parties = most == 0 || targets.isEmpty() ? List.of() : parties(most);
    if (parties.isEmpty()) {
      return List.of();
    }
    Map<Integer, Leak> leaks = new LinkedHashMap<>();
    for (Leak leak : found(known, parties, targets, most)) {
      int variable = system.variable(leak.table(), leak.cell());
      boolean own = leak.table() == 0 || !computes(t -> t > 0, leak.by(), variable);
      if (leak.by().units() <= coalition(tables.get(leak.table())) && own) {
        leaks.putIfAbsent(variable, leak);
      }
    }
    return List.copyOf(leaks.values());
  }

  private static int coalition(ReleasedTable table) {
    return table.published().spec().defence().coalition();
  }

  private List<Party> parties(int most) {
    return Party.of(system, tables, most).stream()
        .filter(party -> Arrays.stream(party.cells()).allMatch(truths::containsKey))
        .toList();
  }

  private List<Target> targets(Peeling known) {
    List<Target> targets = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      Optional<HiddenFigures> hidden = tables.get(t).hidden();
      PublishedTable table = tables.get(t).published();
      boolean asked = figure.has(t) && hidden.isPresent() && table.blur().isEmpty();
      for (int cell = 0; asked && cell < table.cells(); cell++) {
        int variable = system.variable(t, cell);
        if (hidden.get().isPrimary(cell) && !known.isKnown(variable)) {
          targets.add(new Target(t, cell, variable));
        }
      }
    }
    return targets;
  }

  private Set<Leak> found(Peeling known, List<Party> parties, List<Target> targets, int most) {
    Span span = span(known, parties, most);
    Set<Leak> leaks = new LinkedHashSet<>();
    long terms = figure.equations().terms();
    long budget = MOST_WORK;
    long products = MOST_PRODUCTS;
    for (Party party : parties) {
      products -= (long) targets.size() * party.cells().length;
      if (products > 0) {
        computed(span.of(party), party, targets, leaks);
      }
      budget -= terms;
      if (budget > 0) {
        followed(known, party, targets, leaks);
      }
    }
    List<Party> lone =
        most < 2 ? List.of() : parties.stream().filter(party -> party.units() == 1).toList();
    List<Span.Of> alone = lone.stream().map(span::of).toList();
    for (int i = 0; i < lone.size(); i++) {
      Span.Of own = alone.get(i);
      Map<Long, List<Target>> beside = new HashMap<>();
      for (Target target : targets) {
        long direction = own.direction(target.variable());
        if (direction != Span.NOTHING) {
          beside.computeIfAbsent(direction, d -> new ArrayList<>()).add(target);
        }
      }
      for (int j = i + 1; j < lone.size(); j++) {
        Party both = lone.get(i).and(lone.get(j));
        long direction = own.direction(alone.get(j));
        add(both, beside.getOrDefault(direction, List.of()), leaks);
        if (direction == Span.SEVERAL) {
          for (int variable : lone.get(j).cells()) {
            add(both, beside.getOrDefault(own.direction(variable), List.of()), leaks);
          }
          products -= (long) targets.size() * both.cells().length;
          if (products > 0) {
            computed(span.of(both), both, targets, leaks);
          }
        }
        budget -= terms;
        if (budget > 0) {
          followed(known, both, targets, leaks);
        }
      }
    }
    return leaks;
  }

  private void add(Party party, List<Target> targets, Set<Leak> leaks) {
    for (Target target : targets) {
      if (!party.knows(target.variable()) && !isAllOf(party, target)) {
        leaks.add(new Leak(target.table(), target.cell(), party));
      }
    }
  }

  private Span span(Peeling known, List<Party> parties, int most) {
    int cells = 0;
    for (Party party : parties) {
      cells = Math.max(cells, party.cells().length);
    }
    int vectors = Math.min(24, most * cells + 2);
    return new Span(kernel(known, vectors), vectors);
  }

  private void computed(Span.Of span, Party party, List<Target> targets, Set<Leak> leaks) {
    add(party, targets.stream().filter(each -> span.holds(each.variable())).toList(), leaks);
  }

  /** Whether nobody is in a cell but a party. */
  private boolean isAllOf(Party party, Target target) {
    if (Party.units(tables.get(target.table()), target.cell()) != party.units()) {
      return false;
    }
    int outside = party.atoms().cardinality();
    for (int atom : system.atomsOf(target.table())[target.cell()]) {
      outside -= party.atoms().get(atom) ? 1 : 0;
    }
    return outside == 0;
  }

  private void followed(Peeling known, Party party, List<Target> targets, Set<Leak> leaks) {
    Peeling more = figure.known(t -> true, told(party));
    if (more.contradiction()) {
      return;
    }
    RandomKernel rest = null;
    for (Target target : targets) {
      if (party.knows(target.variable()) || isAllOf(party, target)) {
        continue;
      }
      boolean computes = more.isKnown(target.variable());
      if (!computes && figure.isNonNegative() && more.zeros() > known.zeros()) {
        rest = rest == null ? kernel(more, 1) : rest;
        computes = rest.isDetermined(target.variable());
      }
      if (computes) {
        leaks.add(new Leak(target.table(), target.cell(), party));
      }
    }
  }

  private RandomKernel kernel(Peeling known, int vectors) {
    return new RandomKernel(figure.equations(), known.unknown(), vectors, SEED, RandomKernel.MOST);
  }

  private Map<Integer, Long> told(Party party) {
    Map<Integer, Long> told = new HashMap<>();
    for (int variable : party.cells()) {
      told.put(variable, truths.get(variable));
    }
    return told;
  }

  /** Whether a party that has only some of the tables computes a variable. */
  private boolean computes(IntPredicate has, Party party, int variable) {
    Map<Integer, Long> told = told(party);
    int first = system.variable(0, 0);
    int last = first + tables.get(0).published().cells();
    told.keySet().removeIf(each -> each >= first && each < last);
    Peeling more = figure.known(has, told);
    return !more.contradiction()
        && (more.isKnown(variable) || kernel(more, 1).isDetermined(variable));
  }
}
