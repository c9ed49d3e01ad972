package fr.gouv.datalab.rotations.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.spark.ListTable;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.rotations.Rewritten;
import fr.gouv.datalab.rotations.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Copies one table from under one version of the lake's key to under another: each pseudonym steps
 * back to its token and forward again, everything else is as it was. The copy's files are under new
 * versions of the data keys, so that the old files can no longer be opened once the old versions
 * are gone, wherever a copy of them may be.
 *
 * <p>Nothing of the old table's history comes along. Streams: memory does not grow with the table.
 */
final class TableRewrite {
  private final SparkSession engine;
  private final KeyStore keys;
  private final Pseudonyms pseudonyms;
  private final LakePlaces from;
  private final LakePlaces to;

  TableRewrite(
      SparkSession engine, KeyStore keys, Pseudonyms pseudonyms, LakePlaces from, LakePlaces to) {
    this.engine = engine;
    this.keys = keys;
    this.pseudonyms = pseudonyms;
    this.from = from;
    this.to = to;
  }

  /** The last commit of the table as it stands. */
  long lastCommit(StandingTables.Table table) {
    try (LakeAccess access = LakeAccess.rekeying(keys)) {
      return at(from, table, access, Families.ofVault(table.dataset())).lastCommit();
    }
  }

  /**
   * Copies the table; what a killed copy left must have been removed.
   *
   * @param contract the dataset's, unless it left the catalogue
   * @return what was copied; empty when the table's own key was destroyed, and nobody can read it
   * @throws IntegrityException when the copy has not as many rows
   */
  Optional<Rewritten> copy(StandingTables.Table table, Optional<Contract> contract) {
    Families known = families(table, contract, new StructType());
    boolean unknown = table.room() == Room.LISTS && !keys.exists(KeyName.project(table.dataset()));
    if (isDestroyed(known.footerKey()) || unknown) {
      return Optional.empty();
    }
    try (LakeAccess reading = LakeAccess.rekeying(keys)) {
      LakeTable old = at(from, table, reading, known);
      long commit = old.lastCommit();
      Dataset<Row> rows = old.read(commit);
      Families families = families(table, contract, rows.schema());
      Set<KeyName> destroyed = new HashSet<>();
      for (KeyName key : families.keys()) {
        if (isDestroyed(key)) {
          destroyed.add(key);
        } else if (!keys.create(key)) {
          keys.rotate(key);
        }
      }
      Column[] columns = columns(table.room(), rows.schema(), families, destroyed);
      try (LakeAccess writing = LakeAccess.rekeying(keys)) {
        long written =
            at(to, table, writing, families)
                .create(session -> at(from, table, reading, known).read(commit, session), columns);
        long expected = rows.count();
        if (written != expected) {
          throw new IntegrityException(
              table.dataset()
                  + ": "
                  + expected
                  + " rows stand under the old key and "
                  + written
                  + " were rewritten: nothing was changed for readers.");
        }
        return Optional.of(new Rewritten(table.room(), table.dataset(), commit, written));
      }
    }
  }

  /**
   * The names that the rows of lists give under the new version, by list: of those alone whose rows
   * are as they were drawn, or as an earlier change left them.
   *
   * @param lists of one convention
   */
  Map<String, String> contents(StandingTables.Table table, List<MailingList> lists) {
    Families families = ListTable.families(table.dataset());
    Map<String, String> contents = new HashMap<>();
    try (LakeAccess reading = LakeAccess.rekeying(keys)) {
      LakeTable old = at(from, table, reading, families);
      LakeTable copy = at(to, table, reading, families);
      for (MailingList list : lists) {
        if (ListTable.name(old, list).equals(list.content())) {
          contents.put(list.id(), ListTable.name(copy, list));
        }
      }
    }
    return contents;
  }

  private boolean isDestroyed(KeyName key) {
    return keys.isDestroyed(key);
  }

  private LakeTable at(
      LakePlaces places, StandingTables.Table table, LakeAccess access, Families families) {
    return new LakeTable(engine, access, table.room().address(places, table.dataset()), families);
  }

  /**
   * Every column that no longer is in the contract keeps to the most guarded family it may have.
   */
  private static Families families(
      StandingTables.Table table, Optional<Contract> contract, StructType schema) {
    switch (table.room()) {
      case QUARANTINE -> {
        return Families.ofQuarantine(table.dataset());
      }
      case VAULT -> {
        return Families.ofVault(table.dataset());
      }
      case LISTS -> {
        return ListTable.families(table.dataset());
      }
      case LAKE -> {
        Map<String, String> byColumn = new HashMap<>();
        Set<String> plain = new HashSet<>(Set.of(LakeTable.DELIVERY));
        contract.ifPresent(
            known -> {
              byColumn.putAll(Families.of(known).byColumn());
              known.lakeColumns().forEach(column -> plain.add(column.name()));
            });
        for (StructField field : schema.fields()) {
          if (!byColumn.containsKey(field.name()) && !plain.contains(field.name())) {
            byColumn.put(field.name(), guarded(field));
          }
        }
        return new Families(table.dataset(), Families.COMMON, byColumn);
      }
    }
    throw new IllegalStateException("A room without families.");
  }

  private static String guarded(StructField field) {
    if (field.name().startsWith(Families.LINK_COLUMN)) {
      return Families.LINKAGE;
    }
    return field.dataType() instanceof BinaryType ? Families.IDENTIFIERS : Families.SENSITIVE;
  }

  /** A column whose key was destroyed is unreadable for good: it does not come along. */
  private Column[] columns(
      Room room, StructType schema, Families families, Set<KeyName> destroyed) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      KeyName key = KeyName.data(families.dataset(), families.of(field.name()));
      if (!destroyed.contains(key)) {
        Column old = functions.col("`" + field.name() + "`");
        columns.add(
            room.mayHoldPseudonyms(field.name())
                ? (room == Room.LISTS
                        ? pseudonyms.rekeyedProject(
                            families.dataset(), from.version(), to.version(), old)
                        : rekeyed(field.dataType(), old))
                    .as(field.name())
                : old);
      }
    }
    return columns.toArray(Column[]::new);
  }

  private Column rekeyed(DataType type, Column old) {
    if (type instanceof BinaryType) {
      return pseudonyms.rekeyed(from.version(), to.version(), old);
    }
    if (type instanceof MapType map && map.valueType() instanceof BinaryType) {
      return functions.transform_values(
          old, (name, value) -> pseudonyms.rekeyed(from.version(), to.version(), value));
    }
    return old;
  }
}
