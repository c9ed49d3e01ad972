package fr.gouv.datalab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final String SOUND =
      """
      dataset: essai.personnes
      title: Personnes
      description: Des personnes.
      producer: essai
      legalBasis: Un texte
      grain: personne
      retention: P3Y
      theme: [GOVE]
      keywords: [essai]
      dialect: {encodings: [UTF-8], separator: "\\t", decimal: ",", dates: dd/MM/yyyy}
      uniqueKey: [nir]
      columns:
        - {name: nir, type: string, sensitivity: identifier(nir), required: true, description: NIR}
        - {name: nom, type: string, sensitivity: direct-identifier, description: Nom}
        - {name: naissance, type: date, sensitivity: direct-identifier, min: 1900-01-01, description: Naissance}
        - {name: annee, type: integer, sensitivity: quasi-identifier, derived: year(naissance), description: Année}
        - {name: pays, type: string, sensitivity: plain, values: [NO, "01"], description: Pays}
        - {name: revenu, type: "decimal(12,2)", sensitivity: sensitive, min: 0, max: 10, description: Revenu}
      identities:
        - {name: personne, key: nir, when: {pays: NO}, roles: {nomNaissance: nom}, linkage: true}
      rules:
        - {name: positif, check: revenu >= 0, reason: Négatif.}
      """;

  @TempDir Path directory;
  private Catalogue catalogue;

  @BeforeEach
  void open() {
    catalogue = Catalogue.of(Home.of(directory));
  }

  @Test
  void readsEveryBuiltInContract() {
    assertThat(catalogue.list())
        .extracting(Contract::dataset)
        .containsExactly(
            "dgfip.declarants",
            "dgfip.foyers_fiscaux",
            "dsn.contrats",
            "formation.formations",
            "formation.stagiaires",
            "insee.etablissements",
            "siv.immatriculations");
    Contract siv = catalogue.dataset("siv.immatriculations");
    assertThat(siv.dialect().encodings()).containsExactly(Charset.forName("windows-1252"));
    assertThat(siv.identity("titulaire").orElseThrow().when()).containsEntry("type_titulaire", "P");
    assertThat(siv.column("vin").orElseThrow().sensitivity())
        .isEqualTo(new Sensitivity.Identifier(IdentifierKind.VIN));
    assertThat(siv.grantable("identite:titulaire")).isTrue();
    assertThat(siv.grantable("voie")).isFalse();
    assertThat(catalogue.dataset("dsn.contrats").rules()).hasSize(1);
  }

  @Test
  void readsAContractOfTheHome() throws IOException {
    write("essai.personnes", SOUND);
    Contract contract = catalogue.dataset("essai.personnes");
    assertThat(catalogue.names()).contains("essai.personnes");
    assertThat(contract.retention()).isEqualTo(Retention.of(Period.ofYears(3)));
    assertThat(contract.dialect().separator()).isEqualTo('\t');
    assertThat(contract.column("pays").orElseThrow().values()).containsExactly("NO", "01");
    assertThat(contract.column("annee").orElseThrow().derivation())
        .contains(new Derivation.Year("naissance"));
    assertThat(contract.column("revenu").orElseThrow().type())
        .isEqualTo(new ColumnType.Decimal(12, 2));
    assertThat(contract.fileColumns()).extracting(Column::name).doesNotContain("annee");
    assertThat(contract.lakeColumns())
        .extracting(Column::name)
        .containsExactly("nir", "annee", "pays", "revenu");
    assertThat(contract.grantable("identite:personne")).isTrue();
    assertThat(contract.grantable("nom")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: Personnes|titre: Personnes|`title` is missing",
        "grain: personne|grain: personne~grain2: x|line 7: `grain2` is not a key known here",
        "grain: personne|grain: personne~grain: x|line 7: `grain` is written twice",
        "dataset: essai.personnes|dataset: autre.nom|line 1: `dataset` must be the folder's name",
        "retention: P3Y|retention: trois ans|`retention` must be an ISO period, P3Y",
        "theme: [GOVE]|theme: [NIMPORTE]|not one of the EU's data themes",
        "theme: [GOVE]|theme: GOVE|`theme` must be a list",
        "encodings: [UTF-8]|encodings: [UTF-88]|`encodings` must be names of encodings",
        "decimal: \",\"|decimal: \";\"|`decimal` must be",
        "uniqueKey: [nir]|uniqueKey: [spi]|`uniqueKey` names spi, which is not a column",
        "uniqueKey: [nir]|uniqueKey: [nom]|direct identifier nom",
        "name: nom,|name: nir,|is that of two columns: nir",
        "identifier(nir)|identifier(nirr)|There is no identifier kind",
        "sensitivity: plain|sensitivity: public|`sensitivity` must be identifier(KIND)",
        "decimal(12,2)|decimal(12,13)|`type` must be string, integer",
        "min: 0|min: zero|`min` must be a number",
        "min: 0|min: 11|`max` is below min",
        "year(naissance)|year(nom)|must name a date column listed above it",
        "required: true|required: oui|`required` must be true or false",
        "key: nir|key: pays|must be a column of sensitivity identifier(KIND)",
        "nomNaissance: nom|nomm: nom|which is none of",
        "description: Nom}|description: Nom|not YAML",
        "description: NIR}|description: }|`description` is empty"
      })
  void saysWhatIsWrongAndWhere(String sound, String wrong, String sentence) throws IOException {
    assertThat(SOUND).contains(sound);
    write("essai.personnes", SOUND.replace(sound, wrong.replace("~", "\n")));
    assertThatThrownBy(() -> catalogue.dataset("essai.personnes"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("Dataset essai.personnes, dataset.yaml, line ")
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesADirectoryThatIsNoName() throws IOException {
    write("Essai", SOUND);
    assertThatThrownBy(() -> catalogue.list()).isInstanceOf(BadDataException.class);
  }

  @Test
  void saysWhenThereIsNoSuchDataset() {
    assertThatThrownBy(() -> catalogue.dataset("../keys"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("catalogue list");
  }

  private void write(String folder, String yaml) throws IOException {
    Path path = Files.createDirectories(directory.resolve("catalogue").resolve(folder));
    Files.writeString(path.resolve("dataset.yaml"), yaml);
  }
}
