package fr.gouv.datalab.disclosure.argus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.HrcFile;
import fr.gouv.datalab.disclosure.OutputFolder;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.PublishedTable;
import fr.gouv.datalab.disclosure.Reason;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tau-ARGUS writes is read as it means it, and what we write for it comes back the same. */
class ArgusTest {

  @TempDir Path home;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(home.resolve(name), text);
  }

  /** The layout of the manual's section 5.1.2 and of its own sample, with decimal commas. */
  private ArgusTable sample() throws Exception {
    file("region.hrc", "Nr\n@ 1\n@ 2\nOs \n@ 4\n@@41\n@@42\n");
    file("REGION.CDL", "Nr,North\n 1,Groningen\n");
    Path rda =
        file(
            "t.rda",
            """
               <SEPARATOR> ";"
            Size "99"
                <RECODEABLE>
                <TOTCODE> "Total"
            Region "99"
                <RECODEABLE>
                <TOTCODE> "Total"
                <DISTANCE> 2 4 4 4 4
                <CODELIST> "region.cdl"
                <HIERARCHICAL>
                <HIERCODELIST> "C:\\data\\region.hrc"
                <HIERLEADSTRING> "@"
            Var2
                <NUMERIC>
                <DECIMALS> 2
            FreqVar
                <FREQUENCY>
            Var2_Shadow
                <NUMERIC> <SHADOW>
            Cost
                <NUMERIC> <COSTVAR>
            Top1
                <MAXSCORE>
            Top2
                <MAXSCORE>
            StatusVar
                <STATUS>
            Low
                <NUMERIC> <LOWERPL>
            Up
                <NUMERIC> <UPPERPL>
            """);
    StringBuilder tab = new StringBuilder();
    String[] regions = {" 1", " 2", "41", "42"};
    double[][] values = {{500.25, 30}, {700, 800}, {900.5, 1000}, {600, 50}};
    for (int size = 1; size <= 2; size++) {
      for (int r = 0; r < regions.length; r++) {
        String value = String.valueOf(values[r][size - 1]).replace('.', ',');
        boolean unsafe = values[r][size - 1] == 30;
        tab.append("\"").append(size).append("\";\"").append(regions[r]).append("\";");
        tab.append(value).append(unsafe ? ";2;" : ";40;").append("0;7;");
        tab.append(unsafe ? "25;5;U;0,75;0,75" : "20;10;S;0,01;0,01").append("\r\n");
      }
    }
    tab.append("\"1\";\"99\";0,00;0;0;0;0;0;E;0;0\r\n");
    tab.append("\"Total\";\"Total\";4580,75;282;0;7;60;60;S;0;0\r\n");
    return ArgusTable.read(rda, file("t.tab", tab.toString()));
  }

  @Test
  void aTableWithItsMetadataIsReadAsItIs() throws Exception {
    Map<String, String> files = new ArgusImport(sample()).files(Optional.empty());
    assertThat(files.keySet())
        .containsExactly("table.csv", "spec.yaml", "Size.csv", "Region.csv", "apriori.hst");
    assertThat(files.get("table.csv"))
        .startsWith("Size,Region,FreqVar,Var2,Top1,Top2\r\n1,1,40,500.25,20,10\r\n")
        .endsWith("Total,Total,282,4580.75,60,60\r\n")
        .doesNotContain("99");
    assertThat(files.get("Region.csv")).contains("1,Nr,Groningen\r\n", "41,4,41\r\n");
    assertThat(files.get("apriori.hst"))
        .contains("\"2\";\"1\";u\r\n", "\"2\";\"1\";pl;0.75;0.75\r\n", "\"1\";\"1\";c;7\r\n")
        .doesNotContain("\"1\";\"1\";pl");
  }

  @Test
  void whatIsReadIsProtectedAtOnce() throws Exception {
    OutputFolder.write(home.resolve("in"), new ArgusImport(sample()).files(Optional.empty()));
    ProtectionSpec spec = ProtectionSpec.read(home.resolve("in/spec.yaml"));
    CellTable table = CellTable.read(home.resolve("in/table.csv"), spec);
    ProtectedTable safe = Protection.of(spec, table);
    assertThat(safe.reason("2", "1")).isEqualTo(Reason.DECIDED);
    assertThat(safe.suppressed()).isBetween(4, 10);
    assertThat(safe.verdict().safe()).isTrue();
  }

  /** Export, then import: the same cells, hierarchies and judgement. */
  @Test
  void whatIsWrittenComesBackTheSame() throws Exception {
    file(
        "region.csv",
        "code,parent,label\nFR,,France\nN,FR,N\nS,FR,S\nn1,N,n1\nn2,N,n2\ns1,S,s1\ns2,S,s2\n");
    file("a.hst", "n1;A;c;12\nn2;B;pl;3;4\n");
    Path yaml =
        file(
            "spec.yaml",
            "dimensions: [{column: region, hierarchy: region.csv}, {column: taille}]\n"
                + "frequency: n\nmagnitude: ca\ncontributors: [p, s]\npolicy: entreprises\n"
                + "apriori: a.hst\n");
    Path csv =
        file(
            "table.csv",
            "region,taille,n,ca,p,s\nn1,A,30,100.5,20,10\nn1,B,2,50,30,20\nn2,A,9,80.25,10,10\n"
                + "n2,B,20,70,9,8\ns1,A,7,60,20,20\ns1,B,8,50,49,1\ns2,A,9,40,5,5\ns2,B,5,30,9,9\n");
    ProtectionSpec spec = ProtectionSpec.read(yaml);
    CellTable table = CellTable.read(csv, spec);
    OutputFolder.write(home.resolve("argus"), new ArgusExport(table).files());
    assertThat(home.resolve("argus/region.hrc"))
        .content()
        .isEqualTo("N\r\n@n1\r\n@n2\r\nS\r\n@s1\r\n@s2\r\n");
    ArgusTable read =
        ArgusTable.read(home.resolve("argus/table.rda"), home.resolve("argus/table.tab"));
    assertThat(read.rows()).hasSize(table.cells());
    OutputFolder.write(
        home.resolve("back"), new ArgusImport(read).files(Optional.of("entreprises")));
    ProtectionSpec again = ProtectionSpec.read(home.resolve("back/spec.yaml"));
    CellTable back = CellTable.read(home.resolve("back/table.csv"), again);
    assertThat(back.judged()).isEqualTo(table.judged());
    assertThat(table.judged().stream().filter(c -> c.reason().isPrimary())).hasSizeGreaterThan(1);
    assertThat(back.hierarchy(0).codes()).isEqualTo(table.hierarchy(0).codes());
  }

  /** What tau-ARGUS has protected can be attacked here. */
  @Test
  void aProtectedTableOfTauArgusIsAudited() throws Exception {
    String rda = "<SEPARATOR> \",\"\nr\n<RECODEABLE>\n<TOTCODE> T\nn\n<FREQUENCY>\nst\n<STATUS>\n";
    String tab = "a,5,u\nb,40,%s\nc,60,s\nT,105,s\n";
    for (boolean safe : new boolean[] {true, false}) {
      ArgusTable read =
          ArgusTable.read(file("p.rda", rda), file("p.tab", String.format(tab, safe ? "m" : "s")));
      Path out = home.resolve("out" + safe);
      OutputFolder.write(out, new ArgusImport(read).published(Optional.of("personnes")));
      ProtectionSpec spec = ProtectionSpec.read(out.resolve("spec.yaml"));
      PublishedTable published = PublishedTable.read(out.resolve("published.csv"), spec);
      assertThat(published.verdict(published.infer()).safe()).isEqualTo(safe);
    }
  }

  @Test
  void levelsMayBeTheFirstDigits() throws Exception {
    String rda =
        "naf \"99999\"\n<RECODEABLE>\n<HIERARCHICAL>\n<HIERLEVELS> 3 1 1 0 0\n<TOTCODE> T\n"
            + "n\n<FREQUENCY>\n";
    String tab = "01111;4\n01112;5\n01121;6\n02111;7\nT;22\n";
    Hierarchy naf = ArgusTable.read(file("d.rda", rda), file("d.tab", tab)).dimensions().get("naf");
    assertThat(naf.codes())
        .containsExactly(
            "T", "011", "0111", "01111", "01112", "0112", "01121", "021", "0211", "02111");
  }

  @Test
  void aCorrespondenceTableIsAHierarchy() throws Exception {
    Path table = home.resolve("naf.csv");
    Files.write(
        table,
        "section;division;classe\nA;01;01.1\nA;01;01.2\n;02;02.1\nB;;\nÉ;E;E\n"
            .getBytes(Charset.forName("windows-1252")));
    Hierarchy naf = Correspondence.read(table, "TOTAL");
    assertThat(naf.codes())
        .containsExactly("TOTAL", "A", "01", "01.1", "01.2", "02", "02.1", "B", "É", "E");
    assertThat(HrcFile.text(naf, "@"))
        .isEqualTo("A\r\n@01\r\n@@01.1\r\n@@01.2\r\n@02\r\n@@02.1\r\nB\r\nÉ\r\n@E\r\n");
    Path hrc = file("naf.hrc", HrcFile.text(naf, "@"));
    assertThat(Hierarchy.read(hrc).codes()).isEqualTo(naf.codes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x.hrc | A~@@b             | Line 2 of x.hrc: the code "b" is 1 level(s) too deep
          x.hrc | A~@               | Line 2 of x.hrc has no code
          x.hrc | A~@b~C~@b         | has the code "b" twice
          x.csv | a;b~A;x~B;x       | Line 3 of x.csv: the code "x" is under "B" here and under "A"
          x.csv | a;b~A;x;y         | has 3 levels, and the header has 2
          x.csv | a;b               | has no line below its header
          x.rda | v~<NUMERIC>       | has no dimension
          x.rda | v~<COLOUR> red    | Line 2 of x.rda: <COLOUR> is not a property
          """)
  void aFileThatIsWrongIsSaidWithItsLine(String name, String text, String sentence)
      throws Exception {
    Path wrong = file(name, text.replace('~', '\n'));
    assertThatThrownBy(
            () -> {
              if (name.endsWith(".rda")) {
                RdaFile.read(wrong);
              } else if (name.endsWith(".hrc")) {
                Hierarchy.read(wrong);
              } else {
                Correspondence.read(wrong, "TOTAL");
              }
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }
}
