package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RepeatedKeys;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowKey;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The good records whose key may stand twice in the delivery: 128 bits of a salted SHA-256 of the
 * key, and where the record is. The salt ends with the pass, so the hash names nobody afterwards.
 */
final class RepeatedKeyPass implements Pass {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("cle1", DataTypes.LongType)
          .add("cle2", DataTypes.LongType)
          .add("fichier", DataTypes.IntegerType)
          .add("ligne", DataTypes.LongType);

  private final ArrayList<String> key;
  private final Conditions conditions;
  private final RepeatedKeys repeated;
  private final Suppressed suppressed;
  private final ArrayList<IdentityFormat> identities;
  private final String keys;
  private final boolean mixed;
  private final byte[] salt = new byte[32];

  /**
   * The keys that may stand twice, of good records.
   *
   * @param suppressed persons whose records are not good
   * @param keys the key store's directory
   * @param mixed whether files in clear may stand beside tokenised ones
   */
  RepeatedKeyPass(
      Contract contract,
      Conditions conditions,
      RepeatedKeys repeated,
      Suppressed suppressed,
      String keys,
      boolean mixed) {
    this.suppressed = suppressed;
    this.keys = keys;
    this.mixed = mixed;
    identities = IdentityFormat.all(contract);
    key = new ArrayList<>(contract.uniqueKey());
    this.conditions = conditions;
    this.repeated = repeated;
    new SecureRandom().nextBytes(salt);
  }

  @Override
  public StructType schema() {
    return SCHEMA;
  }

  @Override
  public Task begin(RowFormat format, int file) {
    return new Reading(format, file);
  }

  private final class Reading implements Task {
    private final int file;
    private final RowReader keyReader;
    private final RowKey rowKey;
    private final Judge judge;
    private final MessageDigest digest = sha256();
    private final SpecificInternalRow row = new SpecificInternalRow(SCHEMA);

    Reading(RowFormat format, int file) {
      this.file = file;
      RowFormat keyFormat = format.only(format.places(key));
      keyReader = new RowReader(keyFormat);
      rowKey = new RowKey(keyFormat, mixed ? KeyRing.at(keys).tokenizer() : null);
      ErasedPersons erased = new ErasedPersons(suppressed, format, identities, keys);
      judge = new Judge(format, file, conditions, new Lines(), erased);
    }

    @Override
    public int take(Records record) {
      if (!keyReader.take(record)
          || !repeated.mayHave(rowKey.of(keyReader))
          || judge.broken(record) != null) {
        return 0;
      }
      digest.update(salt);
      digest.update(rowKey.bytes(), 0, rowKey.length());
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      row.setLong(0, hash.getLong());
      row.setLong(1, hash.getLong());
      row.setInt(2, file);
      row.setLong(3, record.line());
      return 1;
    }

    @Override
    public InternalRow row(int i) {
      return row;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
