package fr.gouv.datalab.sample.names;

import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.people.Sex;
import fr.gouv.datalab.sample.places.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Surnames and first names of France with the frequencies of the civil register, first names by sex
 * and decade of birth. Immutable.
 */
public final class Names {
  private static final int FIRST_DECADE = 1911;
  private static final int LAST_DECADE = 2011;

  private final List<String> surnames;
  private final Weighted surname;
  private final Map<String, List<String>> firstNames = new LinkedHashMap<>();
  private final Map<String, Weighted> firstName = new LinkedHashMap<>();

  private Names(List<String[]> surnameRows, List<String[]> firstNameRows) {
    this.surnames = surnameRows.stream().map(row -> row[0]).toList();
    this.surname = weighted(surnameRows, 1);
    Map<String, List<String[]>> groups = new LinkedHashMap<>();
    for (String[] row : firstNameRows) {
      groups.computeIfAbsent(row[0] + row[1], k -> new ArrayList<>()).add(row);
    }
    groups.forEach(
        (group, rows) -> {
          firstNames.put(group, rows.stream().map(row -> row[2]).toList());
          firstName.put(group, weighted(rows, 3));
        });
  }

  /** The names of the module's resources. */
  public static Names load() {
    return new Names(Resource.rows("noms.csv"), Resource.rows("prenoms.csv"));
  }

  /** A surname in capitals without accents, as French civil registers list them. */
  public String surname(long bits) {
    return surnames.get(surname.pick(bits));
  }

  /** A first name of a person of this sex born in this year, with its accents and hyphens. */
  public String firstName(Sex sex, int birthYear, long bits) {
    int decade = Math.min(Math.max((birthYear - 1) / 10 * 10 + 1, FIRST_DECADE), LAST_DECADE);
    String group = sex.initial() + decade;
    return firstNames.get(group).get(firstName.get(group).pick(bits));
  }

  private static Weighted weighted(List<String[]> rows, int column) {
    return new Weighted(
        rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray());
  }
}
