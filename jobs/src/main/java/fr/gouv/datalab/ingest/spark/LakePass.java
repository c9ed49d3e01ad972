package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Derivation;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowCounts;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.ingest.TokenText;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows for the lake, of good records: pseudonyms in the place of identifiers, so that no row of
 * Spark ever holds one in clear, and linkage tokens in the place of names. Points out the records
 * that are not good.
 */
final class LakePass implements Pass {
  private static final long serialVersionUID = 1L;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Conditions conditions;
  private final Lines duplicates;
  private final Suppressed suppressed;
  private final LinesFound refused;
  private final CountsFound counts;
  private final RowCounts nothing;
  private final String keys;
  private final int[] places;
  private final boolean[] years;
  private final boolean[] required;
  private final ArrayList<IdentityFormat> identities;
  private final ArrayList<Integer> links = new ArrayList<>();
  private StructType schema = new StructType();

  /**
   * The rows of good records.
   *
   * @param duplicates the records whose key an earlier good one has
   * @param refused takes note of the others
   * @param counts takes what is counted
   * @param records in the delivery
   * @param suppressed persons of whom no row is written
   * @param keys the key store's directory
   */
  LakePass(
      Contract contract,
      Conditions conditions,
      Lines duplicates,
      LinesFound refused,
      CountsFound counts,
      long records,
      Suppressed suppressed,
      String keys) {
    this.counts = counts;
    nothing = new RowCounts(contract, records);
    this.suppressed = suppressed;
    this.conditions = conditions;
    this.duplicates = duplicates;
    this.refused = refused;
    this.keys = keys;
    List<Column> columns = contract.lakeColumns();
    List<String> inFile = contract.fileColumns().stream().map(Column::name).toList();
    places = columns.stream().mapToInt(column -> inFile.indexOf(source(column))).toArray();
    years = new boolean[places.length];
    required = new boolean[places.length];
    for (Column column : columns) {
      required[schema.size()] = column.required() || contract.uniqueKey().contains(column.name());
      years[schema.size()] =
          column.derivation().filter(Derivation.Year.class::isInstance).isPresent();
      schema =
          schema.add(
              column.name(), column.isIdentifier() ? DataTypes.BinaryType : LakeTypes.of(column));
    }
    identities = IdentityFormat.all(contract);
    for (int i = 0; i < identities.size(); i++) {
      if (identities.get(i).linkage()) {
        links.add(i);
        schema = schema.add(Families.LINK_COLUMN + identities.get(i).name(), DataTypes.BinaryType);
      }
    }
  }

  private static String source(Column column) {
    return column.derivation().map(Derivation::from).orElse(column.name());
  }

  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public Task begin(RowFormat format, int file) {
    return format.tokens() ? new TokenReading(format, file) : new Reading(format, file);
  }

  /** What both kinds of file have in common: which records are good, and what is counted. */
  private abstract class Judging implements Task {
    private final int file;
    private final RowCounts counted;
    final ErasedPersons erased;
    final Judge judge;
    final Pseudonymizer pseudonymizer = KeyRing.at(keys).pseudonymizer();
    final SpecificInternalRow row = new SpecificInternalRow(schema);

    Judging(RowFormat format, int file, RowCounts counted) {
      this.file = file;
      this.counted = counted;
      erased = new ErasedPersons(suppressed, format, identities, keys);
      judge = new Judge(format, file, conditions, duplicates, erased);
    }

    @Override
    public int take(Records record) {
      RowRule rule = judge.broken(record);
      if (rule == null) {
        counted.accepted(judge.reader(), record.line());
        return 1;
      }
      counted.refused(judge.column(rule), judge.rule(rule));
      refused.add(file, record.line());
      return 0;
    }

    @Override
    public void end() {
      counts.add(new CountsFound.Part(TaskContext.getPartitionId(), counted));
    }
  }

  /**
   * Of a tokenised file: tokens are there already, and only the lake's own layer is put on them.
   */
  private final class TokenReading extends Judging {
    private final RowFormat format;
    private final TypedValues values;
    private final int[] at;
    private final int[] linksAt;

    TokenReading(RowFormat format, int file) {
      super(format, file, nothing.freshOf(format));
      this.format = format;
      at = format.places(List.of(schema.fieldNames()).subList(0, places.length));
      values = new TypedValues(format, at);
      linksAt =
          links.stream()
              .mapToInt(link -> format.place(TokenizedLayout.LINK + identities.get(link).name()))
              .toArray();
    }

    @Override
    public InternalRow row(int i) {
      RowReader reader = judge.reader();
      for (int c = 0; c < at.length; c++) {
        if (reader.isAbsent(at[c])) {
          row.setNullAt(c);
        } else if (erased.has(at[c])) {
          row.update(c, required[c] ? nobody() : null);
        } else if (format.isToken(at[c])) {
          row.update(
              c, pseudonymizer.ofToken(Arrays.copyOf(reader.normalised(at[c]), Tokenizer.BYTES)));
        } else {
          values.write(c, reader, row, c);
        }
      }
      for (int l = 0; l < linksAt.length; l++) {
        boolean kept = !erased.hasIdentity(links.get(l));
        row.update(at.length + l, kept ? TokenText.bytes(reader, linksAt[l], format) : null);
      }
      return row;
    }
  }

  /** In the place of an erased person's number where a row cannot be without one. */
  private static byte[] nobody() {
    byte[] random = new byte[Tokenizer.BYTES];
    RANDOM.nextBytes(random);
    return random;
  }

  private final class Reading extends Judging {
    private final TypedValues values;
    private final IdentifierKind[] kinds;
    private final byte[][] pseudonyms;
    private final LinkTokens tokens = LinkTokens.of(KeyRing.at(keys).tokenizer());

    Reading(RowFormat format, int file) {
      super(format, file, nothing.fresh());
      values = new TypedValues(format, places);
      kinds = new IdentifierKind[places.length];
      pseudonyms = new byte[places.length][Tokenizer.BYTES];
      for (int i = 0; i < places.length; i++) {
        kinds[i] = format.kindOf(places[i]);
      }
    }

    @Override
    public InternalRow row(int i) {
      RowReader reader = judge.reader();
      for (int c = 0; c < places.length; c++) {
        if (reader.isAbsent(places[c])) {
          row.setNullAt(c);
        } else if (erased.has(places[c])) {
          row.update(c, required[c] ? nobody() : null);
        } else if (kinds[c] != null) {
          row.update(c, pseudonym(reader, c));
        } else if (years[c]) {
          row.setInt(c, LocalDate.ofEpochDay(reader.number(places[c])).getYear());
        } else {
          values.write(c, reader, row, c);
        }
      }
      for (int l = 0; l < links.size(); l++) {
        IdentityFormat identity = identities.get(links.get(l));
        boolean kept = identity.applies(reader) && !erased.hasIdentity(links.get(l));
        row.update(places.length + l, kept ? tokens.encode(identity.values(reader)) : null);
      }
      return row;
    }

    private byte[] pseudonym(RowReader reader, int c) {
      pseudonymizer.ofNormalised(
          kinds[c],
          reader.normalised(places[c]),
          0,
          reader.normalisedLength(places[c]),
          pseudonyms[c],
          0);
      return pseudonyms[c];
    }
  }
}
