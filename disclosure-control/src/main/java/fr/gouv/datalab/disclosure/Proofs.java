package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The certificates in hand, and which of them lean on a cell being hidden. */
final class Proofs {

  private final Map<Requirement, Certificate> held = new LinkedHashMap<>();
  private final List<List<Certificate>> leaning = new ArrayList<>();

  Proofs(int cells) {
    for (int i = 0; i < cells; i++) {
      leaning.add(null);
    }
  }

  boolean has(Requirement requirement) {
    return held.containsKey(requirement);
  }

  Certificate of(Requirement requirement) {
    return held.get(requirement);
  }

  Iterable<Certificate> all() {
    return held.values();
  }

  void put(Certificate certificate) {
    held.put(certificate.requirement, certificate);
    for (int cell : certificate.cells) {
      List<Certificate> list = leaning.get(cell);
      if (list == null) {
        list = new ArrayList<>();
        leaning.set(cell, list);
      }
      list.add(certificate);
    }
  }

  void drop(Requirement requirement) {
    held.remove(requirement);
  }

  /**
   * Whether a certificate in hand moves a figure of a cell by a unit at least, and no cell that a
   * coalition knows.
   */
  boolean shows(int cell, int figure, Coalition known) {
    return showing(cell, figure, known) != null;
  }

  /** A certificate that shows it; null when there is none. */
  Certificate showing(int cell, int figure, Coalition known) {
    for (Certificate each : held(cell)) {
      if (each.requirement.figure() == figure
          && Math.abs(each.change(cell)) >= each.parts
          && !each.moves(known)) {
        return each;
      }
    }
    return null;
  }

  /**
   * The hidden cells of which a figure can go both ways, or which a certificate moves up from zero:
   * whatever the kernel lets them do, a small part of it keeps figures possible.
   */
  boolean[] able(Lattice lattice, Needs needs, Pattern pattern, int figure) {
    boolean[] able = new boolean[lattice.size()];
    for (int cell = 0; cell < able.length; cell++) {
      able[cell] =
          pattern.isHidden(cell)
              && (lattice.value(figure, cell) > 0
                  || !needs.nonNegative(figure)
                  || raises(cell, figure));
    }
    return able;
  }

  private boolean raises(int cell, int figure) {
    for (Certificate each : held(cell)) {
      if (each.requirement.figure() == figure && each.change(cell) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The certificates that move a cell. */
  List<Certificate> leaningOn(int cell) {
    return List.copyOf(held(cell));
  }

  private List<Certificate> held(int cell) {
    List<Certificate> list = leaning.get(cell);
    if (list == null) {
      return List.of();
    }
    list.removeIf(certificate -> held.get(certificate.requirement) != certificate);
    return list;
  }
}
