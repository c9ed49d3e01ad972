package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A published table with what it hides: all that its publisher knew, whoever protected it. */
final class WholeTable {

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Pattern pattern;

  private WholeTable(ProtectionSpec spec, Lattice lattice, Pattern pattern) {
    this.spec = spec;
    this.lattice = lattice;
    this.pattern = pattern;
  }

  /**
   * Puts the hidden figures back.
   *
   * @param audit the {@code audit.csv} of the table
   */
  static WholeTable of(PublishedTable table, Path audit) {
    ProtectionSpec spec = table.spec();
    HiddenFigures secrets = HiddenFigures.read(audit, table);
    int figures = spec.figures().size();
    List<Integer> finest = new ArrayList<>();
    for (int cell = 0; cell < table.cells(); cell++) {
      if (table.isFinest(cell)) {
        finest.add(cell);
      }
    }
    int[] scales = new int[figures];
    Hierarchy[] hierarchies = new Hierarchy[spec.columns().size()];
    int[][] codes = new int[hierarchies.length][finest.size()];
    BigDecimal[][] given = new BigDecimal[figures][finest.size()];
    for (int i = 0; i < finest.size(); i++) {
      int cell = finest.get(i);
      for (int d = 0; d < hierarchies.length; d++) {
        hierarchies[d] = table.hierarchy(d);
        codes[d][i] = hierarchies[d].indexOf(table.codes(cell).get(d));
      }
      for (int f = 0; f < figures; f++) {
        given[f][i] =
            table.isHidden(cell)
                ? secrets.figure(f, cell).orElse(BigDecimal.ZERO)
                : BigDecimal.valueOf(table.value(f, cell), table.scale(f));
        scales[f] = Math.max(scales[f], given[f][i].scale());
      }
    }
    long[][] values = new long[figures][finest.size()];
    for (int f = 0; f < figures; f++) {
      for (int i = 0; i < values[f].length; i++) {
        values[f][i] = given[f][i].movePointRight(scales[f]).longValueExact();
      }
    }
    Lattice lattice = new Lattice(spec, hierarchies, codes, values, scales);
    Reason[] reasons = new Reason[lattice.size()];
    for (int cell = 0; cell < reasons.length; cell++) {
      int there = table.find(lattice.codesOf(cell));
      boolean hidden = there >= 0 && table.isHidden(there);
      boolean primary = hidden && secrets.isPrimary(there);
      reasons[cell] = primary ? Reason.FREQUENCY : hidden ? Reason.SECONDARY : Reason.SHOWN;
    }
    return new WholeTable(spec, lattice, new Pattern(spec, lattice, reasons));
  }

  /** A sentence for each primary cell that units which pool what they know compute. */
  List<String> ofInsiders() {
    Needs needs = new Needs(spec, lattice);
    Proofs none = new Proofs(lattice.size());
    Knowledge knowledge = new Knowledge(spec, lattice, needs, pattern, none);
    List<String> sentences = new ArrayList<>();
    for (int f = 0; f < lattice.figures(); f++) {
      int figure = f;
      sentences.addAll(
          knowledge.ofInsiders(f, leak -> isComputed(leak, figure, needs.nonNegative(figure))));
    }
    return sentences;
  }

  /** Whether linear programming says so too, zeros counted as figures that may go up. */
  private boolean isComputed(Insiders.Leak leak, int figure, boolean nonNegative) {
    boolean[] unknown = new boolean[lattice.size()];
    for (int cell = 0; cell < unknown.length; cell++) {
      unknown[cell] = pattern.isHidden(cell) && !leak.known().knows(cell);
    }
    boolean[] wanted = new boolean[unknown.length];
    wanted[leak.cell()] = true;
    Audit.Interval interval =
        new Audit(lattice.equations(), unknown, lattice.values(figure), nonNegative)
            .intervals(wanted)[leak.cell()];
    return interval.lower() >= interval.upper();
  }
}
