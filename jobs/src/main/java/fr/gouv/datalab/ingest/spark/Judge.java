package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.CanonicalText;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.ingest.TokenizedLayout;

/**
 * Says of each record of one file whether it is good, and if not which rule it breaks: first those
 * of its values, then the conditions between them, then that no earlier row has its key.
 */
final class Judge {
  private final RowFormat format;
  private final RowReader reader;
  private final Conditions.Check conditions;
  private final Lines duplicates;
  private final int file;
  private final int told;
  private final ErasedPersons erased;
  private final Conditions all;
  private int condition;
  private boolean wasTold;

  /**
   * A judge of the records of one file.
   *
   * @param duplicates the records whose key an earlier good one has
   * @param erased who was erased
   */
  Judge(RowFormat format, int file, Conditions conditions, Lines duplicates, ErasedPersons erased) {
    this.file = file;
    this.erased = erased;
    this.duplicates = duplicates;
    this.format = format;
    all = conditions;
    this.conditions = conditions.new Check(format);
    reader = new RowReader(format);
    told = format.tokens() ? format.place(TokenizedLayout.RULE) : -1;
  }

  /** Its values, as they were last judged. */
  RowReader reader() {
    return reader;
  }

  /** The rule that the record breaks, or null. */
  RowRule broken(Records record) {
    condition = -1;
    wasTold = told >= 0 && reader.take(record) && !reader.isAbsent(told);
    if (wasTold) {
      RowRule rule = told();
      if (rule != RowRule.CONDITION || !all.judgesToldOnes()) {
        return rule;
      }
      wasTold = false;
    }
    RowRule rule = reader.read(record);
    if (rule != null) {
      return rule;
    }
    if (erased.look(reader) && !erased.isShared(reader)) {
      return RowRule.ERASED;
    }
    condition = conditions.broken(reader);
    if (condition >= 0) {
      return RowRule.CONDITION;
    }
    return duplicates.has(file, record.line()) ? RowRule.DUPLICATE : null;
  }

  /** The rule that the producer's stage tells; that somebody was erased comes before conditions. */
  private RowRule told() {
    RowRule rule = RowRule.of(CanonicalText.of(reader, format, told));
    wasTold = rule != RowRule.CONDITION || !erased.look(reader) || erased.isShared(reader);
    return wasTold ? rule : RowRule.ERASED;
  }

  /** Whether the last record was refused by its producer's stage, which says why in the file. */
  boolean wasTold() {
    return wasTold;
  }

  /** The column at which the last record broke a rule, or an empty text. */
  String column(RowRule rule) {
    if (wasTold()) {
      return CanonicalText.of(reader, format, format.place(TokenizedLayout.COLUMN));
    }
    return rule == RowRule.CONDITION
        ? all.get(condition).column()
        : reader.column() < 0 ? "" : format.nameOf(reader.column());
  }

  /** The name of the rule that the last record broke. */
  String rule(RowRule rule) {
    if (wasTold()) {
      return CanonicalText.of(reader, format, told);
    }
    return rule == RowRule.CONDITION ? rule.id() + ":" + all.get(condition).name() : rule.id();
  }

  /** Where the last record broke a condition, the condition's place in the contract. */
  int condition() {
    return condition;
  }
}
