package fr.gouv.datalab.lake.spark;

import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakeCryptoFactory;
import java.util.List;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.classic.SparkSession;

/** Spark sessions that may open files of the lake, on behalf of one access. */
public final class LakeSession {
  private LakeSession() {}

  /** A session that reads what the access grants, and writes nothing. */
  public static SparkSession reading(SparkSession engine, LakeAccess access) {
    SparkSession session = engine.newSession();
    session.conf().set(KeyToolkit.KEY_ACCESS_TOKEN_PROPERTY_NAME, access.token());
    return session;
  }

  /**
   * Lets a session write one table, each column under the key of its family. What looks random gets
   * no dictionary, which would not make it shorter.
   */
  static void writes(SparkSession session, Families families, List<String> columns) {
    session.conf().set(LakeCryptoFactory.FOOTER_KEY_PROPERTY_NAME, families.footerKey().value());
    session.conf().set(LakeCryptoFactory.COLUMN_KEYS_PROPERTY_NAME, families.columnKeys(columns));
    for (String column : columns) {
      if (families.isRandom(column)) {
        session.conf().set(ParquetOutputFormat.ENABLE_DICTIONARY + "#" + column, "false");
      }
    }
  }
}
