package fr.gouv.datalab.sample.tax;

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
import fr.gouv.datalab.sample.homes.Address;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.people.Population;
import fr.gouv.datalab.sample.truth.Register;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code dgfip.declarants}: one row per declarant, in an order that has nothing to do with the
 * households' file.
 */
public final class Declarants implements Source {
  private static final Table TABLE =
      new Table(
          "dgfip.declarants",
          "dgfip/declarants",
          Dialect.FRENCH,
          "annee",
          List.of(
              Column.integer("annee"),
              Column.text("spi"),
              Column.integer("rang"),
              Column.text("nom_naissance"),
              Column.text("nom_usage"),
              Column.text("prenoms"),
              Column.text("sexe"),
              Column.date("date_naissance"),
              Column.text("code_commune_naissance"),
              Column.text("numero_voie"),
              Column.text("voie"),
              Column.text("code_postal"),
              Column.text("code_commune")));

  private final World world;
  private final DefectPlan plan;
  private final Shuffle order;

  /** The declarants of a world. */
  public Declarants(World world, Format format) {
    this.world = world;
    this.plan = plan(world, format);
    this.order = new Shuffle(world.chance().of("ordre déclarants"), world.sizes().households());
  }

  /** Which declarants' rows are wrong, by the person's number. */
  public static DefectPlan plan(World world, Format format) {
    Defects d = new Defects(TABLE);
    List<Defect> defects =
        List.of(
            d.fields(),
            d.missing("nom_naissance"),
            d.missing("spi"),
            d.missing("prenoms"),
            d.unreadable("date_naissance"),
            d.invalid("spi", WrongIdentifiers::key),
            d.unlisted("sexe", "H", "1", "?"),
            d.outOfBounds("rang", 3),
            d.outOfBounds("date_naissance", LocalDate.of(1806, 5, 12).toEpochDay()),
            d.shortenedCommune(),
            d.duplicate());
    return new DefectPlan(world.chance().of("défauts déclarants"), 0.003, defects, format);
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
    return world.sizes().households();
  }

  @Override
  public List<Aside> asides() {
    return List.of(Register.PERSONS);
  }

  @Override
  public void write(long item, Recorder recorder) {
    Household household = world.households().at(order.at(item));
    for (int role = 0; role < household.declarants().size(); role++) {
      Person person = household.declarants().get(role);
      Address address = household.address();
      recorder
          .row()
          .number(Population.YEAR)
          .text(person.spi())
          .number(role + 1L)
          .text(person.birthName())
          .text(person.marriedName())
          .text(person.firstNames())
          .text(person.sex().initial())
          .number(person.birthDate())
          .text(person.birthplace())
          .text(address.number())
          .text(address.street())
          .text(address.postcode())
          .text(address.commune().code());
      recorder.emit(person.number());
      Register.person(recorder.aside(0), person);
    }
  }
}
