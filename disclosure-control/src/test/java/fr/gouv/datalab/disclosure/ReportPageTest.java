package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  private static final ProtectionSpec.Dimension TERRITOIRE =
      new ProtectionSpec.Dimension(
          "territoire",
          Optional.of(
              Hierarchy.of(
                  "territoire",
                  List.of(
                      new Hierarchy.Node("FR", "", "France"),
                      new Hierarchy.Node("IDF", "FR", "Île-de-France"),
                      new Hierarchy.Node("75", "IDF", "Paris"),
                      new Hierarchy.Node("92", "IDF", "<b>Hauts-de-Seine</b>"),
                      new Hierarchy.Node("BRE", "FR", "Bretagne"),
                      new Hierarchy.Node("35", "BRE", "Ille-et-Vilaine"),
                      new Hierarchy.Node("29", "BRE", "Finistère")))));

  private static ProtectedTable protectedTable() {
    ProtectionSpec spec =
        Tables.spec(Policy.PERSONNES, TERRITOIRE, Tables.flat("energie"), Tables.flat("sexe"));
    CellTable.Builder table = CellTable.builder(spec);
    long[] figures = {1204, 7, 450, 80, 66, 31, 55, 23, 140, 9, 48, 19};
    int i = 0;
    for (String territoire : new String[] {"75", "92", "35", "29"}) {
      for (String energie : new String[] {"essence", "gazole", "électrique"}) {
        table.add(figures[i], territoire, energie, "F");
        table.add(figures[i++] + 30, territoire, energie, "H");
      }
    }
    return Protection.of(spec, table.build());
  }

  @Test
  void saysTheVerdictTheReasonsAndWhatAnAttackerGets(@TempDir Path directory) throws Exception {
    ProtectedTable table = protectedTable();
    table.writeTo(directory.resolve("safe"));
    String page = Files.readString(directory.resolve("safe/report.html"));
    assertThat(page)
        .contains("Ce tableau peut être diffusé sous la forme proposée.")
        .contains("au moins 11 unités")
        .contains("Trop peu d'unités")
        .contains("Protège une autre cellule")
        .contains("75 Paris")
        .contains("plus étroit des intervalles")
        .contains("Limites")
        .doesNotContain("<b>Hauts")
        .doesNotContain("http")
        .doesNotContain("<script");
  }

  @Test
  void saysThatATableNeedsNothing() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, TERRITOIRE);
    ProtectedTable table =
        Protection.of(spec, CellTable.builder(spec).add(100, "75").add(200, "92").build());
    assertThat(ReportPage.of(table)).contains("Ce tableau peut être diffusé tel quel.");
  }

  @Test
  void aLargeTableIsAMapOfSharesAndTheFirstHiddenCells() {
    ProtectionSpec spec =
        Tables.spec(Policy.PERSONNES, Tables.tree("t", 13, 8), Tables.tree("e", 12, 4));
    ProtectedTable table = Protection.of(spec, Tables.skewed(spec, 3, 80, 0));
    String page = ReportPage.of(table);
    assertThat(page).contains("Pour chaque croisement", "Les 200 premières de", "t.12", "e.11");
    assertThat(page).doesNotContain("t.12.7</th>\n<td");
    assertThat(page.length()).isLessThan(200_000);
  }

  /** No colour alone, and every hidden cell of the map leads to its line. */
  @Test
  void theMapIsReadWithoutColoursAndByKeyboard() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, TERRITOIRE, Tables.flat("energie"));
    CellTable.Builder cells = CellTable.builder(spec);
    long[] figures = {1204, 7, 450, 80, 66, 31, 55, 23};
    for (int i = 0; i < 8; i++) {
      cells.add(
          figures[i],
          new String[] {"75", "92", "35", "29"}[i / 2],
          new String[] {"essence", "gazole"}[i % 2]);
    }
    ProtectedTable table = Protection.of(spec, cells.build());
    String page = ReportPage.of(table);
    String map = page.substring(page.indexOf("Carte des statuts"), page.indexOf("id=\"masquees\""));
    assertThat(map.split("■", -1)).hasSize(table.primary() + 1);
    assertThat(map.split("□", -1)).hasSize(table.suppressed() - table.primary() + 1);
    java.util.regex.Matcher links =
        java.util.regex.Pattern.compile("href=\"#(c\\d+)\"").matcher(map);
    int count = 0;
    while (links.find()) {
      assertThat(page).contains("id=\"" + links.group(1) + "\"");
      count++;
    }
    assertThat(count).isEqualTo(table.suppressed());
    assertThat(page).contains("tabindex=\"0\" role=\"region\"");
  }

  @Test
  void saysWaiversAdviceAndTheTablesBesideIt() {
    ProtectionSpec spec = Tables.spec(Policy.PERSONNES, TERRITOIRE);
    ProtectedTable table =
        Protection.of(spec, CellTable.builder(spec).add(100, "75").add(200, "92").build())
            .with(
                List.of(new Waiver(List.of("75"), Reason.FREQUENCY, "accord <écrit>", "bureau X")))
            .advised(
                List.of(new Advice("territoire", Advice.Change.LEVEL, List.of("IDF"), 3, 2, 0.875)))
            .beside(List.of("REL-2026-0001"));
    assertThat(ReportPage.of(table))
        .contains("accord &lt;écrit&gt;", "bureau X", "Trop peu d'unités")
        .contains("Arrêter territoire un niveau plus haut (IDF)", "87,5")
        .contains("Comparé, équation par équation, avec 1 autre tableau", "REL-2026-0001")
        .doesNotContain("décrit le tableau seul");
  }
}
