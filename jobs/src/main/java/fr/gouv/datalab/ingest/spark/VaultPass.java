package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.IdentityRecord;
import fr.gouv.datalab.ingest.Lot;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.TokenText;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import fr.gouv.datalab.vault.Envelope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows for the vault: the identities of the records that the lake took, sealed to their custodian,
 * each under the pseudonym of its key. A task seals one batch; its header stands with each record,
 * so that any of them can be erased and the others still open (the file holds it once). A tokenised
 * file is one batch, sealed by its producer.
 */
final class VaultPass implements Pass {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("identite", DataTypes.StringType)
          .add("cle", DataTypes.BinaryType)
          .add("lot", DataTypes.StringType)
          .add("numero", DataTypes.IntegerType)
          .add("entete", DataTypes.BinaryType)
          .add("scelle", DataTypes.BinaryType);

  private final ArrayList<IdentityFormat> identities;
  private final TreeMap<Integer, Lot> lots;
  private final Lines refused;
  private final Suppressed suppressed;
  private final String keys;
  private final String delivery;

  /**
   * The identities of the records that the lake took.
   *
   * @param refused the records that it did not take
   * @param suppressed persons of whom nothing is sealed
   * @param keys the key store's directory
   * @param delivery named in the batches
   * @param lots of the tokenised files, by their place
   */
  VaultPass(
      Contract contract,
      Lines refused,
      Suppressed suppressed,
      String keys,
      String delivery,
      Map<Integer, Lot> lots) {
    identities = IdentityFormat.all(contract);
    this.suppressed = suppressed;
    this.lots = new TreeMap<>(lots);
    this.refused = refused;
    this.keys = keys;
    this.delivery = delivery;
  }

  @Override
  public StructType schema() {
    return SCHEMA;
  }

  @Override
  public Task begin(RowFormat format, int file) {
    return format.tokens()
        ? new SealedReading(format, file, lots.get(file))
        : new Reading(format, file);
  }

  /** Of a tokenised file: what the producer sealed, passed on. */
  private final class SealedReading implements Task {
    private final RowFormat format;
    private final int file;
    private final RowReader reader;
    private final ErasedPersons erased;
    private final UTF8String batch;
    private final byte[] header;
    private final Pseudonymizer pseudonymizer = KeyRing.at(keys).pseudonymizer();
    private final List<InternalRow> rows = new ArrayList<>();

    SealedReading(RowFormat format, int file, Lot lot) {
      this.format = format;
      this.file = file;
      reader = new RowReader(format);
      erased = new ErasedPersons(suppressed, format, identities, keys);
      batch = UTF8String.fromString(lot.name());
      header = lot.envelope();
    }

    @Override
    public int take(Records record) {
      rows.clear();
      if (refused.has(file, record.line()) || !reader.take(record)) {
        return 0;
      }
      erased.look(reader);
      for (int i = 0; i < identities.size(); i++) {
        IdentityFormat identity = identities.get(i);
        int at = format.place(TokenizedLayout.SEALED + identity.name());
        if (!reader.isAbsent(at) && !erased.hasIdentity(i)) {
          rows.add(passedOn(identity, at));
        }
      }
      return rows.size();
    }

    private InternalRow passedOn(IdentityFormat identity, int at) {
      ByteBuffer sealed = ByteBuffer.wrap(TokenText.bytes(reader, at, format));
      int number = sealed.getInt();
      byte[] content = new byte[sealed.remaining()];
      sealed.get(content);
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(identity.name()),
            pseudonymizer.ofToken(
                TokenText.token(reader, format.place(identity.keyColumn()), format)),
            batch,
            number,
            header,
            content
          });
    }

    @Override
    public InternalRow row(int i) {
      return rows.get(i);
    }
  }

  private final class Reading implements Task {
    private final RowFormat format;
    private final int file;
    private final RowReader reader;
    private final ErasedPersons erased;
    private final Pseudonymizer pseudonymizer = KeyRing.at(keys).pseudonymizer();
    private final UTF8String batch;
    private final Envelope envelope;
    private final byte[] header;
    private final List<InternalRow> rows = new ArrayList<>();
    private int sealed;

    Reading(RowFormat format, int file) {
      this.format = format;
      this.file = file;
      reader = new RowReader(format);
      erased = new ErasedPersons(suppressed, format, identities, keys);
      String name = delivery + "/" + UUID.randomUUID();
      batch = UTF8String.fromString(name);
      envelope = Envelope.seal(name, KeyRing.at(keys).store().encrypter(KeyName.CUSTODIAN));
      header = envelope.header();
    }

    @Override
    public int take(Records record) {
      rows.clear();
      if (refused.has(file, record.line()) || !reader.take(record)) {
        return 0;
      }
      erased.look(reader);
      for (int i = 0; i < identities.size(); i++) {
        IdentityFormat identity = identities.get(i);
        if (identity.applies(reader)
            && !reader.isAbsent(identity.key())
            && !erased.hasIdentity(i)) {
          rows.add(sealed(identity));
        }
      }
      return rows.size();
    }

    @Override
    public InternalRow row(int i) {
      return rows.get(i);
    }

    private InternalRow sealed(IdentityFormat identity) {
      int number = sealed++;
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(identity.name()),
            pseudonym(identity.key()),
            batch,
            number,
            header,
            envelope.seal(number, IdentityRecord.json(identity.values(reader)))
          });
    }

    private byte[] pseudonym(int key) {
      byte[] pseudonym = new byte[Tokenizer.BYTES];
      pseudonymizer.pseudonym(
          format.kindOf(key), reader.text(key), reader.from(key), reader.to(key), pseudonym, 0);
      return pseudonym;
    }
  }
}
