package fr.gouv.datalab.ingest.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.crypto.tink.HybridEncrypt;
import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.RecordSplitter;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.vault.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.roaringbitmap.RoaringBitmap;

/** The rows of one chunk, as one pass wants them. */
final class Rows implements Iterator<InternalRow>, AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final RoaringBitmap duplicates;
  private final RowsWanted wanted;
  private final RowReader reader;
  private final RowFormat format;
  private final InputStream in;
  private final RecordSplitter records;
  private final int file;
  private final LinkTokens tokens;
  private final byte[] normalised = new byte[IdentifierKind.MAX_BYTES];
  private byte[] keyBytes = new byte[256];
  private final Envelope envelope;
  private final String batch;
  private int sealed;
  private final ArrayDeque<InternalRow> ready = new ArrayDeque<>();
  private boolean ended;

  Rows(Chunk chunk, RowFormat format, RowsWanted wanted, RoaringBitmap duplicates) {
    this.duplicates = duplicates;
    this.wanted = wanted;
    this.format = format;
    reader = new RowReader(format);
    file = chunk.file();
    try {
      in = open(chunk);
      records = new RecordSplitter(in, format.separator(), chunk.firstLine());
    } catch (IOException e) {
      throw new UncheckedIOException("A delivered file can no longer be read.", e);
    }
    tokens =
        wanted instanceof RowsWanted.Good good && !good.links().isEmpty()
            ? LinkTokens.of(KeyRing.at(good.keys()).tokenizer())
            : null;
    if (wanted instanceof RowsWanted.Sealed vault) {
      batch = vault.delivery() + "/" + UUID.randomUUID();
      HybridEncrypt custodian = KeyRing.at(vault.keys()).store().encrypter(KeyName.CUSTODIAN);
      envelope = Envelope.seal(batch, custodian);
    } else {
      batch = null;
      envelope = null;
    }
  }

  private static InputStream open(Chunk chunk) throws IOException {
    if (!chunk.gzip()) {
      return new Bounded(chunk.source().open(chunk.offset()), chunk.length());
    }
    InputStream text = new GZIPInputStream(chunk.source().open(0), 1 << 16);
    text.skipNBytes(chunk.offset());
    return text;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      try {
        if (records.next()) {
          read();
        } else {
          ended = true;
          close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("A delivered file changed while it was read.", e);
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() throws IOException {
    if (wanted instanceof RowsWanted.Good good) {
      if (isGood()) {
        ready.add(good(good));
      }
    } else if (wanted instanceof RowsWanted.Keys keys) {
      if (keys.onlyGood() ? reader.read(records) == null : reader.take(records)) {
        ready.add(keys(keys));
      }
    } else if (wanted instanceof RowsWanted.Sealed vault) {
      if (isGood()) {
        seal(vault);
      }
    } else if (wanted instanceof RowsWanted.Bad bad) {
      RowRule rule = reader.read(records);
      if (rule == null && isDuplicate()) {
        rule = RowRule.DUPLICATE;
      }
      if (rule != null || bad.conditions()) {
        ready.add(bad(bad, rule));
      }
    }
  }

  private boolean isGood() {
    return reader.read(records) == null && !isDuplicate();
  }

  private boolean isDuplicate() {
    return duplicates != null && duplicates.contains((int) records.line());
  }

  private InternalRow good(RowsWanted.Good good) {
    Object[] values = new Object[good.columns().length + good.links().size()];
    typed(good.columns(), values, 0);
    int at = good.columns().length;
    for (IdentityFormat identity : good.links()) {
      values[at++] = identity.applies(reader) ? tokens.encode(identity.values(reader)) : null;
    }
    return new GenericInternalRow(values);
  }

  private void typed(int[] columns, Object[] values, int from) {
    for (int i = 0; i < columns.length; i++) {
      values[from + i] = reader.isAbsent(columns[i]) ? null : typed(columns[i]);
    }
  }

  private Object typed(int at) {
    if (!reader.isNumber(at)) {
      return text(at);
    }
    long number = reader.number(at);
    return switch (format.typeOf(at)) {
      case "integer", "date" -> (int) number;
      case "long" -> number;
      case "boolean" -> number == 1;
      default -> Decimal.createUnsafe(number, format.precisionOf(at), format.scaleOf(at));
    };
  }

  private UTF8String text(int at) {
    return UTF8String.fromBytes(
        Arrays.copyOfRange(reader.text(at), reader.from(at), reader.to(at)));
  }

  private InternalRow keys(RowsWanted.Keys keys) {
    int length = 0;
    for (int at : keys.key()) {
      length = appendKey(at, length);
    }
    Object[] values = new Object[4 + keys.columns().length];
    values[0] = XXH64.hashUnsafeBytes(keyBytes, Platform.BYTE_ARRAY_OFFSET, length, 42L);
    values[1] = XXH64.hashUnsafeBytes(keyBytes, Platform.BYTE_ARRAY_OFFSET, length, 4711L);
    values[2] = file;
    values[3] = (int) records.line();
    if (keys.onlyGood()) {
      typed(keys.columns(), values, 4);
    }
    return new GenericInternalRow(values);
  }

  /** Appends one part of the key, normalised where it is an identifier, after its length. */
  private int appendKey(int at, int length) {
    byte[] bytes = reader.text(at);
    int from = reader.from(at);
    int size = reader.to(at) - from;
    IdentifierKind kind = format.kindOf(at);
    if (kind != null) {
      int valid = kind.normalise(bytes, from, from + size, normalised);
      if (valid >= 0) {
        bytes = normalised;
        from = 0;
        size = valid;
      }
    }
    if (length + size + 4 > keyBytes.length) {
      keyBytes = Arrays.copyOf(keyBytes, 2 * (length + size + 4));
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      keyBytes[length++] = (byte) (size >>> shift);
    }
    System.arraycopy(bytes, from, keyBytes, length, size);
    return length + size;
  }

  private InternalRow bad(RowsWanted.Bad bad, RowRule rule) throws IOException {
    Object[] values = new Object[6 + bad.columns().length];
    values[0] = file;
    values[1] = records.line();
    values[2] = rule == null ? -1 : rule.ordinal();
    values[3] = rule == RowRule.DUPLICATE ? -2 : reader.column();
    values[4] = reader.detail();
    if (rule == null) {
      typed(bad.columns(), values, 6);
    } else if (rule != RowRule.COLUMNS) {
      boolean[] accepted = new boolean[format.columns().size()];
      for (int i = 0; i < accepted.length; i++) {
        accepted[i] = reader.check(i) == null;
      }
      values[5] = UTF8String.fromBytes(kept(accepted));
      for (int i = 0; i < bad.columns().length; i++) {
        int at = bad.columns()[i];
        boolean keep = accepted[at] || format.kindOf(at) != null;
        values[6 + i] = keep && !reader.isAbsent(at) ? typed(at) : null;
      }
    }
    return new GenericInternalRow(values);
  }

  /**
   * What quarantine keeps in clear of a row: values of columns that identify nobody and that their
   * own column accepts. A name that slipped into another column is not among them.
   */
  private byte[] kept(boolean[] accepted) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (int i = 0; i < accepted.length; i++) {
        if (accepted[i] && format.mayKeep(i) && !reader.isAbsent(i)) {
          json.writeStringField(format.nameOf(i), text(i).toString());
        }
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private void seal(RowsWanted.Sealed vault) throws IOException {
    for (IdentityFormat identity : vault.identities()) {
      if (!identity.applies(reader) || reader.isAbsent(identity.key())) {
        continue;
      }
      Object[] values = new Object[6 + vault.columns().length];
      values[0] = UTF8String.fromString(identity.name());
      values[1] = text(identity.key());
      values[2] = UTF8String.fromString(batch);
      values[3] = sealed;
      values[4] = sealed == 0 ? envelope.header() : null;
      values[5] = envelope.seal(sealed, record(identity.values(reader)));
      typed(vault.columns(), values, 6);
      sealed++;
      ready.add(new GenericInternalRow(values));
    }
  }

  private static byte[] record(String[] parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (CivilStatus part : CivilStatus.values()) {
        if (parts[part.ordinal()] != null) {
          json.writeStringField(part.name(), parts[part.ordinal()]);
        }
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
