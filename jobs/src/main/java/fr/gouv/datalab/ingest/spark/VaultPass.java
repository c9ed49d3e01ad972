package fr.gouv.datalab.ingest.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import fr.gouv.datalab.vault.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows for the vault: the identities of the records that the lake took, sealed to their custodian,
 * each under the pseudonym of its key. A task seals one batch; its header stands in the first row.
 */
final class VaultPass implements Pass {
  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();
  private static final StructType SCHEMA =
      new StructType()
          .add("identite", DataTypes.StringType)
          .add("cle", DataTypes.BinaryType)
          .add("lot", DataTypes.StringType)
          .add("numero", DataTypes.IntegerType)
          .add("entete", DataTypes.BinaryType)
          .add("scelle", DataTypes.BinaryType);

  private final ArrayList<IdentityFormat> identities;
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
   */
  VaultPass(Contract contract, Lines refused, Suppressed suppressed, String keys, String delivery) {
    identities = IdentityFormat.all(contract);
    this.suppressed = suppressed;
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
    return new Reading(format, file);
  }

  private final class Reading implements Task {
    private final RowFormat format;
    private final int file;
    private final RowReader reader;
    private final ErasedPersons erased;
    private final Pseudonymizer pseudonymizer = KeyRing.at(keys).pseudonymizer();
    private final UTF8String batch;
    private final Envelope envelope;
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
            number == 0 ? envelope.header() : null,
            envelope.seal(number, json(identity.values(reader)))
          });
    }

    private byte[] pseudonym(int key) {
      byte[] pseudonym = new byte[Tokenizer.BYTES];
      pseudonymizer.pseudonym(
          format.kindOf(key), reader.text(key), reader.from(key), reader.to(key), pseudonym, 0);
      return pseudonym;
    }
  }

  private static byte[] json(String[] parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (CivilStatus part : CivilStatus.values()) {
        if (parts[part.ordinal()] != null) {
          json.writeStringField(part.name(), parts[part.ordinal()]);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
