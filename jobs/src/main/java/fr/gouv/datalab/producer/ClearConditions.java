package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.QualityRule;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.conditions.RowCondition;
import fr.gouv.datalab.ingest.conditions.Term;
import fr.gouv.datalab.ingest.conditions.UnsupportedConditionException;
import fr.gouv.datalab.refusals.BadDataException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a contract that a producer's stage can hold rows against: all that have nothing
 * that only Spark evaluates. One that has, and that names no value in clear, is left to the lake,
 * which holds tokenised rows against it; one that names such a value cannot be left to anyone.
 */
final class ClearConditions {
  private final Contract contract;
  private final List<Optional<RowCondition>> conditions = new ArrayList<>();

  /**
   * The conditions of a contract.
   *
   * @throws BadDataException when one can be held neither here nor at the lake
   */
  ClearConditions(Contract contract) {
    this.contract = contract;
    List<RowCondition.Input> inputs =
        contract.fileColumns().stream()
            .map(column -> new RowCondition.Input(column.name(), column.type().toString()))
            .toList();
    for (QualityRule rule : contract.rules()) {
      try {
        conditions.add(Optional.of(RowCondition.of(rule.check(), inputs)));
      } catch (UnsupportedConditionException e) {
        if (namesClear(rule)) {
          throw new BadDataException(
              "The condition "
                  + rule.name()
                  + " of "
                  + contract.dataset()
                  + " names a value that does not leave the producer, and has "
                  + e.getMessage()
                  + ", which is only evaluated at the lake: write it with comparisons alone, or"
                  + " deliver in clear.",
              e);
        }
        conditions.add(Optional.empty());
      }
    }
  }

  private boolean namesClear(QualityRule rule) {
    return contract.fileColumns().stream()
        .filter(column -> column.isIdentifier() || !column.isInLake())
        .anyMatch(column -> place(rule, column) >= 0);
  }

  private static int place(QualityRule rule, Column column) {
    Matcher found = Pattern.compile("\\b" + column.name() + "\\b").matcher(rule.check());
    return found.find() ? found.start() : -1;
  }

  /** The names of those that are left to the lake. */
  List<String> leftToTheLake() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).isEmpty()) {
        names.add(contract.rules().get(i).name());
      }
    }
    return names;
  }

  /** The first column that a condition names. */
  String columnOf(String condition) {
    QualityRule rule = rule(condition);
    String first = "";
    int at = Integer.MAX_VALUE;
    for (Column column : contract.fileColumns()) {
      int place = place(rule, column);
      if (place >= 0 && place < at) {
        at = place;
        first = column.name();
      }
    }
    return first;
  }

  /** Why a row that breaks it is refused, in French. */
  String reasonOf(String condition) {
    return rule(condition).reason();
  }

  private QualityRule rule(String name) {
    return contract.rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Holds the rows of one reader against them. Not thread-safe. */
  Check check(RowFormat format) {
    return new Check(format);
  }

  /** See {@link #check}. */
  final class Check {
    private final RowFormat format;

    private Check(RowFormat format) {
      this.format = format;
    }

    /** The place of the first that a row whose values are good breaks, or -1. */
    int broken(RowReader reader) {
      Term.Row row = place -> value(reader, place);
      for (int i = 0; i < conditions.size(); i++) {
        if (conditions.get(i).isPresent()
            && Boolean.FALSE.equals(conditions.get(i).get().of(row))) {
          return i;
        }
      }
      return -1;
    }

    private Object value(RowReader reader, int at) {
      if (reader.isAbsent(at)) {
        return null;
      }
      return switch (format.typeOf(at)) {
        case "string" ->
            new String(
                reader.text(at),
                reader.from(at),
                reader.to(at) - reader.from(at),
                StandardCharsets.UTF_8);
        case "date" -> LocalDate.ofEpochDay(reader.number(at));
        case "boolean" -> reader.number(at) == 1;
        default -> BigDecimal.valueOf(reader.number(at), format.scaleOf(at));
      };
    }
  }
}
