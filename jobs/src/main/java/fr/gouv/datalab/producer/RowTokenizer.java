package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Derivation;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Refusal;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.IdentityRecord;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.vault.Envelope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes tokenised rows of records in clear: each is judged, its identifiers become tokens, its
 * names linkage tokens and sealed content. A refused one keeps what quarantine would keep, and says
 * why. Not thread-safe: one for each thread.
 */
final class RowTokenizer {
  private final Contract contract;
  private final RowFormat format;
  private final RowReader reader;
  private final Tokenizer tokenizer;
  private final Optional<LinkTokens> links;
  private final Optional<Envelope> envelope;
  private final ClearConditions conditions;
  private final ClearConditions.Check check;
  private final List<Column> columns;
  private final int[] places;
  private final boolean[] years;
  private final IdentifierKind[] kinds;
  private final List<IdentityFormat> identities = new ArrayList<>();
  private final byte[] token = new byte[Tokenizer.BYTES];

  RowTokenizer(
      Contract contract,
      RowFormat format,
      ClearConditions conditions,
      Tokenizer tokenizer,
      Optional<LinkTokens> links,
      Optional<Envelope> envelope) {
    this.contract = contract;
    this.format = format;
    this.tokenizer = tokenizer;
    this.links = links;
    this.envelope = envelope;
    this.conditions = conditions;
    check = conditions.check(format);
    reader = new RowReader(format);
    columns = contract.lakeColumns();
    List<String> inFile = contract.fileColumns().stream().map(Column::name).toList();
    places = new int[columns.size()];
    years = new boolean[places.length];
    kinds = new IdentifierKind[places.length];
    for (int i = 0; i < places.length; i++) {
      Optional<Derivation> derived = columns.get(i).derivation();
      places[i] = inFile.indexOf(derived.map(Derivation::from).orElse(columns.get(i).name()));
      years[i] = derived.filter(Derivation.Year.class::isInstance).isPresent();
      kinds[i] = format.kindOf(places[i]);
    }
    for (Identity identity : contract.identities()) {
      identities.add(IdentityFormat.of(contract, identity));
    }
  }

  /**
   * Makes the rows of a batch.
   *
   * @return the records that were refused
   */
  List<RefusedRecord> tokenize(RecordBatch batch, RowSink out) {
    List<RefusedRecord> refused = new ArrayList<>();
    while (batch.next()) {
      RowRule rule = reader.read(batch);
      String condition = null;
      if (rule == null) {
        int broken = check.broken(reader);
        if (broken >= 0) {
          rule = RowRule.CONDITION;
          condition = contract.rules().get(broken).name();
        }
      }
      if (rule == null) {
        good(batch, out);
      } else {
        RefusedRecord why = refusal(batch, rule, condition);
        refused.add(why);
        refused(why, rule, batch, out);
      }
      out.end();
    }
    return refused;
  }

  private RefusedRecord refusal(RecordBatch batch, RowRule rule, String condition) {
    if (condition != null) {
      return new RefusedRecord(
          batch.line(),
          conditions.columnOf(condition),
          rule.id() + ":" + condition,
          conditions.reasonOf(condition));
    }
    return new RefusedRecord(
        batch.line(),
        reader.column() < 0 ? "" : format.nameOf(reader.column()),
        rule.id(),
        rule == RowRule.IDENTIFIER
            ? Refusal.ofCode(reader.detail()).reason(Locale.FRENCH)
            : rule.reason());
  }

  private void good(RecordBatch batch, RowSink out) {
    for (int c = 0; c < places.length; c++) {
      int at = places[c];
      if (reader.isAbsent(at)) {
        out.absent();
      } else if (kinds[c] != null) {
        tokenizer.token(kinds[c], reader.normalised(at), 0, reader.normalisedLength(at), token, 0);
        out.token(token, 0, token.length);
      } else {
        value(c, out);
      }
    }
    out.integer(batch.line());
    out.absent();
    out.absent();
    out.absent();
    identities(batch, true, out);
  }

  /**
   * What quarantine would keep of it: values that identify nobody and that their column accepts.
   */
  private void refused(RefusedRecord why, RowRule rule, RecordBatch batch, RowSink out) {
    boolean legible = rule != RowRule.COLUMNS;
    for (int c = 0; c < places.length; c++) {
      int at = places[c];
      if (!legible || reader.isAbsent(at)) {
        out.absent();
      } else if (kinds[c] != null) {
        tokenOrMark(c, out);
      } else if (reader.check(at) == null) {
        value(c, out);
      } else {
        out.absent();
      }
    }
    out.integer(why.line());
    text(why.rule(), out);
    text(why.column(), out);
    text(why.reason(), out);
    identities(batch, legible, out);
  }

  private void tokenOrMark(int c, RowSink out) {
    int at = places[c];
    if (reader.check(at) == RowRule.IDENTIFIER) {
      byte[] mark = tokenizer.mark(kinds[c], reader.text(at), reader.from(at), reader.to(at));
      out.token(mark, 0, mark.length);
      return;
    }
    tokenizer.token(kinds[c], reader.normalised(at), 0, reader.normalisedLength(at), token, 0);
    out.token(token, 0, token.length);
  }

  private void value(int c, RowSink out) {
    int at = places[c];
    if (years[c]) {
      out.integer(LocalDate.ofEpochDay(reader.number(at)).getYear());
      return;
    }
    String type = format.typeOf(at);
    switch (type) {
      case "integer", "long" -> out.integer(reader.number(at));
      case "date" -> out.date(reader.number(at));
      case "boolean" -> out.flag(reader.number(at) == 1);
      case "string" -> out.text(reader.text(at), reader.from(at), reader.to(at));
      default -> out.decimal(reader.number(at), format.scaleOf(at));
    }
  }

  private void identities(RecordBatch batch, boolean legible, RowSink out) {
    int place = 0;
    for (IdentityFormat identity : identities) {
      boolean named = legible && identity.applies(reader);
      String[] values = named ? identity.values(reader) : null;
      if (identity.linkage()) {
        if (named) {
          out.bytes(links.orElseThrow().encode(values));
        } else {
          out.absent();
        }
      }
      if (named && !reader.isAbsent(identity.key())) {
        out.bytes(sealed(batch.rank() * identities.size() + place, values));
      } else {
        out.absent();
      }
      place++;
    }
  }

  private byte[] sealed(long number, String[] values) {
    if (number > Integer.MAX_VALUE) {
      throw new fr.gouv.datalab.refusals.BadDataException(
          "The file has more identities than one lot of the vault holds: cut it in two.");
    }
    byte[] content = envelope.orElseThrow().seal((int) number, IdentityRecord.json(values));
    return ByteBuffer.allocate(Integer.BYTES + content.length)
        .putInt((int) number)
        .put(content)
        .array();
  }

  private static void text(String text, RowSink out) {
    if (text.isEmpty()) {
      out.absent();
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.text(utf8, 0, utf8.length);
  }
}
