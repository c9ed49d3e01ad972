package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.civilstatus.CivilStatus;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * One identity of a contract, by the places of its columns in a {@link RowReader}.
 *
 * @param name of the identity
 * @param key place of the identifier under which it is kept
 * @param keyColumn that identifier's name
 * @param places for each {@link CivilStatus} by ordinal, the place of its column, or -1
 * @param when places and the values that they must have
 * @param linkage whether it has linkage tokens
 */
public record IdentityFormat(
    String name,
    int key,
    String keyColumn,
    int[] places,
    TreeMap<Integer, String> when,
    boolean linkage)
    implements Serializable {
  /** The identity's places in the rows of a contract. */
  public static IdentityFormat of(Contract contract, Identity identity) {
    int[] places = new int[CivilStatus.values().length];
    java.util.Arrays.fill(places, -1);
    identity
        .roles()
        .forEach(
            (role, column) ->
                places[CivilStatus.valueOf(role).ordinal()] = place(contract, column));
    TreeMap<Integer, String> when = new TreeMap<>();
    identity.when().forEach((column, value) -> when.put(place(contract, column), value));
    return new IdentityFormat(
        identity.name(),
        place(contract, identity.key()),
        identity.key(),
        places,
        when,
        identity.linkage());
  }

  /** Every identity of a contract, in its order. */
  public static ArrayList<IdentityFormat> all(Contract contract) {
    ArrayList<IdentityFormat> all = new ArrayList<>();
    contract.identities().forEach(identity -> all.add(of(contract, identity)));
    return all;
  }

  private static int place(Contract contract, String column) {
    for (int i = 0; i < contract.fileColumns().size(); i++) {
      if (contract.fileColumns().get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("No column " + column + " in " + contract.dataset());
  }

  /** Whether the row names such a person. */
  public boolean applies(RowReader row) {
    for (Map.Entry<Integer, String> condition : when.entrySet()) {
      int at = condition.getKey();
      String value =
          new String(row.text(at), row.from(at), row.to(at) - row.from(at), StandardCharsets.UTF_8);
      if (!value.equals(condition.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** The values of its parts, by the ordinal of {@link CivilStatus}; null where absent. */
  public String[] values(RowReader row) {
    String[] values = new String[places.length];
    for (int role = 0; role < places.length; role++) {
      int at = places[role];
      if (at >= 0 && !row.isAbsent(at)) {
        values[role] =
            new String(
                row.text(at), row.from(at), row.to(at) - row.from(at), StandardCharsets.UTF_8);
      }
    }
    return values;
  }
}
