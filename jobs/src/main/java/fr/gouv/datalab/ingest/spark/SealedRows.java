package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.KeptForm;
import fr.gouv.datalab.ingest.KeptRecord;
import fr.gouv.datalab.ingest.Lot;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.vault.Envelope;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Seals the refused records of one file in one task, to quarantine's key: who seals cannot open.
 * One batch, whose header stands with each record. Not thread-safe.
 */
final class SealedRows {
  /**
   * One sealed record.
   *
   * @param lot its batch
   * @param number in the batch
   * @param header what opens the batch
   */
  record Sealed(UTF8String lot, Integer number, byte[] header, byte[] content) {}

  /** In the place of a record that cannot be judged again. */
  static final Sealed NOTHING = new Sealed(null, null, null, null);

  private final RowFormat format;
  private final RowReader reader;
  private final KeptForm form;
  private final UTF8String line;
  private final String name;
  private final String keys;
  private Envelope envelope;
  private byte[] header;
  private int sealed;

  SealedRows(RowFormat format, Optional<Lot> lot, String delivery, String keys) {
    this.format = format.asDelivered();
    this.keys = keys;
    reader = new RowReader(this.format);
    form = KeptForm.of(format, lot);
    line = UTF8String.fromString(form.line());
    name = delivery + "/quarantaine/" + UUID.randomUUID();
  }

  /** How the records are read again. */
  UTF8String form() {
    return line;
  }

  /** Seals a record that has its file's form. */
  Sealed seal(Records record) {
    if (!reader.take(record)) {
      return NOTHING;
    }
    if (envelope == null) {
      envelope = Envelope.seal(name, KeyRing.at(keys).store().encrypter(KeyName.QUARANTINE));
      header = envelope.header();
    }
    int number = sealed++;
    byte[] content = KeptRecord.write(reader, format, form.columns());
    return new Sealed(UTF8String.fromString(name), number, header, envelope.seal(number, content));
  }
}
