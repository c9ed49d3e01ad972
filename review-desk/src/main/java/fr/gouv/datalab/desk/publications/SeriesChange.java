package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.desk.Words;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What changed in a table since the last release of the same series.
 *
 * @param since the release before
 * @param shown cells that are published now and were hidden, or did not exist
 * @param hidden cells that are hidden now and were published
 * @param changed cells published in both of which the number of units changed
 * @param largest the cells that changed most, in share of what they were
 */
public record SeriesChange(
    Release since, long shown, long hidden, long changed, List<CellChange> largest) {
  private static final int MOST = 5;

  /** Copies the cells. */
  public SeriesChange {
    largest = List.copyOf(largest);
  }

  /**
   * A cell that changed.
   *
   * @param name its labels
   * @param before its number of units then
   * @param now its number of units
   */
  public record CellChange(String name, double before, double now) {

    /** The change as a share of what it was. */
    public double share() {
      return before == 0 ? 1 : (now - before) / before;
    }
  }

  /**
   * Compares a table with the one of the same name in a release before.
   *
   * @return nothing when that release has no such table
   */
  static Optional<SeriesChange> of(
      Release before, ReleaseFolder then, ReleaseFolder now, Draft.Output output, Words words)
      throws IOException {
    String name = output.name();
    Path old = then.output(name);
    if (!Files.isDirectory(old)) {
      return Optional.empty();
    }
    PublishedTable past = PublishedTable.read(old);
    PublishedTable present = PublishedTable.read(now.output(name));
    long shown = 0;
    long hidden = 0;
    List<CellChange> changes = new ArrayList<>();
    for (PublishedTable.Cell cell : present.cells()) {
      Optional<PublishedTable.Cell> twin = past.cell(cell.codes());
      boolean was = twin.filter(PublishedTable.Cell::published).isPresent();
      if (cell.published() && !was) {
        shown++;
      } else if (!cell.published() && was) {
        hidden++;
      } else if (cell.published()) {
        OptionalDouble a = twin.get().frequency();
        OptionalDouble b = cell.frequency();
        if (a.isPresent() && b.isPresent() && a.getAsDouble() != b.getAsDouble()) {
          changes.add(
              new CellChange(name(present, output, cell, words), a.getAsDouble(), b.getAsDouble()));
        }
      }
    }
    changes.sort(Comparator.comparingDouble((CellChange each) -> -Math.abs(each.share())));
    return Optional.of(
        new SeriesChange(
            before,
            shown,
            hidden,
            changes.size(),
            changes.subList(0, Math.min(MOST, changes.size()))));
  }

  private static String name(
      PublishedTable table, Draft.Output output, PublishedTable.Cell cell, Words words) {
    List<String> labels = new ArrayList<>();
    for (int d = 0; d < cell.codes().size(); d++) {
      String column = table.spec().dimensions().get(d).column();
      labels.add(TablePage.label(table, output, column, cell.codes().get(d), words));
    }
    return String.join(", ", labels);
  }
}
