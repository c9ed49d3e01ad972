package fr.gouv.datalab.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrenchTest {
  @Test
  void writesFiguresAndDatesAsAFrenchReaderDoes() {
    assertThat(French.number(1_234_567)).isEqualTo("1\u00a0234\u00a0567");
    assertThat(French.number(0.905)).isEqualTo("0,91");
    assertThat(French.percent(0.0425)).isEqualTo("4,3\u00a0%");
    assertThat(French.date(LocalDate.of(2026, 1, 1))).isEqualTo("1er\u00a0janvier\u00a02026");
    assertThat(French.time(Instant.parse("2026-07-14T22:05:00Z")))
        .isEqualTo("15\u00a0juillet\u00a02026 à 0\u00a0h\u00a005");
    assertThat(French.count(1, "case", "cases")).isEqualTo("1\u00a0case");
    assertThat(French.count(2, "case", "cases")).isEqualTo("2\u00a0cases");
  }

  @ParameterizedTest
  @CsvSource({
    "foyer fiscal,foyers fiscaux",
    "foyers fiscaux,foyers fiscaux",
    "stagiaire,stagiaires",
    "personne en formation,personnes en formation",
    "véhicule d'occasion,véhicules d'occasion",
    "EUR,EUR",
    "niveau,niveaux",
  })
  void putsAUnitInThePlural(String one, String several) {
    assertThat(French.plural(one)).isEqualTo(several);
  }
}
