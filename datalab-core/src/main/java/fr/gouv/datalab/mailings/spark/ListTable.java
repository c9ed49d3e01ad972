package fr.gouv.datalab.mailings.spark;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.mailings.ListHash;
import fr.gouv.datalab.mailings.MailingList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The lists drawn under one convention: one encrypted table of the lake, under a key of the
 * convention's own ({@code data/CONVENTION/liste}). A row is a person of a unit; a unit without a
 * person, as those set aside, has one row.
 */
public final class ListTable implements AutoCloseable {
  /** The unit: a project pseudonym. */
  public static final String UNIT = "unite";

  /** {@code COURRIER} or {@code TEMOIN}. */
  public static final String GROUP = "groupe";

  /** The stratum within which the unit was drawn. */
  public static final String STRATUM = "strate";

  /** The person's rank among those of the unit, from 1; 0 without one. */
  public static final String RANK = "rang";

  /** The person: a project pseudonym, null without one. */
  public static final String PERSON = "personne";

  /** The columns, in order. */
  public static final StructType SCHEMA =
      new StructType()
          .add(UNIT, DataTypes.BinaryType)
          .add(GROUP, DataTypes.StringType)
          .add(STRATUM, DataTypes.StringType)
          .add(RANK, DataTypes.IntegerType)
          .add(PERSON, DataTypes.BinaryType);

  private static final String FAMILY = "liste";

  private final LakeAccess access;
  private final LakeTable table;

  private ListTable(LakeAccess access, LakeTable table) {
    this.access = access;
    this.table = table;
  }

  /** The lists of a convention, until closed. */
  public static ListTable open(Engine engine, Home home, String convention) {
    KeyStore keys = KeyStore.open(home.keys());
    Families families = families(convention);
    keys.create(families.footerKey());
    Consumer<KeyName> all = key -> {};
    LakeAccess access = LakeAccess.open(keys, all);
    String address = LakePlaces.of(home, access).lists(convention);
    return new ListTable(access, new LakeTable(engine.session(), access, address, families));
  }

  /** The family of a convention's lists, which has one key. */
  public static Families families(String convention) {
    return new Families(convention, FAMILY, Map.of());
  }

  /** Adds a list, in one commit. */
  public void add(String id, Dataset<Row> rows) {
    table.append(id, session -> session.createDataFrame(rows.javaRDD(), SCHEMA));
  }

  /** Removes rows that no registered list has: what a killed draw left. */
  public void keepOnly(Set<String> registered) {
    if (table.exists()) {
      List<Row> ids = table.read().select(LakeTable.DELIVERY).distinct().collectAsList();
      for (Row id : ids) {
        if (!registered.contains(id.getString(0))) {
          table.takeBack(id.getString(0));
        }
      }
    }
  }

  /** The rows of a list, in no order. */
  public Dataset<Row> rows(MailingList list) {
    return rows(table, list);
  }

  private static Dataset<Row> rows(LakeTable table, MailingList list) {
    return table
        .read()
        .where(functions.col(LakeTable.DELIVERY).equalTo(list.id()))
        .drop(LakeTable.DELIVERY);
  }

  /**
   * Whether the rows are those that gave the list its name, or what changes of the lake's key made
   * of them. Holds a few rows in memory.
   */
  public boolean isIntact(MailingList list) {
    return table.exists() && name(table, list).equals(list.content());
  }

  /** The name that a list's rows in a table give. */
  public static String name(LakeTable table, MailingList list) {
    return name(rows(table, list), ListHash.of(list), row -> {});
  }

  /**
   * The name that rows give.
   *
   * @param each told of each row, in the order of the hash
   */
  public static String name(Dataset<Row> rows, ListHash hash, Consumer<Row> each) {
    Iterator<Row> sorted =
        rows.select(UNIT, GROUP, STRATUM, RANK, PERSON).orderBy(UNIT, RANK).toLocalIterator();
    while (sorted.hasNext()) {
      Row row = sorted.next();
      hash.add(
          row.getAs(0),
          row.getString(1),
          row.getString(2),
          row.getInt(3),
          row.isNullAt(4) ? null : row.getAs(4));
      each.accept(row);
    }
    return hash.name();
  }

  @Override
  public void close() {
    access.close();
  }
}
