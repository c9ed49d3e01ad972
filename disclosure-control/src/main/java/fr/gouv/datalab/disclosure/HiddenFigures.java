package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/** The true figures of a table's hidden cells, and which cells a rule hides: its audit's secret. */
public final class HiddenFigures {

  private record Secret(boolean primary, BigDecimal[] figures) {}

  private final Map<Integer, Secret> secrets = new HashMap<>();
  private Optional<HolderList> holders = Optional.empty();

  HiddenFigures() {}

  /** Notes what is true of a cell that a rule would hide. */
  void note(int cell, BigDecimal[] figures) {
    secrets.put(cell, new Secret(true, figures));
  }

  static HiddenFigures of(ProtectedTable table, PublishedTable published) {
    HiddenFigures hidden = new HiddenFigures();
    hidden.holders = HolderList.of(table);
    for (int cell = 0; cell < table.lattice().size(); cell++) {
      if (table.pattern().isHidden(cell)) {
        BigDecimal[] figures = new BigDecimal[table.spec().shown().size()];
        for (int f = 0; f < figures.length; f++) {
          figures[f] = table.number(f, cell);
        }
        hidden.secrets.put(
            published.find(table.lattice().codesOf(cell)),
            new Secret(isRule(table.pattern().reason(cell).word()), figures));
      }
    }
    return hidden;
  }

  static HiddenFigures of(PerturbedTable table, PublishedTable published) {
    HiddenFigures hidden = new HiddenFigures();
    table.eachThatARuleWouldHide(
        (codes, figures) -> hidden.note(published.find(codes), figures.toArray(BigDecimal[]::new)));
    return hidden;
  }

  /**
   * Reads {@code audit.csv}; figures other than the main one may be absent.
   *
   * @throws BadInputException when it is not of this table
   */
  static HiddenFigures read(Path audit, PublishedTable table) {
    if (table.blur().isPresent()) {
      return ChangedFigures.read(audit, table);
    }
    HiddenFigures hidden = new HiddenFigures();
    ProtectionSpec spec = table.spec();
    hidden.holders = HolderList.read(audit.resolveSibling(HolderList.FILE), spec);
    Map<List<String>, CSVRecord> lines = table.truths(audit, List.of());
    for (Map.Entry<List<String>, CSVRecord> line : lines.entrySet()) {
      int cell = table.find(line.getKey());
      if (cell < 0 || !table.isHidden(cell)) {
        throw new BadInputException(
            audit + " has a line for " + line.getKey() + ", which the table does not hide.");
      }
      BigDecimal[] figures = new BigDecimal[spec.shown().size()];
      for (int f = 0; f < figures.length; f++) {
        String column = f == spec.mainFigure() ? "value" : spec.shown().get(f);
        if (line.getValue().isMapped(column)) {
          figures[f] = CellTableReader.number(audit, line.getValue(), column);
        }
      }
      hidden.secrets.put(cell, new Secret(isRule(line.getValue().get("reason")), figures));
    }
    if (hidden.secrets.size() != table.suppressed()) {
      throw new BadInputException(
          audit + " does not have a line for each cell that the table hides.");
    }
    return hidden;
  }

  /** Hidden for what it says, not for what it would say of others. */
  private static boolean isRule(String reason) {
    return !reason.equals(Reason.SECONDARY.word()) && !reason.equals(Reason.PAST.word());
  }

  /** The true figure of a cell, where the audit tells it. */
  Optional<BigDecimal> figure(int figure, int cell) {
    return Optional.ofNullable(secrets.get(cell)).map(secret -> secret.figures()[figure]);
  }

  /** Who holds a cell, hidden or not, where that is known. */
  Optional<HolderList.Held> holders(List<String> codes) {
    return holders.flatMap(list -> list.of(codes));
  }

  /** Whether a rule hides the cell by itself. */
  boolean isPrimary(int cell) {
    return secrets.containsKey(cell) && secrets.get(cell).primary();
  }
}
