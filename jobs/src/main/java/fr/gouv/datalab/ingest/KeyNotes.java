package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;

/** Takes note of the keys of records, for the {@link KeySketch} of a delivery. */
final class KeyNotes {
  /** What looks at each record while they are counted. Not thread-safe. */
  interface Visitor {
    void visit(Records record);
  }

  private final Contract contract;
  private final KeySketch sketch;

  KeyNotes(Contract contract, KeySketch sketch) {
    this.contract = contract;
    this.sketch = sketch;
  }

  /** A visitor of the records of one part of a file. */
  Visitor visitor(FileColumns columns, FileForm form, FileDialect dialect) {
    if (contract.uniqueKey().isEmpty()) {
      return record -> {};
    }
    RowFormat whole = RowFormat.of(contract, columns, form, dialect);
    RowFormat format = whole.only(whole.places(contract.uniqueKey()));
    RowReader reader = new RowReader(format);
    RowKey key = new RowKey(format);
    return record -> {
      if (reader.take(record)) {
        sketch.add(key.of(reader));
      }
    };
  }
}
