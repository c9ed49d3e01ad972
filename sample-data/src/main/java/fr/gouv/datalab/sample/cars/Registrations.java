package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.Source;
import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Shuffle;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.files.Bytes;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Table;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.tax.Declarants;
import fr.gouv.datalab.sample.tax.TaxHouseholds;
import fr.gouv.datalab.sample.truth.HouseholdCells;
import fr.gouv.datalab.sample.truth.Register;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code siv.immatriculations}: one row per vehicle, in an order of its own. The truth of the
 * households that hold two combustion cars is counted on the way, because an item is a household
 * with all its vehicles.
 */
public final class Registrations implements Source {
  private final World world;
  private final DefectPlan plan;
  private final DefectPlan households;
  private final DefectPlan declarants;
  private final HouseholdCells cells;
  private final Shuffle order;
  private final Fleet fleet;
  private final Holders holders;
  private final RegistrationRow row;

  /** The registrations of a world. The cells must know the deciles' thresholds already. */
  public Registrations(World world, Format format, HouseholdCells cells) {
    this.world = world;
    this.plan = RegistrationsTable.plan(world, format);
    this.households = TaxHouseholds.plan(world, format);
    this.declarants = Declarants.plan(world, format);
    this.cells = cells;
    this.order = new Shuffle(world.chance().of("ordre immatriculations"), items());
    this.fleet = new Fleet(world);
    this.holders = new Holders(world);
    this.row = new RegistrationRow(new Spelling(world.chance()));
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
    return world.sizes().households() + world.sizes().young() + world.sizes().companyVehicles();
  }

  @Override
  public List<Aside> asides() {
    return List.of(Register.VEHICLES, Register.LINKS);
  }

  @Override
  public void write(long item, Recorder recorder) {
    long slot = order.at(item);
    long other = slot - world.sizes().households();
    if (other < 0) {
      household(world.households().at(slot), recorder);
    } else if (other < world.sizes().young()) {
      young(other, recorder);
    } else {
      Vehicle vehicle = fleet.other(other, true);
      long number = Fleet.MOST * world.sizes().households() + other;
      row.fill(vehicle, holders.company(other, number), number, recorder);
      recorder.emit(number);
      aside(recorder, vehicle).ascii('\n');
    }
  }

  private void household(Household household, Recorder recorder) {
    List<Vehicle> counted = new ArrayList<>(Fleet.MOST);
    int count = fleet.count(household);
    for (int k = 0; k < count; k++) {
      Vehicle vehicle = fleet.vehicle(household, k);
      int role = fleet.holder(household, k);
      Person person = household.declarants().get(role);
      long number = fleet.number(household, k);
      row.fill(vehicle, holders.natural(person, household.address(), number), number, recorder);
      boolean accepted = recorder.emit(number);
      aside(recorder, vehicle).number(person.number(), 1).ascii('\n');
      if (accepted && declarants.accepts(person.number())) {
        recorder.aside(1).text(person.spi()).ascii(',').text(vehicle.plate()).ascii('\n');
        if (vehicle.combustionCar()) {
          counted.add(vehicle);
        }
      }
    }
    if (counted.size() >= 2 && households.accepts(household.number())) {
      cells.count(household, counted);
    }
  }

  private void young(long index, Recorder recorder) {
    Person person = world.persons().youngAdult(index);
    long number = Fleet.MOST * world.sizes().households() + index;
    if (person.age() >= 18 && holders.youngHolds(number)) {
      Vehicle vehicle = fleet.other(index, false);
      row.fill(vehicle, holders.young(person, number), number, recorder);
      recorder.emit(number);
      aside(recorder, vehicle).number(person.number(), 1).ascii('\n');
    }
  }

  private static Bytes aside(Recorder recorder, Vehicle vehicle) {
    return recorder.aside(0).text(vehicle.plate()).ascii(',').text(vehicle.vin()).ascii(',');
  }
}
