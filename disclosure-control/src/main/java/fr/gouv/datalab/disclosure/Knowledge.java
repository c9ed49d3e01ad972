package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What of a protected table can be computed exactly, decided for all cells at once by linear
 * algebra ({@link RandomKernel}): by any reader, and by units that pool what they know of
 * themselves.
 */
final class Knowledge {

  private static final long SEED = 0xA0D17L;

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Needs needs;
  private final Pattern pattern;
  private final Proofs proofs;

  Knowledge(ProtectionSpec spec, Lattice lattice, Needs needs, Pattern pattern, Proofs proofs) {
    this.spec = spec;
    this.lattice = lattice;
    this.needs = needs;
    this.pattern = pattern;
    this.proofs = proofs;
  }

  /** A sentence for each hidden cell of which any reader computes this figure. */
  List<String> determined(int figure) {
    RandomKernel kernel =
        new RandomKernel(
            lattice.equations(),
            proofs.able(lattice, needs, pattern, figure),
            1,
            SEED,
            RandomKernel.MOST);
    List<String> sentences = new ArrayList<>();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (pattern.isHidden(cell) && kernel.isUndecided(cell)) {
        sentences.add(
            lattice.name(cell)
                + ": whether a reader computes its "
                + spec.figures().get(figure)
                + " could not be decided: publish a smaller table.");
      } else if (pattern.isHidden(cell) && kernel.isDetermined(cell)) {
        sentences.add(
            lattice.name(cell)
                + ": a reader infers its "
                + spec.figures().get(figure)
                + " exactly.");
      }
    }
    return sentences;
  }

  /** A sentence for each primary cell of which some units compute this figure. */
  List<String> ofInsiders(int figure) {
    return ofInsiders(figure, leak -> true);
  }

  /** The same, of those leaks that are confirmed. */
  List<String> ofInsiders(int figure, Predicate<Insiders.Leak> confirmed) {
    List<String> sentences = new ArrayList<>();
    for (Insiders.Leak leak : new Insiders(spec, lattice, needs, pattern, proofs).leaks(figure)) {
      if (!confirmed.test(leak)) {
        continue;
      }
      long units = Math.round(leak.known().units());
      sentences.add(
          lattice.name(leak.cell())
              + ": "
              + units
              + (units == 1 ? " unit that knows its own cell infers" : " units that pool infer")
              + " its "
              + spec.figures().get(figure)
              + " exactly.");
    }
    return sentences;
  }
}
