package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.Source;
import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Table;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.mail.Letterbox;
import fr.gouv.datalab.sample.mail.Renewal;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.truth.Register;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A later delivery of {@code siv.immatriculations}: what moved in the first half of 2026. A
 * household that changes a vehicle sells one, whose row names a company as its holder now, and
 * takes another.
 */
public final class LaterRegistrations implements Source {
  private static final Aside RENEWALS =
      new Aside("renouvellements.csv", "foyer,vehicules,courrier,changement");

  private final World world;
  private final DefectPlan plan;
  private final Letterbox letters;
  private final Renewal renewal;
  private final Fleet fleet;
  private final Holders holders;
  private final Vehicles vehicles;
  private final RegistrationRow row;
  private final LongAdder reached = new LongAdder();

  /** What moved in a world where these letters arrived. */
  public LaterRegistrations(World world, Format format, Letterbox letters) {
    this.world = world;
    this.letters = letters;
    plan = RegistrationsTable.plan(world, format);
    renewal = new Renewal(world.chance());
    fleet = new Fleet(world);
    holders = new Holders(world);
    vehicles = new Vehicles(world.chance());
    row = new RegistrationRow(new Spelling(world.chance()));
  }

  @Override
  public Table table() {
    return RegistrationsTable.TABLE;
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
    return List.of(Register.VEHICLES, RENEWALS, Register.PERSONS);
  }

  /** The households that a letter reached. */
  public long reached() {
    return reached.sum();
  }

  @Override
  public void write(long item, Recorder recorder) {
    Household household = world.households().at(item);
    int count = fleet.count(household);
    boolean letter = letters.reaches(household);
    if (letter) {
      reached.increment();
    }
    if (count == 0) {
      return;
    }
    boolean changes = renewal.happens(household, letter);
    recorder
        .aside(1)
        .number(item, 1)
        .ascii(',')
        .number(count, 1)
        .text(letter ? ",oui" : ",non")
        .text(changes ? ",oui" : ",non")
        .ascii('\n');
    if (changes) {
      change(household, renewal.day(household), recorder);
    }
  }

  private void change(Household household, long day, Recorder recorder) {
    long number = fleet.number(household, 0);
    Vehicle old = fleet.vehicle(household, 0);
    long company = household.number() % Math.max(1, world.sizes().companyVehicles());
    row.fill(dated(old, day), holders.company(company, number), number, recorder);
    recorder.emit(number);
    long next =
        Fleet.MOST * world.sizes().households()
            + world.sizes().young()
            + world.sizes().companyVehicles()
            + household.number();
    Vehicle taken =
        dated(vehicles.at(next, -1, false, household.address().commune().department()), day);
    Person person = household.declarants().get(fleet.holder(household, 0));
    row.fill(taken, holders.natural(person, household.address(), next), next, recorder);
    recorder.emit(next);
    recorder
        .aside(0)
        .text(taken.plate())
        .ascii(',')
        .text(taken.vin())
        .ascii(',')
        .number(person.number(), 1)
        .ascii('\n');
  }

  private static Vehicle dated(Vehicle vehicle, long day) {
    return new Vehicle(
        vehicle.plate(),
        vehicle.vin(),
        vehicle.firstRegistration(),
        day,
        vehicle.make(),
        vehicle.kind(),
        vehicle.energy(),
        vehicle.horsepower(),
        vehicle.co2());
  }
}
