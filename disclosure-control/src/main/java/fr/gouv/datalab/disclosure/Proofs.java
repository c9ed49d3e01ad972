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

  /** The certificates that move a cell. */
  List<Certificate> leaningOn(int cell) {
    List<Certificate> list = leaning.get(cell);
    if (list == null) {
      return List.of();
    }
    list.removeIf(certificate -> held.get(certificate.requirement) != certificate);
    return List.copyOf(list);
  }
}
