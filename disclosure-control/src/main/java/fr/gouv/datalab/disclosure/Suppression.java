package fr.gouv.datalab.disclosure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Hides what must be hidden besides the primary cells, over all dimensions at once.
 *
 * <p>Each hidden cell needs a proof that its figures can go as far as asked, up and down ({@link
 * Needs}); a proof is a change of hidden cells that nothing published notices. Cells are taken in
 * turn: a proof is looked for among cells hidden already, then where hiding a few more is cheapest,
 * first by hypercubes, then by linear programming. What gets hidden needs proofs of its own. At the
 * end secondary cells are given back, dearest first, wherever every proof that leant on them finds
 * a substitute.
 *
 * <p>The optimal method starts from the cheapest pattern that keeps primary cells ({@link
 * Optimum}); the hypercube method asks no program and gives nothing back.
 *
 * <p>Units know the cells that they are alone in: every primary cell must stay uncertain for them
 * too.
 */
final class Suppression {

  /** Up to so many cells a program holds the whole table; beyond, a neighbourhood. */
  private static final int WHOLE = 6_000;

  /** The same in more than three dimensions, where programs take many more steps. */
  private static final int WHOLE_OF_MANY = 1_500;

  /** Finest cells of a neighbourhood. */
  private static final int NEAR = 250;

  /**
   * What programs may cost in all while hiding, and again while giving back, in rows times steps:
   * beyond, they are solved where nothing else helps.
   */
  private static final long WORK = 300_000_000L;

  /** The same times cells, in tables that no program holds whole: the larger, the fewer. */
  private static final long WORK_NEAR = 6_000_000_000_000L;

  /** How much more programs may cost while giving back, in tables that none holds whole. */
  private static final int GIVING_BACK = 2;

  /** Proofs that are tried to be taken from another, where a cell that both move is shown. */
  private static final int MOST_MIXED = 24;

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Needs needs;
  private final Pattern pattern;
  private final Proofs proofs;
  private final Hypercubes hypercubes;
  private final Directions[] directions;
  private final Deque<Integer> queue = new ArrayDeque<>();
  private long budget;
  private boolean mixes;

  Suppression(ProtectionSpec spec, Lattice lattice, Needs needs, Pattern pattern) {
    this.spec = spec;
    this.lattice = lattice;
    this.needs = needs;
    this.pattern = pattern;
    this.proofs = new Proofs(lattice.size());
    this.hypercubes = new Hypercubes(lattice, needs);
    this.directions = new Directions[lattice.figures()];
    this.budget = allowance();
  }

  /** Hides until every requirement has its proof. */
  Proofs run() {
    IntStream.range(0, lattice.size())
        .filter(pattern::isHidden)
        .boxed()
        .sorted((a, b) -> Long.compare(lattice.value(0, b), lattice.value(0, a)))
        .forEach(queue::add);
    if (spec.defence().method() == Defence.Search.OPTIMAL) {
      new Optimum(lattice, needs, pattern).hide();
    }
    settle();
    keepFromInsiders();
    if (spec.defence().method() == Defence.Search.FAST) {
      // What insiders ask leans on new cells, and may leave others without use.
      boolean again = !isHeldWhole() && Returnable.isAffordable(lattice, pattern);
      for (int round = 0; round < (again ? 2 : 1); round++) {
        budget = again ? GIVING_BACK * allowance() : allowance();
        giveBack();
        budget = allowance();
        keepFromInsiders();
      }
    }
    keepSecondaryUncertain();
    return proofs;
  }

  private boolean isHeldWhole() {
    return lattice.size() <= (lattice.dimensions() > 3 ? WHOLE_OF_MANY : WHOLE);
  }

  private long allowance() {
    return isHeldWhole() ? WORK : Math.min(WORK / 2, WORK_NEAR / lattice.size());
  }

  private void settle() {
    while (!queue.isEmpty()) {
      int cell = queue.poll();
      if (pattern.isHidden(cell) && isHeld(cell)) {
        meet(missing(required(cell)));
      }
    }
  }

  private boolean isHeld(int cell) {
    return pattern.isPrimary(cell) || spec.intervals() == ProtectionSpec.Intervals.ALL;
  }

  List<Requirement> required(int cell) {
    List<Requirement> required = new ArrayList<>();
    for (int f = 0; f < lattice.figures(); f++) {
      required.add(new Requirement(cell, f, true, needs.up(f, cell), Coalition.NOBODY));
      long down = needs.down(f, cell);
      if (down > 0) {
        required.add(new Requirement(cell, f, false, down, Coalition.NOBODY));
      }
    }
    return required;
  }

  private List<Requirement> missing(List<Requirement> required) {
    return required.stream().filter(r -> !proofs.has(r)).toList();
  }

  private void meet(List<Requirement> missing) {
    if (missing.isEmpty()) {
      return;
    }
    Hypercubes.Found all = hypercubes.search(pattern, missing, true);
    if (all != null) {
      take(all, missing);
      return;
    }
    for (Requirement each : missing) {
      if (!proofs.has(each)) {
        Certificate cheapest = cheapest(each);
        for (int cell : cheapest.cells) {
          hide(cell);
        }
        proofs.put(cheapest);
        share(cheapest);
      }
    }
  }

  private Certificate cheapest(Requirement each) {
    Hypercubes.Found cube = hypercubes.search(pattern, List.of(each), true);
    if (cube != null) {
      return certificate(cube, each, 1);
    }
    cube = hypercubes.search(pattern, List.of(each), false);
    Certificate best = cube == null ? null : certificate(cube, each, 1);
    if (spec.defence().method() == Defence.Search.HYPERCUBE) {
      return best == null ? upToTheTotal(each) : best;
    }
    if (best == null || budget > 0) {
      Certificate found = program(each, false);
      if (found != null && (best == null || pattern.cost(found) < pattern.cost(best))) {
        best = found;
      }
    }
    return best == null ? upToTheTotal(each) : best;
  }

  /** What linear programming finds, over the whole table or near the cell; null when nothing. */
  private Certificate program(Requirement each, boolean within) {
    if (isHeldWhole()) {
      return solved(whole(each.figure()), each, within);
    }
    for (int finest = NEAR; finest <= 4 * NEAR; finest *= 4) {
      int[] cells = Neighbourhood.around(lattice, needs, pattern, each.cell(), finest);
      Directions near = new Directions(lattice, needs, pattern, each.figure(), cells);
      Certificate found = solved(near, each, within);
      near.close();
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Certificate solved(Directions program, Requirement each, boolean within) {
    Certificate found = program.find(each, within);
    budget -= program.work();
    return found;
  }

  private Directions whole(int figure) {
    if (directions[figure] == null) {
      int[] all = IntStream.range(0, lattice.size()).toArray();
      directions[figure] = new Directions(lattice, needs, pattern, figure, all);
    }
    return directions[figure];
  }

  /** What a certificate proves of the other hidden cells that it moves. */
  private void share(Certificate found) {
    for (int cell : found.cells) {
      if (isHeld(cell)) {
        for (Requirement each : missing(required(cell))) {
          Certificate turned = Certificates.turned(lattice, needs, found, each);
          if (turned != null) {
            proofs.put(turned);
          }
        }
      }
    }
  }

  private void take(Hypercubes.Found found, List<Requirement> met) {
    for (int cell : found.cells) {
      hide(cell);
    }
    for (Requirement each : met) {
      proofs.put(certificate(found, each, 1));
    }
    for (int i = 0; i < found.cells.length; i++) {
      if (isHeld(found.cells[i])) {
        for (Requirement each : missing(required(found.cells[i]))) {
          boolean forward = each.up() == (found.signs[i] > 0);
          if (hypercubes.amplitude(found, each.figure(), forward) >= each.need()) {
            proofs.put(certificate(found, each, found.signs[i]));
          }
        }
      }
    }
  }

  private static Certificate certificate(Hypercubes.Found found, Requirement each, int sign) {
    long[] changes = new long[found.cells.length];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = (each.up() ? 1 : -1) * sign * found.signs[i] * each.need();
    }
    return new Certificate(each, found.cells, changes, 1);
  }

  private void hide(int cell) {
    if (!pattern.isHidden(cell)) {
      pattern.hide(cell);
      tell(cell);
      queue.add(cell);
    }
  }

  private void tell(int cell) {
    for (Directions each : directions) {
      if (each != null) {
        each.changed(cell);
      }
    }
  }

  /** The last resort: units come or go, and every margin above them is hidden. */
  private Certificate upToTheTotal(Requirement requirement) {
    TreeMap<Integer, Long> changes = new TreeMap<>();
    long left = requirement.need();
    for (int cell = 0; cell < lattice.size() && left > 0; cell++) {
      if (lattice.isFinest(cell)
          && lattice.isUnder(cell, requirement.cell())
          && !requirement.known().knowsOf(lattice, cell)) {
        boolean bounded = !requirement.up() && needs.nonNegative(requirement.figure());
        long part = bounded ? Math.min(left, lattice.value(requirement.figure(), cell)) : left;
        if (part > 0) {
          changes.put(cell, requirement.up() ? part : -part);
          left -= part;
        }
      }
    }
    Certificate certificate = Certificates.summed(lattice, needs, requirement, changes, 1);
    if (certificate == null) {
      throw new CannotProtectException(
          "No suppression leaves the figure "
              + spec.figures().get(requirement.figure())
              + " of the cell "
              + lattice.name(requirement.cell())
              + " uncertain enough: ask for a"
              + " smaller `protection`, or merge this cell with others.");
    }
    return certificate;
  }

  /**
   * Units that pool what they know must not compute a primary cell that holds others ({@link
   * Insiders}). In tables that a program holds whole, each such reader is answered by a certificate
   * in whole units; in larger ones those are, whom the algebra says to succeed.
   */
  private void keepFromInsiders() {
    if (spec.defence().coalition() == 0) {
      return;
    }
    if (isHeldWhole()) {
      for (int cell = 0; cell < lattice.size(); cell++) {
        for (int f = 0; f < lattice.figures() && pattern.isPrimary(cell); f++) {
          keepUncertain(cell, f, Coalition.NOBODY);
        }
      }
      settle();
    }
    Insiders insiders = new Insiders(spec, lattice, needs, pattern, proofs);
    for (boolean found = true; found; ) {
      found = false;
      for (int f = 0; f < lattice.figures(); f++) {
        for (Insiders.Leak leak : insiders.leaks(f)) {
          found = true;
          meet(List.of(new Requirement(leak.cell(), f, true, 1, leak.known())));
        }
      }
      settle();
    }
  }

  /** Whoever would have to be in the know to break a proof finds another one. */
  private void keepUncertain(int cell, int figure, Coalition known) {
    if (known.isAllOf(lattice, cell)) {
      return;
    }
    Certificate held = proofs.showing(cell, figure, known);
    if (held == null) {
      Requirement asked = new Requirement(cell, figure, true, 1, known);
      meet(List.of(asked));
      held = proofs.of(asked);
    }
    for (int each : held.cells) {
      if (known.mayBeJoinedBy(lattice, each, spec.defence().coalition())) {
        keepUncertain(cell, figure, known.and(lattice, each));
      }
    }
  }

  /** A secondary cell whose interval is not held must not be inferred exactly all the same. */
  private void keepSecondaryUncertain() {
    IntStream.range(0, lattice.size()).filter(pattern::isHidden).forEach(queue::add);
    while (!queue.isEmpty()) {
      int cell = queue.poll();
      for (int f = 0; f < lattice.figures() && !isHeld(cell); f++) {
        if (!moves(cell, f)) {
          meet(List.of(new Requirement(cell, f, true, 1, Coalition.NOBODY)));
        }
      }
    }
  }

  private boolean moves(int cell, int figure) {
    for (Certificate each : proofs.leaningOn(cell)) {
      if (each.requirement.figure() == figure && Math.abs(each.change(cell)) >= each.parts) {
        return true;
      }
    }
    return false;
  }

  /**
   * Shows secondary cells again, dearest first, where the algebra says that no primary one follows
   * and every proof finds a substitute.
   */
  private void giveBack() {
    List<Integer> secondary =
        IntStream.range(0, lattice.size())
            .filter(cell -> pattern.reason(cell) == Reason.SECONDARY)
            .boxed()
            .sorted((a, b) -> Long.compare(pattern.worth(b), pattern.worth(a)))
            .toList();
    mixes = Returnable.isAffordable(lattice, pattern);
    if (!mixes) {
      secondary.forEach(cell -> giveBack(new int[] {cell}));
      return;
    }
    Returnable returnable = new Returnable(lattice, needs, pattern, proofs);
    for (int cell : secondary) {
      int[] following = pattern.isHidden(cell) ? returnable.with(cell) : new int[0];
      if (following.length > 0 && giveBack(following)) {
        returnable.shown(cell);
      }
    }
  }

  /** Shows some cells together; leaves all as it was where a proof finds no substitute. */
  private boolean giveBack(int[] cells) {
    List<Certificate> leaning = new ArrayList<>();
    for (int cell : cells) {
      for (Certificate each : proofs.leaningOn(cell)) {
        if (leaning.stream().noneMatch(other -> other == each)) {
          leaning.add(each);
        }
      }
      pattern.show(cell);
      tell(cell);
    }
    List<Certificate> substitutes = new ArrayList<>();
    for (Certificate old : leaning) {
      if (IntStream.of(cells).noneMatch(cell -> old.requirement.cell() == cell)) {
        Certificate substitute = substitute(old, cells, leaning);
        if (substitute == null) {
          for (int cell : cells) {
            pattern.hide(cell);
            tell(cell);
          }
          return false;
        }
        substitutes.add(substitute);
      }
    }
    for (int cell : cells) {
      required(cell).forEach(proofs::drop);
    }
    substitutes.forEach(proofs::put);
    return true;
  }

  /** Another proof of the same: one proof less a multiple of another, or a new one. */
  private Certificate substitute(Certificate old, int[] shown, List<Certificate> leaning) {
    Hypercubes.Found found = hypercubes.search(pattern, List.of(old.requirement), true);
    if (found != null) {
      return certificate(found, old.requirement, 1);
    }
    int tried = 0;
    for (Certificate other : leaning) {
      if (mixes
          && other != old
          && other.requirement.figure() == old.requirement.figure()
          && tried++ < MOST_MIXED) {
        Certificate mixed = Certificates.without(lattice, needs, old, other, shown[0]);
        if (mixed != null && pattern.cost(mixed) == 0) {
          return mixed;
        }
      }
    }
    return budget > 0 ? program(old.requirement, true) : null;
  }
}
