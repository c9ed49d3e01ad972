package fr.gouv.datalab.linkage.spark;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/** The types that an id may have, and how one becomes bytes and a value again. */
enum IdType {
  NUMBER(DataTypes.LongType) {
    @Override
    byte[] bytes(InternalRow row, int at) {
      return ByteBuffer.allocate(Long.BYTES).putLong(row.getLong(at)).array();
    }

    @Override
    Object value(byte[] bytes) {
      return ByteBuffer.wrap(bytes).getLong();
    }
  },
  TEXT(DataTypes.StringType) {
    @Override
    byte[] bytes(InternalRow row, int at) {
      return row.getUTF8String(at).getBytes();
    }

    @Override
    Object value(byte[] bytes) {
      return UTF8String.fromBytes(bytes);
    }
  },
  BINARY(DataTypes.BinaryType) {
    @Override
    byte[] bytes(InternalRow row, int at) {
      return row.getBinary(at);
    }

    @Override
    Object value(byte[] bytes) {
      return bytes;
    }
  };

  private final DataType dataType;

  IdType(DataType dataType) {
    this.dataType = dataType;
  }

  DataType dataType() {
    return dataType;
  }

  abstract byte[] bytes(InternalRow row, int at);

  /** The value as Spark holds it inside. */
  abstract Object value(byte[] bytes);

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException when it is neither a long, a text nor bytes
   */
  static IdType of(DataType type) {
    if (type instanceof LongType) {
      return NUMBER;
    }
    if (type instanceof StringType) {
      return TEXT;
    }
    if (type instanceof BinaryType) {
      return BINARY;
    }
    throw new IllegalArgumentException(
        "An id is a bigint, a string or a binary, not " + type.sql());
  }
}
