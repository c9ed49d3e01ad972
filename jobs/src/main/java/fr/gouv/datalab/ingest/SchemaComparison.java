package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.SchemaChange;
import fr.gouv.datalab.dialects.ColumnLook;
import fr.gouv.datalab.dialects.ValueForm;
import fr.gouv.datalab.quality.ColumnChange;
import fr.gouv.datalab.quality.DeliveryFacts;
import fr.gouv.datalab.refusals.BadDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the columns of a delivery differ from those of the last one, or from the contract where there
 * is none. What the contract does not allow is refused, with the whole list of it.
 */
public final class SchemaComparison {
  /** Fewer values do not tell the form of a column. */
  private static final int ENOUGH = 20;

  /** A column is of another form when fewer of its values than this are of the form before. */
  private static final double SAME = 0.9;

  private final Contract contract;
  private final List<DeliveryFacts.SeenColumn> before;

  /**
   * A comparison with the last delivery.
   *
   * @param last what it was like, if there is one
   */
  public SchemaComparison(Contract contract, Optional<DeliveryFacts> last) {
    this.contract = contract;
    before =
        last.filter(facts -> !facts.files().isEmpty())
            .map(facts -> facts.files().get(0).columns())
            .orElse(List.of());
  }

  /**
   * The changes of a file.
   *
   * @param label names it in sentences
   * @throws BadDataException with the list of changes, when the contract does not allow one
   */
  public List<ColumnChange> of(String label, SurveyedFile file) {
    List<ColumnChange> changes = new ArrayList<>();
    added(file, changes);
    for (String name : file.absent()) {
      changes.add(new ColumnChange(SchemaChange.REMOVED, name, "", ""));
    }
    renamed(file, changes);
    retyped(file, changes);
    if (file.form() == FileForm.CSV && isReordered(file)) {
      changes.add(new ColumnChange(SchemaChange.REORDERED, "", "", ""));
    }
    List<ColumnChange> refused =
        changes.stream().filter(c -> !contract.schemaChanges().contains(c.change())).toList();
    if (!refused.isEmpty()) {
      throw new BadDataException(
          label
              + " does not have the columns of "
              + (before.isEmpty() ? "the contract " : "the last delivery of ")
              + contract.dataset()
              + ": "
              + refused.stream().map(ColumnChange::english).collect(Collectors.joining("; "))
              + ". Deliver it as before, or, where the change is agreed on, write "
              + refused.stream()
                  .map(change -> change.change().word())
                  .distinct()
                  .collect(Collectors.joining(", "))
              + " among the `schemaChanges` of the contract.");
    }
    return changes;
  }

  private void added(SurveyedFile file, List<ColumnChange> changes) {
    Set<String> known =
        before.stream().map(DeliveryFacts.SeenColumn::name).collect(Collectors.toSet());
    for (String name : file.ignored()) {
      if (!known.contains(name)) {
        changes.add(new ColumnChange(SchemaChange.ADDED, name, "", ""));
      }
    }
  }

  private void renamed(SurveyedFile file, List<ColumnChange> changes) {
    List<String> names = file.format().names();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(file.header().get(i))) {
        changes.add(
            new ColumnChange(
                SchemaChange.RENAMED, file.header().get(i), file.header().get(i), names.get(i)));
      }
    }
  }

  private void retyped(SurveyedFile file, List<ColumnChange> changes) {
    for (FileLook.SeenColumn seen : file.look().columns()) {
      ColumnLook look = seen.look();
      Optional<ValueForm> then = formBefore(seen.name());
      Optional<Column> column = contract.column(seen.name());
      if (then.isEmpty() || column.isEmpty() || look.values() < ENOUGH) {
        continue;
      }
      ValueForm now = look.form();
      if (tellsItself(column.get(), now)) {
        continue;
      }
      boolean wider = then.get() == ValueForm.DECIMAL && now == ValueForm.INTEGER;
      if (now != then.get() && !wider && share(look, then.get()) < SAME) {
        changes.add(
            new ColumnChange(SchemaChange.RETYPED, seen.name(), then.get().word(), now.word()));
      } else if (then.get() == ValueForm.TEXT && isPlain(now)) {
        changes.add(
            new ColumnChange(SchemaChange.RETYPED, seen.name(), then.get().word(), now.word()));
      }
    }
  }

  /**
   * Whether the last delivery has nothing to say of a column: its form is the one that the contract
   * asks for, or its text is judged value by value (kinds of identifier, lists, patterns, zeros
   * that are given back), so that a better delivery than the last one is never a change.
   */
  private static boolean tellsItself(Column column, ValueForm now) {
    if (column.type() instanceof ColumnType.Text) {
      return column.isIdentifier()
          || column.repair().isPresent()
          || column.pattern().isPresent()
          || !column.values().isEmpty();
    }
    if (column.type() instanceof ColumnType.Date) {
      return now == ValueForm.DATE;
    }
    if (column.type() instanceof ColumnType.Bool) {
      return now == ValueForm.BOOLEAN;
    }
    return now == ValueForm.INTEGER
        || now == ValueForm.DECIMAL && column.type() instanceof ColumnType.Decimal;
  }

  /** Digits with a zero in front are digits still: a code of another department, no other form. */
  private static double share(ColumnLook look, ValueForm form) {
    double zeros =
        form == ValueForm.INTEGER ? (double) look.zeroFirst() / Math.max(1, look.values()) : 0;
    return look.share(form) + zeros;
  }

  /** Texts that all became dates or numbers with decimals: what they were is no longer there. */
  private static boolean isPlain(ValueForm now) {
    return now == ValueForm.DATE || now == ValueForm.DECIMAL || now == ValueForm.BOOLEAN;
  }

  private Optional<ValueForm> formBefore(String name) {
    return before.stream()
        .filter(column -> column.name().equals(name))
        .map(column -> ValueForm.valueOf(column.form().toUpperCase(Locale.ROOT)))
        .filter(form -> form != ValueForm.EMPTY)
        .findFirst();
  }

  private boolean isReordered(SurveyedFile file) {
    List<String> then =
        before.isEmpty()
            ? contract.fileColumns().stream().map(c -> c.name()).toList()
            : before.stream().map(DeliveryFacts.SeenColumn::name).toList();
    List<String> both = then.stream().filter(file.header()::contains).toList();
    List<String> now = file.header().stream().filter(then::contains).toList();
    return !both.equals(now);
  }
}
