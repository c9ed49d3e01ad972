package fr.gouv.datalab.lake.spark;

import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakeCryptoFactory;
import java.util.List;
import org.apache.parquet.crypto.keytools.KeyToolkit;
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

  /** A session that writes one table, each column under the key of its family. */
  static SparkSession writing(
      SparkSession engine, LakeAccess access, Families families, List<String> columns) {
    SparkSession session = reading(engine, access);
    String footer = families.footerKey().value();
    String byColumn = families.columnKeys(columns);
    session.conf().set(LakeCryptoFactory.FOOTER_KEY_PROPERTY_NAME, footer);
    session.conf().set(LakeCryptoFactory.COLUMN_KEYS_PROPERTY_NAME, byColumn);
    return session;
  }
}
