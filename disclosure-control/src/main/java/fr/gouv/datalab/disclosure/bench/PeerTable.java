package fr.gouv.datalab.disclosure.bench;

import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A generated table that other tools are asked to protect too, as files that any of them reads.
 *
 * <p>{@code cells.csv} has the finest cells and their units, {@code units.csv} each unit's
 * contribution (where there is a magnitude), and for each dimension {@code NAME.levels.csv} its
 * codes, from the total down, with as many {@code @} as their depth. The tool leaves {@code
 * hidden.csv}, a line of codes for each cell that it hides, and {@code seconds.txt}.
 */
final class PeerTable {

  private final List<GeneratedTable.Finest> cells = new ArrayList<>();
  private final GeneratedTable generated;

  PeerTable(long seed, int size, int dimensions, boolean magnitude, double mean, double absent) {
    this.generated =
        new GeneratedTable(seed, size, dimensions, magnitude, mean, absent, cells::add);
  }

  ProtectionSpec spec() {
    return generated.spec();
  }

  CellTable table() {
    return generated.table();
  }

  void writeTo(Path folder) throws IOException {
    String columns = String.join(",", spec().columns());
    try (Writer into = Files.newBufferedWriter(folder.resolve("cells.csv"))) {
      into.write(columns + ",effectif\n");
      for (GeneratedTable.Finest cell : cells) {
        into.write(String.join(",", cell.codes()) + "," + cell.units() + "\n");
      }
    }
    if (spec().magnitude().isPresent()) {
      writeUnits(folder.resolve("units.csv"), columns);
    }
    for (ProtectionSpec.Dimension dimension : spec().dimensions()) {
      Hierarchy hierarchy = dimension.hierarchy().orElseThrow();
      Path file = folder.resolve(dimension.column() + ".levels.csv");
      try (Writer into = Files.newBufferedWriter(file)) {
        into.write("levels,codes\n");
        for (String code : hierarchy.codes()) {
          into.write("@".repeat(hierarchy.depthOf(code) + 1) + "," + code + "\n");
        }
      }
    }
  }

  private void writeUnits(Path file, String columns) throws IOException {
    try (Writer into = Files.newBufferedWriter(file)) {
      into.write(columns + ",unite,montant\n");
      int unit = 0;
      for (GeneratedTable.Finest cell : cells) {
        String codes = String.join(",", cell.codes());
        for (long amount : cell.contributions()) {
          into.write(codes + ",u" + unit + "," + amount + "\n");
          unit++;
        }
      }
    }
  }

  /** The cells that a tool hides, by their codes. */
  static Set<List<String>> hidden(Path folder) throws IOException {
    Set<List<String>> hidden = new HashSet<>();
    List<String> lines = Files.readAllLines(folder.resolve("hidden.csv"));
    for (String line : lines.subList(1, lines.size())) {
      hidden.add(List.of(line.split(",", -1)));
    }
    return hidden;
  }

  /** What the tool's own call took. */
  static double seconds(Path folder) throws IOException {
    return Double.parseDouble(Files.readString(folder.resolve("seconds.txt")).strip());
  }
}
