package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.pseudonyms.Tokenizer;

/** Takes note of the keys of records, for the {@link KeySketch} of a delivery. */
final class KeyNotes {
  /** What looks at each record while they are counted. Not thread-safe. */
  interface Visitor {
    void visit(Records record);
  }

  private final Contract contract;
  private final KeySketch sketch;
  private Tokenizer tokenizer;

  KeyNotes(Contract contract, KeySketch sketch) {
    this.contract = contract;
    this.sketch = sketch;
  }

  /** From now on, keys are those of tokens: there are tokenised files beside those in clear. */
  void tokenize(Tokenizer tokens) {
    tokenizer = tokens;
  }

  /** A visitor of the records of one part of a file. */
  Visitor visitor(FileColumns columns, FileForm form, FileDialect dialect) {
    if (sketch == null || contract.uniqueKey().isEmpty()) {
      return record -> {};
    }
    RowFormat whole = RowFormat.of(contract, columns, form, dialect);
    RowFormat format = whole.only(whole.places(contract.uniqueKey()));
    RowReader reader = new RowReader(format);
    RowKey key = new RowKey(format, tokenizer);
    return record -> {
      if (reader.take(record)) {
        sketch.add(key.of(reader));
      }
    };
  }
}
