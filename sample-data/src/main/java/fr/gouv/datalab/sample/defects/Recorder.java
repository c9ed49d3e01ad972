package fr.gouv.datalab.sample.defects;

import fr.gouv.datalab.sample.files.Bytes;
import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.files.Rows;
import fr.gouv.datalab.sample.files.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a run of a table's records with their defects, and what the truth says beside it. For one
 * thread.
 */
public final class Recorder {
  private final Table table;
  private final DefectPlan plan;
  private final Rows rows;
  private final Row row;
  private final List<Bytes> asides = new ArrayList<>();
  private final List<Injected> injected = new ArrayList<>();
  private final List<Row> seconds = new ArrayList<>();
  private long records;

  /** Writes to {@code rows}, with so many truth files beside. */
  public Recorder(Table table, DefectPlan plan, Rows rows, int asides) {
    this.table = table;
    this.plan = plan;
    this.rows = rows;
    this.row = new Row(table);
    for (int i = 0; i < asides; i++) {
      this.asides.add(new Bytes(Bytes.Encoding.UTF_8));
    }
  }

  /** The row to fill, empty again. */
  public Row row() {
    return row.start();
  }

  /**
   * Writes the row as the plan wants it for this number; true when one copy of it must be accepted.
   */
  public boolean emit(long number) {
    Optional<Defect> defect = plan.of(number);
    if (defect.isEmpty()) {
      write(row);
      return true;
    }
    if (defect.get().duplicate()) {
      write(row);
      seconds.add(row.copy());
      return true;
    }
    emit(defect.get(), plan.details(number));
    return false;
  }

  /** Writes the row with this defect. */
  public void emit(Defect defect, long details) {
    defect.change().apply(row, details);
    injected.add(new Injected(rows.lines(), defect.column(), defect.rule()));
    write(row);
  }

  /** Writes what was kept for the end: the second copies. */
  public void finish() {
    for (Row second : seconds) {
      injected.add(new Injected(rows.lines(), table.key(), Defect.DUPLICATE));
      write(second);
    }
    seconds.clear();
  }

  /** A truth file's content, comma separated. */
  public Bytes aside(int number) {
    return asides.get(number);
  }

  /** The records. */
  public Rows rows() {
    return rows;
  }

  /** How many there are. */
  public long records() {
    return records;
  }

  /** The defects among them. */
  public List<Injected> injected() {
    return injected;
  }

  private void write(Row record) {
    rows.add(record);
    records++;
  }
}
