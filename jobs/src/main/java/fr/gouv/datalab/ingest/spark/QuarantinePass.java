package fr.gouv.datalab.ingest.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Refusal;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
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
 * why in French, its identifiers as pseudonyms, and the values that identify nobody.
 */
final class QuarantinePass implements Pass {
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
          .add("valeurs", DataTypes.StringType);

  private final Conditions conditions;
  private final Lines duplicates;
  private final Lines refused;
  private final Suppressed suppressed;
  private final ArrayList<IdentityFormat> identities;
  private final String keys;
  private final String keyColumn;

  /**
   * The rows of refused records.
   *
   * @param refused the records that the lake did not take
   * @param suppressed persons of whom nothing is written but the line and the rule
   * @param keys the key store's directory
   */
  QuarantinePass(
      Contract contract,
      Conditions conditions,
      Lines duplicates,
      Lines refused,
      Suppressed suppressed,
      String keys) {
    this.suppressed = suppressed;
    identities = IdentityFormat.all(contract);
    this.conditions = conditions;
    this.duplicates = duplicates;
    this.refused = refused;
    this.keys = keys;
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
    private InternalRow row;

    Reading(RowFormat format, int file) {
      this.format = format;
      this.file = file;
      erased = new ErasedPersons(suppressed, format, identities, keys);
      judge = new Judge(format, file, conditions, duplicates, erased);
      reader = judge.reader();
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
        return 0;
      }
      RowRule rule = judge.broken(record);
      if (rule == null) {
        return 0;
      }
      row = row(rule, record.line());
      return 1;
    }

    @Override
    public InternalRow row(int i) {
      return row;
    }

    private InternalRow row(RowRule rule, long line) {
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
        reason = Refusal.ofCode(reader.detail()).reason(Locale.FRENCH);
      }
      boolean legible = rule != RowRule.COLUMNS && !erased.look(reader);
      return new GenericInternalRow(
          new Object[] {
            file,
            line,
            utf8(column),
            utf8(id),
            utf8(reason),
            new ArrayBasedMapData(names, new GenericArrayData(pseudonyms(legible))),
            legible ? UTF8String.fromBytes(kept()) : null
          });
    }

    private Object[] pseudonyms(boolean legible) {
      Object[] pseudonyms = new Object[identifiers.length];
      for (int i = 0; legible && i < identifiers.length; i++) {
        int at = identifiers[i];
        IdentifierKind kind = format.kindOf(at);
        pseudonyms[i] =
            reader.isAbsent(at)
                ? null
                : pseudonymizer.pseudonymOrMark(
                    kind, reader.text(at), reader.from(at), reader.to(at));
      }
      return pseudonyms;
    }

    /**
     * What quarantine keeps in clear of a row: values of columns that identify nobody and that
     * their own column accepts. A name that slipped into another column is not among them.
     */
    private byte[] kept() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (JsonGenerator json = JSON.createGenerator(out)) {
        json.writeStartObject();
        for (int i = 0; i < format.columns().size(); i++) {
          if (format.mayKeep(i) && !reader.isAbsent(i) && reader.check(i) == null) {
            json.writeStringField(format.nameOf(i), text(i));
          }
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }

    private String text(int at) {
      int from = reader.from(at);
      return new String(reader.text(at), from, reader.to(at) - from, StandardCharsets.UTF_8);
    }
  }

  private static UTF8String utf8(String text) {
    return UTF8String.fromString(text);
  }
}
