package fr.gouv.datalab.sample.defects;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.files.Format;
import java.util.List;
import java.util.Optional;

/** Which rows of a table are wrong, and how: a pure function of the row's number. */
public final class DefectPlan {
  private final Chance chance;
  private final double rate;
  private final List<Defect> defects;
  private final Weighted choice;

  /** Defects for a share of the rows; those that the format cannot hold are left out. */
  public DefectPlan(Chance chance, double rate, List<Defect> defects, Format format) {
    this.chance = chance;
    this.rate = rate;
    this.defects = defects.stream().filter(d -> format == Format.CSV || !d.textual()).toList();
    this.choice = new Weighted(this.defects.stream().mapToDouble(Defect::weight).toArray());
  }

  /** The defect of a row, if it has one. */
  public Optional<Defect> of(long row) {
    return chance.happens(row, rate)
        ? Optional.of(defects.get(choice.pick(chance.bits(row, 1))))
        : Optional.empty();
  }

  /** True when the row, or the first of its two copies, must be accepted. */
  public boolean accepts(long row) {
    return !chance.happens(row, rate) || defects.get(choice.pick(chance.bits(row, 1))).duplicate();
  }

  /** What decides the details of a row's defect. */
  public long details(long row) {
    return chance.bits(row, 2);
  }

  /** The share of rows with a defect. */
  public double rate() {
    return rate;
  }
}
