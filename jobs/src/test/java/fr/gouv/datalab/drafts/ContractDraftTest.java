package fr.gouv.datalab.drafts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractDraftTest {
  private static final String[] NAMES = {"MARTINEAU", "LE GUEN", "D'ARTOIS", "ÉMERY", "PETITJEAN"};

  @TempDir Path directory;

  private static String csv(int rows) {
    Random random = new Random(5);
    StringBuilder text =
        new StringBuilder(
            "Numéro de dossier;NIR;Nom de naissance;Prénoms;Date de naissance;Sexe;Code commune;"
                + "e-mail;SIRET;Date d'effet;Montant versé;Actif;Observations\r\n");
    for (int i = 0; i < rows; i++) {
      long nir =
          1_000_000_000_000L * (1 + i % 2)
              + (50 + random.nextInt(50)) * 10_000_000_000L
              + (1 + random.nextInt(12)) * 100_000_000L
              + (1 + random.nextInt(90)) * 1_000_000L
              + (1 + random.nextInt(900)) * 1000L
              + 1
              + i % 998;
      text.append("D").append(100_000 + i * 7).append(';');
      text.append(i % 40 == 3 ? "123" + i : nir + String.format("%02d", 97 - nir % 97)).append(';');
      text.append(NAMES[i % 5])
          .append((char) ('A' + i % 26))
          .append(i % 7 + "X".repeat(i % 9))
          .append(';');
      text.append("Prénom").append((char) ('a' + i % 26)).append(';');
      text.append(String.format("%02d/%02d/%d", 1 + i % 28, 1 + i % 12, 1940 + i % 60)).append(';');
      text.append(i % 2 == 0 ? "H" : "F").append(';');
      text.append(String.format("%05d", 1000 + random.nextInt(90_000))).append(';');
      text.append("personne").append(i).append("@exemple.fr;");
      text.append(i % 3 == 0 ? "" : "73282932000074").append(';');
      text.append(String.format("%02d/%02d/2025", 1 + i % 28, 1 + i % 12)).append(';');
      text.append(random.nextInt(5000))
          .append(',')
          .append(String.format("%02d", i % 100))
          .append(';');
      text.append(i % 4 == 0 ? "oui" : "non").append(';');
      text.append(i % 5 == 0 ? "" : "appel de Mme " + NAMES[i % 5] + " le " + i).append("\r\n");
    }
    return text.toString();
  }

  private static String answered(String draft) {
    return draft
        .replace("title:\n", "title: Aides\n")
        .replace("description:\n", "description: Aides versées.\n")
        .replace("producer:\n", "producer: essai\n")
        .replace("legalBasis:\n", "legalBasis: essai\n")
        .replace("grain:\n", "grain: aide\n")
        .replace("retention:\n", "retention: P3Y\n");
  }

  @Test
  void findsIdentifiersIdentitiesTypesKeysAndDialectAndTellsNoValue() throws IOException {
    Path file =
        Files.write(
            directory.resolve("aides.csv"), csv(400).getBytes(Charset.forName("windows-1252")));

    String draft = ContractDraft.of("essai.aides", file);

    assertThat(draft)
        .contains("# QUESTION : ")
        .contains("97,5 % des valeurs sont des NIR valides")
        .doesNotContain(
            "MARTINEAU", "LE GUEN", "73282932000074", "@exemple", "D100000", "appel de");
    Home home = Home.of(directory.resolve("home")).init();
    Path folder = Files.createDirectories(home.catalogue().resolve("essai.aides"));
    Files.writeString(folder.resolve("dataset.yaml"), draft);
    assertThatThrownBy(() -> Catalogue.of(home).dataset("essai.aides"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("`title`");
    Files.writeString(folder.resolve("dataset.yaml"), answered(draft));
    Contract contract = Catalogue.of(home).dataset("essai.aides");
    assertThat(contract.columns())
        .extracting(column -> column.name() + " " + column.type() + " " + column.sensitivity())
        .containsExactly(
            "numero_de_dossier string direct-identifier",
            "nir string identifier(nir)",
            "nom_de_naissance string direct-identifier",
            "prenoms string direct-identifier",
            "date_de_naissance date direct-identifier",
            "sexe string quasi-identifier",
            "code_commune string quasi-identifier",
            "e_mail string direct-identifier",
            "siret string identifier(siret)",
            "date_d_effet date quasi-identifier",
            "montant_verse decimal(12,2) sensitive",
            "actif boolean quasi-identifier",
            "observations string direct-identifier");
    assertThat(contract.column("sexe").orElseThrow().values()).containsExactly("F", "H");
    assertThat(contract.column("siret").orElseThrow().required()).isFalse();
    assertThat(contract.column("nir").orElseThrow().required()).isTrue();
    assertThat(contract.column("code_commune").orElseThrow().pattern()).hasValue("[0-9]{5}");
    assertThat(contract.dialect().separator()).isEqualTo(';');
    assertThat(contract.dialect().decimal()).isEqualTo(',');
    assertThat(contract.dialect().dates()).isEqualTo("dd/MM/yyyy");
    assertThat(contract.dialect().encodings())
        .extracting(Charset::name)
        .containsExactly("windows-1252");
    assertThat(contract.uniqueKey()).contains("nir");
    assertThat(contract.identities())
        .singleElement()
        .satisfies(
            identity -> {
              assertThat(identity.key()).isEqualTo("nir");
              assertThat(identity.roles())
                  .containsEntry("nomNaissance", "nom_de_naissance")
                  .containsEntry("prenoms", "prenoms")
                  .containsEntry("dateNaissance", "date_de_naissance");
            });
  }

  @Test
  void asksWhatTheFileDoesNotTell() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("f.csv"),
            "code,jour,vide\n" + "01,01/02/2025,\n12,03/04/2025,\n".repeat(20));
    assertThat(ContractDraft.of("essai.f", file))
        .contains("Rien ne dit si le jour ou le mois vient d'abord")
        .contains("Cette colonne est toujours vide")
        .contains("uniqueKey: []")
        .contains("separator: \",\"");
  }

  @Test
  void readsJsonLinesToo() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("f.jsonl"),
            "{\"siren\": \"732829320\", \"n\": 1, \"jour\": \"2025-01-31\"}\n"
                + "{\"siren\": \"552100554\", \"n\": 2}\n");
    assertThat(ContractDraft.of("essai.f", file))
        .contains("name: siren, type: string, sensitivity: identifier(siren), required: true")
        .contains("name: jour, type: date");
  }

  @Test
  void refusesAFileWhoseHeaderHoldsValuesWithoutTellingThem() throws IOException {
    Path file =
        Files.write(
            directory.resolve("f.csv"),
            "284037511002310;MARTIN;Luc\n".repeat(3).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ContractDraft.of("essai.f", file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no header, or values in it")
        .message()
        .doesNotContain("MARTIN", "2840");
  }

  @Test
  void takesTheStrongerOfTwoSensitivitiesWhateverTheHeaderSays() throws IOException {
    StringBuilder text =
        new StringBuilder(
            "Dossier;Né(e) le;Jour;DATNAISS;Réf. virement;N° voie;Voie;Code postal;Portable;Nom;Avis\n");
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      String birth =
          String.format("%02d/%02d/%d", 1 + i % 28, 1 + i % 12, 1930 + random.nextInt(70));
      text.append("PC-").append(i).append(';');
      text.append(birth.replace("/19", "/20")).append(';').append(birth).append(';');
      text.append(birth.replace("/19", "/20")).append(';');
      text.append(i % 2 == 0 ? "FR76 3000 6000 0112 3456 7890 189" : "de89370400440532013000");
      text.append(';').append(1 + i % 9).append(";rue des Lilas;0").append(1000 + i % 3);
      text.append(";+336").append(10_000_000 + i).append(";Nom").append((char) ('a' + i % 26));
      text.append(i % 2 == 0 ? ";\"dit \"\"PMR\"\"\"\n" : ";\"haut\nbas\"\n");
    }
    String draft =
        ContractDraft.of("essai.p", Files.writeString(directory.resolve("p.csv"), text.toString()));

    Home home = Home.of(directory.resolve("home")).init();
    Path folder = Files.createDirectories(home.catalogue().resolve("essai.p"));
    Files.writeString(
        folder.resolve("dataset.yaml"),
        answered(draft).replace("uniqueKey: []", "uniqueKey: [avis]"));
    Contract contract = Catalogue.of(home).dataset("essai.p");
    assertThat(contract.columns())
        .extracting(column -> column.name() + " " + column.type() + " " + column.sensitivity())
        .contains(
            "ne_e_le date direct-identifier",
            "jour date direct-identifier",
            "datnaiss date direct-identifier",
            "ref_virement string direct-identifier",
            "n_voie string direct-identifier",
            "portable string direct-identifier");
    assertThat(contract.column("avis").orElseThrow().values())
        .containsExactly("dit \"PMR\"", "haut\nbas");
    assertThat(draft)
        .contains("leading-zeros(5)")
        .contains("nomNaissance: nom")
        .doesNotContain("FR76", "de8937");
  }

  @Test
  void asksForNoPersonWhereOnlyAPlaceIsNamed() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("e.csv"),
            "siret;commune;code_commune\n73282932000074;Nantes;44109\n".repeat(2));
    assertThat(ContractDraft.of("essai.e", file)).doesNotContain("identities:", "nomment");
  }
}
