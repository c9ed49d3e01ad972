package fr.gouv.datalab.rotations.spark;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.pseudonyms.Permutation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/**
 * All that the tables in use say: every row with its pseudonyms stepped back to tokens, which no
 * change of the lake's key may alter, and the pseudonyms themselves, of which none may stay.
 *
 * @param tables the rows of each table, as text, in order
 * @param pseudonyms every 16-byte pseudonym, in hexadecimal
 */
record LakeContent(Map<String, List<String>> tables, Set<String> pseudonyms) {

  static LakeContent of(Engine engine, Home home) {
    KeyStore keys = KeyStore.open(home.keys());
    LakePlaces places = LakePlaces.current(home, keys);
    Permutation lake = Permutation.ofLake(keys, keys.current(KeyName.LAKE));
    LakeContent content = new LakeContent(new TreeMap<>(), new HashSet<>());
    StandingTables standing =
        new StandingTables(places, engine.session().sessionState().newHadoopConf());
    for (StandingTables.Table table : standing.list()) {
      try (LakeAccess access = LakeAccess.rekeying(keys)) {
        String address = table.room().address(places, table.dataset());
        List<String> rows = new ArrayList<>();
        for (Row row :
            new LakeTable(engine.session(), access, address, Families.ofVault(table.dataset()))
                .read()
                .collectAsList()) {
          rows.add(content.text(table, row, lake));
        }
        Collections.sort(rows);
        content.tables.put(table.room().id() + ":" + table.dataset(), rows);
      }
    }
    return content;
  }

  private String text(StandingTables.Table table, Row row, Permutation lake) {
    StringBuilder text = new StringBuilder();
    for (StructField field : row.schema().fields()) {
      Object value = row.getAs(field.name());
      boolean keyed = table.room().mayHoldPseudonyms(field.name());
      if (value instanceof byte[] bytes) {
        text.append(keyed ? token(bytes, lake) : HexFormat.of().formatHex(bytes));
      } else if (value instanceof scala.collection.Map<?, ?> map) {
        new TreeMap<>(CollectionConverters.asJava(map))
            .forEach(
                (name, bytes) ->
                    text.append(name)
                        .append('=')
                        .append(bytes == null ? null : token((byte[]) bytes, lake))
                        .append(','));
      } else {
        text.append(value);
      }
      text.append('|');
    }
    return text.toString();
  }

  private String token(byte[] value, Permutation lake) {
    if (value.length != 16) {
      return HexFormat.of().formatHex(value);
    }
    pseudonyms.add(HexFormat.of().formatHex(value));
    return HexFormat.of().formatHex(lake.inverted(value));
  }
}
