package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All trainings with trainees, and the choice among them by a person's stage of life and
 * department. Immutable, one entry per training.
 */
public final class Offer {
  private final List<Formation> formations = new ArrayList<>();
  private final Map<String, Pool> pools = new LinkedHashMap<>();

  /** The offer of a world. */
  public Offer(World world) {
    Formations composed = new Formations(world);
    Map<String, List<Formation>> groups = new LinkedHashMap<>();
    for (int i = 0; i < world.sizes().formations(); i++) {
      Formation formation = composed.at(i);
      formations.add(formation);
      Stage stage = Stage.of(formation);
      groups
          .computeIfAbsent(stage + formation.commune().department(), k -> new ArrayList<>())
          .add(formation);
      groups.computeIfAbsent(stage.name(), k -> new ArrayList<>()).add(formation);
      groups.computeIfAbsent("", k -> new ArrayList<>()).add(formation);
    }
    groups.forEach((key, members) -> pools.put(key, new Pool(members)));
  }

  /** A training, by its number. */
  public Formation at(int number) {
    return formations.get(number);
  }

  /** How many there are. */
  public int size() {
    return formations.size();
  }

  /** A training for a stage of life, in the department when it has one and {@code near} holds. */
  Formation choose(Stage stage, String department, boolean near, long bits) {
    Pool pool = near ? pools.get(stage + department) : null;
    if (pool == null) {
      pool = pools.getOrDefault(stage.name(), pools.get(""));
    }
    return pool.members().get(pool.choice().pick(bits));
  }

  private record Pool(List<Formation> members, Weighted choice) {
    Pool(List<Formation> members) {
      this(members, new Weighted(members.stream().mapToDouble(Formation::weight).toArray()));
    }
  }
}
