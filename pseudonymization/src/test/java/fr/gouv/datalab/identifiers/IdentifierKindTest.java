package fr.gouv.datalab.identifiers;

import static fr.gouv.datalab.identifiers.IdentifierKind.ETAT_CIVIL;
import static fr.gouv.datalab.identifiers.IdentifierKind.IMMATRICULATION;
import static fr.gouv.datalab.identifiers.IdentifierKind.NIR;
import static fr.gouv.datalab.identifiers.IdentifierKind.SIREN;
import static fr.gouv.datalab.identifiers.IdentifierKind.SIRET;
import static fr.gouv.datalab.identifiers.IdentifierKind.SPI;
import static fr.gouv.datalab.identifiers.IdentifierKind.VIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentifierKindTest {

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of(NIR, nir("1850578006084"), nir("1850578006084")),
        Arguments.of(NIR, "1850578006084", nir("1850578006084")),
        Arguments.of(NIR, " 1 85 05 78 006 084 ", nir("1850578006084")),
        Arguments.of(NIR, "299052A001015", corsican("299052A001015", 19)),
        Arguments.of(NIR, "299052b001015", corsican("299052B001015", 18)),
        Arguments.of(NIR, "7850578006084", nir("7850578006084")),
        Arguments.of(NIR, "1853578006084", nir("1853578006084")),
        Arguments.of(NIR, "1855099352084", nir("1855099352084")),
        Arguments.of(SPI, spi("0123456789"), spi("0123456789")),
        Arguments.of(SPI, " 01 23 45 67 89 " + spi("0123456789").substring(10), spi("0123456789")),
        Arguments.of(SIREN, "732 829 320", "732829320"),
        Arguments.of(SIRET, "732 829 320 00074", "73282932000074"),
        Arguments.of(SIRET, "356 000 000 00048", "35600000000048"),
        Arguments.of(SIRET, "35600000000006", "35600000000006"),
        Arguments.of(IMMATRICULATION, "ab-123-cd", "AB123CD"),
        Arguments.of(IMMATRICULATION, "AB 123 CD", "AB123CD"),
        Arguments.of(IMMATRICULATION, "1234 AB 75", "1234AB75"),
        Arguments.of(IMMATRICULATION, "0012 ABC 2A", "12ABC2A"),
        Arguments.of(IMMATRICULATION, "12 AB 974", "12AB974"),
        Arguments.of(VIN, "VF1 BB05C F 30123456".replace(" ", " "), "VF1BB05CF30123456"),
        Arguments.of(VIN, "1M8GDM9AXKP042788", "1M8GDM9AXKP042788"),
        Arguments.of(
            ETAT_CIVIL,
            "Le Goëff|Zoé Marie|01/02/1980|75056",
            "LE GOEFF|ZOE MARIE|1980-02-01|75056"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void readsEverySpellingAsOneNormalisedForm(IdentifierKind kind, String raw, String normalised) {
    assertThat(kind.read(raw)).isEqualTo(new Reading.Valid(normalised));
    assertThat(kind.read(normalised))
        .as("normalised again")
        .isEqualTo(new Reading.Valid(normalised));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(NIR, "", "vide"),
        Arguments.of(NIR, "185057800608", "nir.longueur"),
        Arguments.of(NIR, "185057800608499", "nir.cle"),
        Arguments.of(NIR, "5850578006084", "nir.sexe"),
        Arguments.of(NIR, "1851378006084", "nir.mois"),
        Arguments.of(NIR, "1850500006084", "nir.departement"),
        Arguments.of(NIR, "1850578006000", "nir.ordre"),
        Arguments.of(NIR, "18505780O6084", "nir.caractere"),
        Arguments.of(SPI, "0123456789999", "spi.cle"),
        Arguments.of(SPI, "9123456789000", "spi.premier-chiffre"),
        Arguments.of(SPI, "012345678", "spi.longueur"),
        Arguments.of(SIREN, "732829321", "siren.cle"),
        Arguments.of(SIRET, "73282932000075", "siret.cle"),
        Arguments.of(SIRET, "35600000000007", "siret.cle"),
        Arguments.of(IMMATRICULATION, "AB-000-CD", "immatriculation.numero"),
        Arguments.of(IMMATRICULATION, "SS-123-CD", "immatriculation.lettres"),
        Arguments.of(IMMATRICULATION, "AI-123-CD", "immatriculation.lettres"),
        Arguments.of(IMMATRICULATION, "1234 AB 99", "immatriculation.departement"),
        Arguments.of(VIN, "VF1BB05CF3012345O", "vin.caractere"),
        Arguments.of(VIN, "VF1BB05CF301234", "vin.longueur"),
        Arguments.of(VIN, "1M8GDM9A1KP042788", "vin.cle"),
        Arguments.of(ETAT_CIVIL, "Dupont|Jean|31/02/1980", "etat-civil.date"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhichRuleAValueBreaks(IdentifierKind kind, String raw, String rule) {
    assertThat(kind.read(raw))
        .isInstanceOfSatisfying(
            Reading.Invalid.class,
            invalid -> {
              assertThat(invalid.rule()).isEqualTo(rule);
              if (raw.length() > 3) {
                assertThat(invalid.reason()).doesNotContain(raw);
              }
            });
  }

  @Test
  void everyReasonIsSaidInFrenchAndInEnglish() {
    for (Refusal refusal : Refusal.values()) {
      assertThat(refusal.reason(java.util.Locale.FRENCH)).isNotBlank();
      assertThat(refusal.reason(java.util.Locale.ENGLISH))
          .isNotBlank()
          .isNotEqualTo(refusal.reason(java.util.Locale.FRENCH));
      assertThat(Refusal.ofCode(refusal.code())).isEqualTo(refusal);
    }
  }

  @Test
  void aKindIsFoundByTheNameThatContractsUse() {
    for (IdentifierKind kind : IdentifierKind.values()) {
      assertThat(IdentifierKind.of(kind.id())).isEqualTo(kind);
    }
    assertThatThrownBy(() -> IdentifierKind.of("passeport"))
        .hasMessageContaining("the kinds are nir, spi");
  }

  static String nir(String thirteen) {
    return thirteen + String.format("%02d", 97 - Long.parseLong(thirteen) % 97);
  }

  private static String corsican(String thirteen, int read) {
    long number = Long.parseLong(thirteen.substring(0, 5) + read + thirteen.substring(7));
    return thirteen + String.format("%02d", 97 - number % 97);
  }

  static String spi(String ten) {
    return ten + String.format("%03d", Long.parseLong(ten) % 511);
  }
}
