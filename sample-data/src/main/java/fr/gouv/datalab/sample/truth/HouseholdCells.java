package fr.gouv.datalab.sample.truth;

import fr.gouv.datalab.sample.cars.Vehicle;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.homes.Households;
import fr.gouv.datalab.sample.places.Communes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Households that hold at least two combustion cars, by department, energy and decile of income.
 * Safe for any thread.
 */
public final class HouseholdCells {
  private static final String[] ENERGIES = {"ESSENCE", "GAZOLE", "MIXTE"};
  private final List<String> departments;
  private final double[] thresholds;
  private final AtomicLongArray cells;

  /** No household yet. */
  public HouseholdCells(Communes communes, double[] thresholds) {
    this.departments = communes.departments().stream().sorted().toList();
    this.thresholds = thresholds.clone();
    this.cells = new AtomicLongArray(departments.size() * 30);
  }

  /** Counts a household by the two or more cars that count. */
  public void count(Household household, List<Vehicle> cars) {
    int decile = 0;
    while (decile < 9 && thresholds[decile] < household.income()) {
      decile++;
    }
    long diesel = cars.stream().filter(car -> car.energy().equals("GO")).count();
    int energy = diesel == 0 ? 0 : diesel == cars.size() ? 1 : 2;
    int department =
        departments.indexOf(Households.departmentOf(household.address().commune().code()));
    cells.incrementAndGet(department * 30 + energy * 10 + decile);
  }

  /** The lines of {@code vehicules_foyers.csv}: cells that are not empty, in order. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("departement,energie,decile,effectif");
    for (int i = 0; i < cells.length(); i++) {
      if (cells.get(i) > 0) {
        lines.add(
            departments.get(i / 30)
                + ","
                + ENERGIES[i / 10 % 3]
                + ","
                + (i % 10 + 1)
                + ","
                + cells.get(i));
      }
    }
    return lines;
  }
}
