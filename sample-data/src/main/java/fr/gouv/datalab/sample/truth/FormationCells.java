package fr.gouv.datalab.sample.truth;

import fr.gouv.datalab.sample.training.Enrolment;
import fr.gouv.datalab.sample.training.Formation;
import fr.gouv.datalab.sample.training.Offer;
import fr.gouv.datalab.sample.work.Contract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The indicators of each training for the cohort that left in 2023, from accepted rows. Safe for
 * any thread.
 */
public final class FormationCells {
  private static final int COHORT = 2023;
  private static final int COUNTS = 8;
  private static final String HEADER =
      "id_formation,effectif,en_poursuite,interruptions,sortants,emploi_6m,emploi_12m,emploi_18m,emploi_24m,cdi_6m";
  private final Offer offer;
  private final AtomicIntegerArray cells;

  /** No trainee yet. */
  public FormationCells(Offer offer) {
    this.offer = offer;
    this.cells = new AtomicIntegerArray(offer.size() * COUNTS);
  }

  /** Counts a person by the accepted trainings and contracts. */
  public void count(List<Enrolment> enrolments, List<Contract> contracts) {
    Map<Formation, Enrolment> units = new LinkedHashMap<>();
    Comparator<Enrolment> latest =
        Comparator.comparing((Enrolment e) -> e.exit().orElseThrow())
            .thenComparing(Enrolment::entry);
    for (Enrolment enrolment : enrolments) {
      if (enrolment.exit().isPresent() && enrolment.exit().get().getYear() == COHORT) {
        units.merge(enrolment.formation(), enrolment, (a, b) -> latest.compare(a, b) >= 0 ? a : b);
      }
    }
    units.values().forEach(unit -> count(unit, enrolments, contracts));
  }

  private void count(Enrolment unit, List<Enrolment> enrolments, List<Contract> contracts) {
    LocalDate exit = unit.exit().orElseThrow();
    add(unit, 0);
    boolean continues =
        enrolments.stream()
            .anyMatch(
                other ->
                    other != unit
                        && !other.entry().isBefore(exit)
                        && !other.entry().isAfter(exit.plusMonths(12)));
    if (continues) {
      add(unit, 1);
      return;
    }
    if (!unit.certified().orElseThrow() && exit.isBefore(unit.plannedEnd())) {
      add(unit, 2);
    }
    for (int half = 1; half <= 4; half++) {
      LocalDate day = exit.plusMonths(6L * half);
      if (contracts.stream().anyMatch(contract -> contract.employs(day))) {
        add(unit, 2 + half);
      }
    }
    if (contracts.stream()
        .anyMatch(contract -> contract.permanent() && contract.employs(exit.plusMonths(6)))) {
      add(unit, 7);
    }
  }

  private void add(Enrolment unit, int count) {
    cells.incrementAndGet(unit.formation().number() * COUNTS + count);
  }

  /**
   * The lines of {@code performance_formations.csv}: trainings that someone of the cohort left, by
   * identifier.
   */
  public List<String> indicators() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < offer.size(); i++) {
      int first = i * COUNTS;
      if (cells.get(first) > 0) {
        StringBuilder line = new StringBuilder(offer.at(i).id());
        for (int k = 0; k < COUNTS; k++) {
          line.append(',').append(cells.get(first + k));
          if (k == 2) {
            line.append(',').append(cells.get(first) - cells.get(first + 1));
          }
        }
        lines.add(line.toString());
      }
    }
    lines.sort(null);
    lines.add(0, HEADER);
    return lines;
  }

  /** The lines of {@code effet_formations.csv}: all trainings with trainees, by identifier. */
  public List<String> effects() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < offer.size(); i++) {
      lines.add(offer.at(i).id() + "," + String.format(Locale.ROOT, "%.6f", offer.at(i).effect()));
    }
    lines.sort(null);
    lines.add(0, "id_formation,effet");
    return lines;
  }
}
