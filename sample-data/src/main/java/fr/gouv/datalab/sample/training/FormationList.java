package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.Source;
import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Shuffle;
import fr.gouv.datalab.sample.defects.Defect;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Defects;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.defects.WrongIdentifiers;
import fr.gouv.datalab.sample.files.Column;
import fr.gouv.datalab.sample.files.Dialect;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Table;
import java.util.List;

/**
 * {@code formation.formations}. The wrong rows are those of trainings that nobody attended, so that
 * every trainee's training is known whatever is refused; a training with trainees may come twice.
 */
public final class FormationList implements Source {
  private static final Table TABLE =
      new Table(
          "formation.formations",
          "travail/formations",
          Dialect.FRENCH,
          "id_formation",
          List.of(
              Column.text("id_formation"),
              Column.text("uai"),
              Column.text("siret"),
              Column.text("code_rncp"),
              Column.text("libelle"),
              Column.text("domaine"),
              Column.integer("niveau"),
              Column.text("voie_acces"),
              Column.text("code_commune")));

  private final Offer offer;
  private final Formations formations;
  private final DefectPlan plan;
  private final List<Defect> defects;
  private final int unattended;
  private final Shuffle order;

  /** The trainings of a world. */
  public FormationList(World world, Offer offer, Format format) {
    this.offer = offer;
    this.formations = new Formations(world);
    Defects d = new Defects(TABLE);
    this.plan =
        new DefectPlan(
            world.chance().of("défauts formations"), 0.01, List.of(d.duplicate()), format);
    this.defects =
        List.of(
                d.fields(),
                d.missing("libelle"),
                d.unreadable("niveau"),
                d.invalid("siret", WrongIdentifiers::key),
                d.unlisted("voie_acces", "CFA", "ALTERNANCE"),
                d.outOfBounds("niveau", 9),
                d.misshapen("id_formation", "F123", "00000012", "F1234567A"),
                d.misshapen("code_rncp", "RS5000", "12345"),
                d.misshapen("uai", "750001A", "0750001"),
                d.shortenedCommune())
            .stream()
            .filter(defect -> format == Format.CSV || !defect.textual())
            .toList();
    this.unattended = Math.max(defects.size(), offer.size() / 50);
    this.order = new Shuffle(world.chance().of("ordre formations"), items());
  }

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public DefectPlan plan() {
    return plan;
  }

  @Override
  public long items() {
    return offer.size() + unattended;
  }

  @Override
  public void write(long item, Recorder recorder) {
    int number = (int) order.at(item);
    Formation formation = formations.at(number);
    recorder
        .row()
        .text(formation.id())
        .text(formation.uai())
        .text(formation.siret())
        .text(formation.rncp())
        .text(formation.title())
        .text(formation.field())
        .number(formation.level())
        .text(formation.access())
        .text(formation.commune().code());
    if (number < offer.size()) {
      recorder.emit(number);
    } else {
      recorder.emit(defects.get((number - offer.size()) % defects.size()), plan.details(number));
    }
  }
}
