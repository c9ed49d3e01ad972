package fr.gouv.datalab.rotations;

import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakePlaces;

/** The rooms whose tables change with the lake's key, each with the columns that do. */
public enum Room {
  /** The datasets' tables. */
  LAKE("lac") {
    @Override
    public String address(LakePlaces places, String dataset) {
      return places.table(dataset);
    }

    @Override
    public boolean mayHoldPseudonyms(String column) {
      return !column.startsWith(Families.LINK_COLUMN);
    }
  },
  /** Rows that broke their contract: a map of pseudonyms by column. */
  QUARANTINE("quarantaine") {
    @Override
    public String address(LakePlaces places, String dataset) {
      return places.quarantine(dataset);
    }

    @Override
    public boolean mayHoldPseudonyms(String column) {
      return column.equals("identifiants");
    }
  },
  /** Sealed identities, each beside the pseudonym of its key; what is sealed holds none. */
  VAULT("coffre") {
    @Override
    public String address(LakePlaces places, String dataset) {
      return places.vault(dataset);
    }

    @Override
    public boolean mayHoldPseudonyms(String column) {
      return column.equals("cle");
    }
  },
  /**
   * Lists of households to write to, under pseudonyms of a project: those are made of the lake's,
   * and follow them. The table's name is its convention's.
   */
  LISTS("listes") {
    @Override
    public String address(LakePlaces places, String convention) {
      return places.lists(convention);
    }

    @Override
    public boolean mayHoldPseudonyms(String column) {
      return column.equals("unite") || column.equals("personne");
    }
  };

  private final String id;

  Room(String id) {
    this.id = id;
  }

  /** The name by which the register knows it. */
  public String id() {
    return id;
  }

  /** The table of a dataset in this room. */
  public abstract String address(LakePlaces places, String dataset);

  /** Whether the binary values of a column are lake pseudonyms. */
  public abstract boolean mayHoldPseudonyms(String column);

  /** The room of that name. */
  static Room of(String id) {
    for (Room room : values()) {
      if (room.id.equals(id)) {
        return room;
      }
    }
    throw new IllegalStateException("The register names a room that there is not: " + id);
  }
}
