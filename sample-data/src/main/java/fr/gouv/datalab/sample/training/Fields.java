package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.places.Resource;
import java.util.List;

/**
 * The fields of training: codes and labels of the French nomenclature of training specialities
 * (NSF), with shares of our own.
 */
final class Fields {
  private final List<String[]> rows = Resource.rows("domaines.csv");
  private final Weighted choice =
      new Weighted(rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray());

  /** Position of a field. */
  int pick(long bits) {
    return choice.pick(bits);
  }

  String code(int field) {
    return rows.get(field)[0];
  }

  String label(int field) {
    return rows.get(field)[1];
  }
}
