package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.Source;
import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;
import fr.gouv.datalab.sample.defects.Defect;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Defects;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.defects.WrongIdentifiers;
import fr.gouv.datalab.sample.files.Column;
import fr.gouv.datalab.sample.files.Dialect;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.files.Table;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.people.Residents;
import fr.gouv.datalab.sample.truth.Register;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** {@code formation.stagiaires}: one row per person, training and session. */
public final class Trainees implements Source {
  private static final Table TABLE =
      new Table(
          "formation.stagiaires",
          "travail/stagiaires",
          Dialect.FRENCH_GZIP,
          "nir",
          List.of(
              Column.text("id_formation"),
              Column.text("session"),
              Column.text("nir"),
              Column.text("nom_naissance"),
              Column.text("prenoms"),
              Column.text("sexe"),
              Column.date("date_naissance"),
              Column.integer("niveau_entree"),
              Column.text("code_commune"),
              Column.date("date_entree"),
              Column.date("date_fin_prevue"),
              Column.date("date_sortie"),
              Column.flag("certifie")));

  private final World world;
  private final Paths paths;
  private final Residents residents;
  private final DefectPlan plan;
  private final Shuffle order;
  private final Chance forms;

  /** The trainees of a world. */
  public Trainees(World world, Paths paths, Format format) {
    this.world = world;
    this.paths = paths;
    this.residents = new Residents(world.population(), world.persons());
    this.plan = plan(world, format);
    this.order = new Shuffle(world.chance().of("ordre stagiaires"), items());
    this.forms = world.chance().of("formes stagiaires");
  }

  /** Which enrolments' rows are wrong, by the enrolment's number. */
  public static DefectPlan plan(World world, Format format) {
    Defects d = new Defects(TABLE);
    List<Defect> defects =
        List.of(
            d.fields(),
            d.missing("nom_naissance"),
            d.missing("date_entree"),
            d.missing("nir"),
            d.unreadable("date_sortie"),
            d.unreadable("certifie"),
            d.unreadable("niveau_entree"),
            d.invalid("nir", WrongIdentifiers::key),
            d.unlisted("sexe", "H", "2"),
            d.outOfBounds("niveau_entree", 12),
            d.outOfBounds("date_naissance", LocalDate.of(1900, 1, 1).toEpochDay()),
            d.misshapen("id_formation", "F12", "INCONNUE"),
            d.misshapen("session", "20-21", "22"),
            d.duplicate());
    return new DefectPlan(world.chance().of("défauts stagiaires"), 0.006, defects, format);
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
    return world.sizes().households() + world.sizes().young();
  }

  @Override
  public List<Aside> asides() {
    return List.of(Register.PERSONS);
  }

  @Override
  public void write(long item, Recorder recorder) {
    long slot = order.at(item);
    if (slot >= world.sizes().households()) {
      Person person = world.persons().youngAdult(slot - world.sizes().households());
      write(person, recorder);
      Register.person(recorder.aside(0), person);
    } else {
      residents.of(slot, paths::trained).forEach(person -> write(person, recorder));
    }
  }

  private void write(Person person, Recorder recorder) {
    for (Enrolment enrolment : paths.of(person)) {
      long number = enrolment.number(person.number());
      Row row = recorder.row();
      row.text(enrolment.formation().id())
          .text(String.valueOf(enrolment.entry().getYear()))
          .text(forms.happens(number, 0.03) ? spaced(person.nir()) : person.nir())
          .text(person.birthName())
          .text(person.firstNames())
          .text(person.sex().initial())
          .number(person.birthDate())
          .number(enrolment.entryLevel())
          .text(
              forms.happens(number, 1, 0.02)
                  ? ""
                  : world.households().home(person, person.number()).code())
          .number(enrolment.entry().toEpochDay())
          .number(enrolment.plannedEnd().toEpochDay());
      optional(row, enrolment.exit().map(LocalDate::toEpochDay));
      optional(row, enrolment.certified().map(certified -> certified ? 1L : 0L));
      recorder.emit(number);
    }
  }

  private static void optional(Row row, Optional<Long> value) {
    if (value.isPresent()) {
      row.number(value.get());
    } else {
      row.empty();
    }
  }

  /** A NIR as it is printed on the card. */
  private static String spaced(String nir) {
    return String.join(
        " ",
        nir.substring(0, 1),
        nir.substring(1, 3),
        nir.substring(3, 5),
        nir.substring(5, 7),
        nir.substring(7, 10),
        nir.substring(10, 13),
        nir.substring(13));
  }
}
