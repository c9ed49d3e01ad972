package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The keys of good records as the lake has them, each with the place of its record: to be held
 * against those that are in the lake already.
 */
final class PlacedKeyPass implements Pass {
  private static final long serialVersionUID = 1L;

  private final LakePass good;
  private final int[] key;
  private final StructType schema;

  /**
   * The keys of records.
   *
   * @param good makes the lake's rows
   * @param key columns of the lake
   */
  PlacedKeyPass(LakePass good, List<String> key) {
    this.good = good;
    this.key = key.stream().mapToInt(good.schema()::fieldIndex).toArray();
    StructType columns = new StructType();
    for (int at : this.key) {
      columns = columns.add(good.schema().fields()[at]);
    }
    schema = columns.add("fichier", DataTypes.IntegerType).add("ligne", DataTypes.LongType);
  }

  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public Task begin(RowFormat format, int file) {
    Task rows = good.begin(format, file);
    SpecificInternalRow row = new SpecificInternalRow(schema);
    return new Task() {
      @Override
      public int take(Records record) {
        int made = rows.take(record);
        if (made > 0) {
          InternalRow whole = rows.row(0);
          for (int i = 0; i < key.length; i++) {
            row.update(i, whole.get(key[i], schema.fields()[i].dataType()));
          }
          row.setInt(key.length, file);
          row.setLong(key.length + 1, record.line());
        }
        return made;
      }

      @Override
      public InternalRow row(int i) {
        return row;
      }

      @Override
      public void end() {
        rows.end();
      }
    };
  }
}
