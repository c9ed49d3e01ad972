package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Spark's type for the values of a column. */
final class LakeTypes {
  private LakeTypes() {}

  static DataType of(Column column) {
    ColumnType type = column.type();
    if (type instanceof ColumnType.Int) {
      return DataTypes.IntegerType;
    }
    if (type instanceof ColumnType.Long) {
      return DataTypes.LongType;
    }
    if (type instanceof ColumnType.Date) {
      return DataTypes.DateType;
    }
    if (type instanceof ColumnType.Bool) {
      return DataTypes.BooleanType;
    }
    return type instanceof ColumnType.Decimal d
        ? DataTypes.createDecimalType(d.precision(), d.scale())
        : DataTypes.StringType;
  }
}
