package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.homes.Household;
import java.util.Set;

/**
 * How many vehicles a household has, which they are, and which of its declarants holds each. Safe
 * for any thread.
 */
final class Fleet {
  /** No household has more. */
  static final int MOST = 3;

  private static final Set<String> DENSE = Set.of("75", "92", "93", "94");
  private final long households;
  private final Vehicles vehicles;
  private final Chance counts;

  Fleet(World world) {
    this.households = world.sizes().households();
    this.vehicles = new Vehicles(world.chance());
    this.counts = world.chance().of("parc");
  }

  /** 0 to {@link #MOST}. */
  int count(Household household) {
    double mean = household.declarants().size() == 2 ? 1.42 : 0.74;
    String department = household.address().commune().department();
    mean *=
        DENSE.contains(department)
            ? 0.5
            : household.address().commune().population() < 5_000 ? 1.22 : 0.98;
    mean *= household.income() < 8_000 ? 0.7 : household.income() > 45_000 ? 1.15 : 1;
    int age = household.declarants().get(0).age();
    mean *= age > 80 ? 0.65 : age < 22 ? 0.6 : 1;
    double none = Math.max(0.03, 1 - mean * 0.62);
    double chance = counts.unit(household.number());
    if (chance < none) {
      return 0;
    }
    double more = counts.unit(household.number(), 1);
    double second = Math.min(0.75, mean * 0.33);
    return more > second ? 1 : more > second * 0.22 ? 2 : MOST;
  }

  /** The number of a household's vehicle, unique among all vehicles. */
  long number(Household household, int k) {
    return MOST * household.number() + k;
  }

  /** A household's vehicle. */
  Vehicle vehicle(Household household, int k) {
    long old = k < 2 ? 2 * household.number() + k : -1;
    return vehicles.at(
        number(household, k), old, false, household.address().commune().department());
  }

  /** A vehicle of a young adult or a company: {@code index} counts from 0 over both. */
  Vehicle other(long index, boolean company) {
    return vehicles.at(MOST * households + index, -1, company, "");
  }

  /** The declarant who holds a household's vehicle, 0 or 1. */
  int holder(Household household, int k) {
    if (household.declarants().size() == 1) {
      return 0;
    }
    double first = household.declarants().get(0).sex().ordinal() == 0 ? 0.62 : 0.48;
    return counts.happens(household.number(), 2 + k, first) ? 0 : 1;
  }
}
