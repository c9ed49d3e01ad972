package fr.gouv.datalab.sample.work;

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
import fr.gouv.datalab.sample.training.Enrolment;
import fr.gouv.datalab.sample.training.Paths;
import fr.gouv.datalab.sample.training.Trainees;
import fr.gouv.datalab.sample.truth.FormationCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code dsn.contrats}: the contracts of trained persons and of a share of the others. The truth of
 * the trainings' indicators is counted on the way, because an item has a person's trainings and
 * contracts together.
 */
public final class Contracts implements Source {
  /** No person has more contracts. */
  static final int MOST = 128;

  private static final Table TABLE =
      new Table(
          "dsn.contrats",
          "gip-mds/contrats",
          Dialect.FRENCH,
          "numero_contrat",
          List.of(
              Column.text("numero_contrat"),
              Column.text("nir"),
              Column.text("siret"),
              Column.text("nature"),
              Column.date("date_debut"),
              Column.date("date_fin"),
              Column.decimal("quotite", 2),
              Column.decimal("salaire_brut_mensuel", 2)));

  private static final int DEBUT = TABLE.position("date_debut");
  private static final int FIN = TABLE.position("date_fin");
  private final World world;
  private final Paths paths;
  private final Residents residents;
  private final Careers careers;
  private final Workers workers;
  private final Pay pay;
  private final Employers employers;
  private final DefectPlan plan;
  private final DefectPlan enrolments;
  private final FormationCells cells;
  private final Shuffle order;
  private final Shuffle numbers;
  private final Chance forms;

  /** The contracts of a world. */
  public Contracts(World world, Paths paths, Format format, FormationCells cells) {
    this.world = world;
    this.paths = paths;
    this.residents = new Residents(world.population(), world.persons());
    this.careers = new Careers(world.chance());
    this.workers = new Workers(world.chance());
    this.pay = new Pay(world.chance());
    this.employers = new Employers(world);
    this.plan = plan(world, format);
    this.enrolments = Trainees.plan(world, format);
    this.cells = cells;
    this.order = new Shuffle(world.chance().of("ordre contrats"), items());
    this.numbers = new Shuffle(world.chance().of("numéros de contrat"), 1_000_000_000_000L);
    this.forms = world.chance().of("formes contrats");
  }

  private static DefectPlan plan(World world, Format format) {
    Defects d = new Defects(TABLE);
    List<Defect> defects =
        List.of(
            d.fields(),
            d.missing("nature"),
            d.missing("date_debut"),
            d.missing("siret"),
            d.unreadable("date_debut"),
            d.unreadable("quotite"),
            d.unreadable("salaire_brut_mensuel"),
            d.invalid("nir", WrongIdentifiers::key),
            d.invalid("siret", WrongIdentifiers::key),
            d.unlisted("nature", "CDII", "INTERIM", "01"),
            d.outOfBounds("quotite", 150_00),
            d.outOfBounds("salaire_brut_mensuel", -1_500_00),
            d.rule(
                "fin-apres-debut",
                "date_fin",
                (row, bits) ->
                    row.set(FIN, row.numberAt(DEBUT) - 1 - Long.remainderUnsigned(bits, 400))),
            d.duplicate());
    return new DefectPlan(world.chance().of("défauts contrats"), 0.004, defects, format);
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
  public void write(long item, Recorder recorder) {
    long slot = order.at(item);
    if (slot >= world.sizes().households()) {
      trained(world.persons().youngAdult(slot - world.sizes().households()), recorder);
      return;
    }
    for (Person person :
        residents.of(slot, (id, age) -> paths.trained(id, age) || workers.declared(id, age))) {
      if (paths.trained(person.number(), person.age())) {
        trained(person, recorder);
      } else {
        write(person, workers.of(person), recorder);
      }
    }
  }

  private void trained(Person person, Recorder recorder) {
    List<Enrolment> path = paths.of(person);
    List<Contract> accepted = write(person, careers.of(person, path), recorder);
    cells.count(
        path.stream().filter(e -> enrolments.accepts(e.number(person.number()))).toList(),
        accepted);
  }

  private List<Contract> write(Person person, List<Contract> contracts, Recorder recorder) {
    List<Contract> accepted = new ArrayList<>(contracts.size());
    for (int k = 0; k < contracts.size(); k++) {
      Contract contract = contracts.get(k);
      long number = MOST * person.number() + k;
      String siret = employers.siret(number);
      Row row = recorder.row();
      row.text(String.format(Locale.ROOT, "C%012d", numbers.at(number)))
          .text(person.nir())
          .text(forms.happens(number, 0.02) ? spaced(siret) : siret)
          .text(contract.nature())
          .number(contract.start().toEpochDay());
      if (contract.end().isPresent()) {
        row.number(contract.end().get().toEpochDay());
      } else {
        row.empty();
      }
      pay.fill(row, person, contract, number);
      if (recorder.emit(number)) {
        accepted.add(contract);
      }
    }
    return accepted;
  }

  private static String spaced(String siret) {
    return siret.substring(0, 3)
        + " "
        + siret.substring(3, 6)
        + " "
        + siret.substring(6, 9)
        + " "
        + siret.substring(9);
  }
}
