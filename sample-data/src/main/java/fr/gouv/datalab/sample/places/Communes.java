package fr.gouv.datalab.sample.places;

import fr.gouv.datalab.sample.chance.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The communes where people live, drawn by population, in France or in one department. Immutable.
 */
public final class Communes {
  private final List<Commune> all;
  private final Weighted anywhere;
  private final Map<String, List<Commune>> byDepartment = new LinkedHashMap<>();
  private final Map<String, Weighted> inDepartment = new LinkedHashMap<>();

  private Communes(List<Commune> all) {
    this.all = List.copyOf(all);
    this.anywhere = byPopulation(all);
    for (Commune commune : all) {
      byDepartment.computeIfAbsent(commune.department(), d -> new ArrayList<>()).add(commune);
    }
    byDepartment.forEach(
        (department, communes) -> inDepartment.put(department, byPopulation(communes)));
  }

  /** The communes of the 101 departments, from the module's resource. */
  public static Communes load() {
    List<Commune> communes = new ArrayList<>();
    for (String[] field : Resource.rows("communes.csv")) {
      if (field[0].equals("C")) {
        communes.add(commune(field));
      }
    }
    return new Communes(communes);
  }

  static Commune commune(String[] field) {
    return new Commune(
        field[1],
        field[2],
        Integer.parseInt(field[3]),
        field[4],
        field[5],
        List.of(field[6].split(" ")));
  }

  /** A commune of France, by population. */
  public Commune anywhere(long bits) {
    return all.get(anywhere.pick(bits));
  }

  /**
   * A commune of the department by population, or of France when the department is none of the 101.
   */
  public Commune in(String department, long bits) {
    Weighted choice = inDepartment.get(department);
    return choice == null ? anywhere(bits) : byDepartment.get(department).get(choice.pick(bits));
  }

  /** Codes of the departments, in the order of the official code. */
  public List<String> departments() {
    return List.copyOf(byDepartment.keySet());
  }

  private static Weighted byPopulation(List<Commune> communes) {
    return new Weighted(communes.stream().mapToDouble(Commune::population).toArray());
  }
}
