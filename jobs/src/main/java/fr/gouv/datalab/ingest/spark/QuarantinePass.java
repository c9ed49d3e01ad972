package fr.gouv.datalab.ingest.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Derivation;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Refusal;
import fr.gouv.datalab.ingest.CanonicalText;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.KeptForm;
import fr.gouv.datalab.ingest.KeptRecord;
import fr.gouv.datalab.ingest.Lot;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.ingest.TokenText;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import fr.gouv.datalab.rights.spark.RefusedNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows for quarantine: of each refused record its line, the column and the rule that refused it,
 * why in French, its identifiers as pseudonyms, and the values that identify nobody; the linkage
 * tokens of persons, so that an erasure finds them; and the row itself, sealed, so that it can be
 * judged again (decision 0016).
 */
final class QuarantinePass implements Pass {
  /** The linkage tokens of the persons that a row names, by identity. */
  static final String LINKS = RefusedNaming.LINKS;

  /** How the row is read again: a {@link KeptForm}. */
  static final String FORM = "forme";

  /** The row itself, sealed: a {@link KeptRecord}; null where it cannot be judged again. */
  static final String SEALED = "scelle";

  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();
  private static final StructType SCHEMA =
      new StructType()
          .add("fichier", DataTypes.IntegerType)
          .add("ligne", DataTypes.LongType)
          .add("colonne", DataTypes.StringType)
          .add("regle", DataTypes.StringType)
          .add("motif", DataTypes.StringType)
          .add("identifiants", DataTypes.createMapType(DataTypes.StringType, DataTypes.BinaryType))
          .add("valeurs", DataTypes.StringType)
          .add(LINKS, DataTypes.createMapType(DataTypes.StringType, DataTypes.BinaryType))
          .add(FORM, DataTypes.StringType)
          .add("lot", DataTypes.StringType)
          .add("numero", DataTypes.IntegerType)
          .add("entete", DataTypes.BinaryType)
          .add(SEALED, DataTypes.BinaryType);

  /** A column of the lake that is no identifier, and the column of the file that it comes from. */
  private record Kept(String name, String from) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether it is the year of a date, the one thing that the lake computes. */
    boolean isYear() {
      return !name.equals(from);
    }
  }

  private final Conditions conditions;
  private final Lines duplicates;
  private final Lines refused;
  private final Suppressed suppressed;
  private final ArrayList<IdentityFormat> identities;
  private final String keys;
  private final String keyColumn;
  private final ArrayList<Kept> kept = new ArrayList<>();
  private final String delivery;
  private final TreeMap<Integer, Lot> lots;
  private final boolean replayed;

  /**
   * The rows of refused records.
   *
   * @param refused the records that the lake did not take
   * @param suppressed persons of whom nothing is written but the line and the rule
   * @param keys the key store's directory
   * @param delivery named in the batches that are sealed
   * @param lots of the tokenised files, by their place
   * @param replayed whether records that the lake took have a row too, with their place alone
   */
  QuarantinePass(
      Contract contract,
      Conditions conditions,
      Lines duplicates,
      Lines refused,
      Suppressed suppressed,
      String keys,
      String delivery,
      Map<Integer, Lot> lots,
      boolean replayed) {
    this.delivery = delivery;
    this.lots = new TreeMap<>(lots);
    this.replayed = replayed;
    this.suppressed = suppressed;
    identities = IdentityFormat.all(contract);
    this.conditions = conditions;
    this.duplicates = duplicates;
    this.refused = refused;
    this.keys = keys;
    for (Column column : contract.lakeColumns()) {
      if (!column.isIdentifier()) {
        String from = column.derivation().map(Derivation::from).orElse(column.name());
        kept.add(new Kept(column.name(), from));
      }
    }
    keyColumn = contract.uniqueKey().isEmpty() ? "" : contract.uniqueKey().get(0);
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
    private final ErasedPersons erased;
    private final Judge judge;
    private final RowReader reader;
    private final int[] identifiers;
    private final GenericArrayData names;
    private final Pseudonymizer pseudonymizer = KeyRing.at(keys).pseudonymizer();
    private final SealedRows sealing;
    private InternalRow row;

    Reading(RowFormat format, int file) {
      this.format = format;
      this.file = file;
      erased = new ErasedPersons(suppressed, format, identities, keys);
      judge = new Judge(format, file, conditions, duplicates, erased);
      reader = judge.reader();
      sealing = new SealedRows(format, Optional.ofNullable(lots.get(file)), delivery, keys);
      identifiers =
          IntStream.range(0, format.columns().size())
              .filter(at -> format.kindOf(at) != null)
              .toArray();
      names =
          new GenericArrayData(
              IntStream.of(identifiers).mapToObj(at -> utf8(format.nameOf(at))).toArray());
    }

    @Override
    public int take(Records record) {
      if (!refused.has(file, record.line())) {
        row = replayed ? taken(record.line()) : null;
        return replayed ? 1 : 0;
      }
      RowRule rule = judge.broken(record);
      if (rule == null) {
        return 0;
      }
      row = judge.wasTold() ? told(record) : row(rule, record);
      return 1;
    }

    @Override
    public InternalRow row(int i) {
      return row;
    }

    /** The line in the file in clear, where the file is a tokenised one. */
    private long lineOf(long line) {
      int at = format.tokens() ? format.place(TokenizedLayout.LINE) : -1;
      return at < 0 || reader.check(at) != null ? line : reader.number(at);
    }

    /** A record that the producer's stage refused: why stands in the file. */
    private InternalRow told(Records record) {
      RowRule rule = RowRule.of(field(TokenizedLayout.RULE));
      return row(
          record,
          lineOf(record.line()),
          field(TokenizedLayout.COLUMN),
          field(TokenizedLayout.RULE),
          field(TokenizedLayout.REASON),
          rule);
    }

    /** Of a record that the lake took when it was judged again, nothing but its place. */
    private InternalRow taken(long line) {
      Object[] values = new Object[SCHEMA.size()];
      values[0] = file;
      values[1] = line;
      return new GenericInternalRow(values);
    }

    private String field(String name) {
      return CanonicalText.of(reader, format, format.place(name));
    }

    private InternalRow row(RowRule rule, Records record) {
      String id = rule.id();
      String reason = rule.reason();
      String column = reader.column() < 0 ? "" : format.nameOf(reader.column());
      if (rule == RowRule.CONDITION) {
        Conditions.Condition condition = conditions.get(judge.condition());
        id = id + ":" + condition.name();
        reason = condition.reason();
        column = condition.column();
      } else if (rule == RowRule.DUPLICATE) {
        column = keyColumn;
      } else if (rule == RowRule.IDENTIFIER) {
        reason =
            reader.detail() == 0
                ? rule.reason()
                : Refusal.ofCode(reader.detail()).reason(Locale.FRENCH);
      }
      return row(record, lineOf(record.line()), column, id, reason, rule);
    }

    /** Of a record that names somebody who was erased, nothing but where it stood and why. */
    private InternalRow row(
        Records record, long line, String column, String id, String reason, RowRule rule) {
      boolean legible = rule != RowRule.COLUMNS && !erased.look(reader);
      // A value that the producer's stage refused did not come: there is nothing to judge again.
      boolean whole = legible && (!judge.wasTold() || rule == RowRule.CONDITION);
      SealedRows.Sealed sealed = whole ? sealing.seal(record) : SealedRows.NOTHING;
      return new GenericInternalRow(
          new Object[] {
            file,
            line,
            utf8(column),
            utf8(id),
            utf8(reason),
            new ArrayBasedMapData(names, new GenericArrayData(pseudonyms(legible))),
            legible ? UTF8String.fromBytes(kept()) : null,
            links(legible),
            sealing.form(),
            sealed.lot(),
            sealed.number(),
            sealed.header(),
            sealed.content()
          });
    }

    private ArrayBasedMapData links(boolean legible) {
      List<Object> named = new ArrayList<>();
      List<Object> tokens = new ArrayList<>();
      for (int i = 0; legible && i < identities.size(); i++) {
        if (erased.hasLinks(reader, i)) {
          named.add(utf8(identities.get(i).name()));
          tokens.add(erased.linkTokens(reader, i));
        }
      }
      return new ArrayBasedMapData(
          new GenericArrayData(named.toArray()), new GenericArrayData(tokens.toArray()));
    }

    private Object[] pseudonyms(boolean legible) {
      Object[] pseudonyms = new Object[identifiers.length];
      for (int i = 0; legible && i < identifiers.length; i++) {
        int at = identifiers[i];
        IdentifierKind kind = format.kindOf(at);
        pseudonyms[i] =
            reader.isAbsent(at)
                ? null
                : format.isToken(at)
                    ? ofToken(TokenText.token(reader, at, format))
                    : pseudonymizer.pseudonymOrMark(
                        kind, reader.text(at), reader.from(at), reader.to(at));
      }
      return pseudonyms;
    }

    /** A mark, which stands for an identifier that is not valid, stays what it is. */
    private byte[] ofToken(byte[] tokenOrMark) {
      return tokenOrMark == null || tokenOrMark.length != Tokenizer.BYTES
          ? tokenOrMark
          : pseudonymizer.ofToken(tokenOrMark);
    }

    /**
     * What quarantine keeps in clear of a row: values of columns that identify nobody and that
     * their own column accepts. A name that slipped into another column is not among them.
     */
    private byte[] kept() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (JsonGenerator json = JSON.createGenerator(out)) {
        json.writeStartObject();
        for (Kept column : kept) {
          int at = format.place(format.tokens() ? column.name() : column.from());
          if (!reader.isAbsent(at) && reader.check(at) == null) {
            String text =
                column.isYear() && !format.tokens()
                    ? Integer.toString(LocalDate.ofEpochDay(reader.number(at)).getYear())
                    : CanonicalText.of(reader, format, at);
            json.writeStringField(column.name(), text);
          }
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }

  private static UTF8String utf8(String text) {
    return UTF8String.fromString(text);
  }
}
