package fr.gouv.datalab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import java.nio.file.Path;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DcatDescriptionTest {
  @TempDir Path directory;

  private DcatDescription whole() {
    return DcatDescription.of(Catalogue.of(Home.of(directory)).list());
  }

  @Test
  void isValidAgainstTheShapesOfDcatApInBothForms() {
    Graph json = Shapes.graph(whole().jsonLdText(), Lang.JSONLD11);
    Graph turtle = Shapes.graph(whole().turtle(), Lang.TURTLE);
    assertThat(json.size()).isGreaterThan(50);
    assertThat(Shapes.broken(json)).isEmpty();
    assertThat(Shapes.broken(turtle)).isEmpty();
    assertThat(json.isIsomorphicWith(turtle)).isTrue();
  }

  @Test
  void isToldByTheShapesWhatIsMissing() {
    String untitled = whole().turtle().replaceAll("(?m)^ *dct:title .*\n", "");
    assertThat(Shapes.broken(Shapes.graph(untitled, Lang.TURTLE)))
        .isNotEmpty()
        .allMatch(line -> line.contains("title"));
  }
}
