package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Groups of few units of which several tables together tell the number though none names them: what
 * the North and the South leave of France, of any age.
 *
 * <p>A group is a choice of elements of each of the columns that tables tie: all, one, those of a
 * code or of a population, of some populations together, or what these leave. Whether the number of
 * units of a group is told is asked of a random vector of the kernel of all equations: it is when
 * the vector adds up to zero over the group's atoms.
 */
final class SmallGroups {

  private static final long SEED = 0x56A11L;

  /** Choices of one column. */
  private static final int MOST_CHOICES = 200;

  /** Populations of one column that are put together in every way. */
  private static final int MOST_TOGETHER = 6;

  /** Atoms that may be added up in all. */
  private static final long MOST_WORK = 100_000_000L;

  /**
   * A group.
   *
   * @param atoms variables
   * @param units how many it holds
   */
  record Group(BitSet atoms, long units) {}

  private final UnionSystem system;
  private final UnionFigure figure;
  private final Sums all;
  private final long least;
  private final List<Group> found = new ArrayList<>();
  private Sums before;
  private Sums own;

  /**
   * @param figure the number of units
   * @param known what follows from all tables, one equation at a time
   * @param least units that may be shown
   */
  SmallGroups(UnionSystem system, UnionFigure figure, Peeling known, long least) {
    this.system = system;
    this.figure = figure;
    this.least = least;
    this.all = new Sums(known);
    for (int g = 0; g < system.groups(); g++) {
      search(g);
    }
  }

  /** Those that the first table tells with the others, and neither does alone. */
  List<Group> found() {
    return found;
  }

  private void search(int g) {
    List<Column> columns = system.columnsOf(g);
    List<List<BitSet>> choices = new ArrayList<>();
    columns.forEach(column -> choices.add(choices(column)));
    for (int c = 0; c < columns.size() && cost(g, columns, choices) > MOST_WORK; c++) {
      choices.set(c, simple(columns.get(c)));
    }
    choose(
        g,
        choices,
        0,
        IntStream.range(0, system.sizeOf(g)).map(a -> system.firstAtom(g) + a).toArray());
  }

  /** How many atoms will be added up: each is in so many choices of each column. */
  private double cost(int g, List<Column> columns, List<List<BitSet>> choices) {
    double cost = system.sizeOf(g);
    for (int c = 0; c < choices.size(); c++) {
      long within = choices.get(c).stream().mapToLong(BitSet::cardinality).sum();
      cost *= within / (double) columns.get(c).size();
    }
    return cost;
  }

  private void choose(int g, List<List<BitSet>> choices, int c, int[] atoms) {
    if (c == choices.size()) {
      look(atoms);
      return;
    }
    Map<Integer, IntStack> byElement = new HashMap<>();
    for (int atom : atoms) {
      byElement.computeIfAbsent(system.element(g, atom, c), e -> new IntStack()).push(atom);
    }
    Map<Integer, int[]> parts = new HashMap<>();
    byElement.forEach((element, part) -> parts.put(element, part.toArray()));
    for (BitSet choice : choices.get(c)) {
      int[] kept =
          choice.stream()
              .filter(parts::containsKey)
              .flatMap(e -> Arrays.stream(parts.get(e)))
              .toArray();
      if (kept.length > 0) {
        choose(g, choices, c + 1, kept);
      }
    }
  }

  private void look(int[] atoms) {
    long units = all.of(atoms);
    if (units <= 0 || units >= least) {
      return;
    }
    before = before == null ? new Sums(figure.known(t -> t > 0)) : before;
    own = own == null ? new Sums(figure.known(t -> t == 0)) : own;
    if (before.of(atoms) < 0 && own.of(atoms) < 0) {
      BitSet set = new BitSet();
      Arrays.stream(atoms).forEach(set::set);
      if (found.stream().noneMatch(other -> other.atoms().equals(set))) {
        found.add(new Group(set, units));
      }
    }
  }

  private static List<BitSet> simple(Column column) {
    List<BitSet> choices = new ArrayList<>(List.of(column.all()));
    for (int element = 0; element < column.size(); element++) {
      BitSet one = new BitSet();
      one.set(element);
      choices.add(one);
    }
    return choices;
  }

  private List<BitSet> choices(Column column) {
    Set<BitSet> choices = new LinkedHashSet<>(simple(column));
    List<BitSet> named = new ArrayList<>(system.populations(column));
    Set<BitSet> together = new LinkedHashSet<>();
    for (int some = 1; some < 1 << Math.min(MOST_TOGETHER, named.size()); some++) {
      BitSet union = new BitSet();
      for (int k = 0; k < named.size() && k < MOST_TOGETHER; k++) {
        if ((some >> k & 1) == 1) {
          union.or(named.get(k));
        }
      }
      together.add(union);
    }
    together.addAll(column.named());
    for (BitSet each : together) {
      BitSet rest = column.all();
      rest.andNot(each);
      choices.add(each);
      choices.add(rest);
    }
    List<BitSet> pairs = new ArrayList<>(together);
    for (int i = 0; i < pairs.size() && choices.size() < MOST_CHOICES; i++) {
      for (int j = 0; j < pairs.size() && choices.size() < MOST_CHOICES; j++) {
        BitSet less = (BitSet) pairs.get(i).clone();
        less.andNot(pairs.get(j));
        choices.add(less);
      }
    }
    choices.removeIf(BitSet::isEmpty);
    return choices.stream().limit(MOST_CHOICES + (long) column.size()).toList();
  }

  /** What some tables tell of sums of atoms. */
  private final class Sums {
    private final long[] vectors = new long[system.atoms()];
    private final long[] values = new long[vectors.length];
    private final boolean[] undecided = new boolean[vectors.length];

    Sums(Peeling known) {
      RandomKernel rest = figure.rest(known);
      for (int atom = 0; atom < vectors.length; atom++) {
        boolean told = known.isKnown(atom);
        vectors[atom] = told ? 0 : rest.at(atom)[0];
        values[atom] = Modular.of(told ? known.value(atom) : rest.value(atom));
        undecided[atom] = !told && rest.isUndecided(atom);
      }
    }

    /** What some atoms hold together; below 0 when it is not told, or could not be decided. */
    long of(int[] atoms) {
      long vector = 0;
      long value = 0;
      for (int atom : atoms) {
        if (undecided[atom]) {
          return -1;
        }
        vector = Modular.add(vector, vectors[atom]);
        value = Modular.add(value, values[atom]);
      }
      return vector == 0 ? value : -1;
    }
  }
}
