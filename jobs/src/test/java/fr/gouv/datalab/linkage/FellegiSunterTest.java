package fr.gouv.datalab.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FellegiSunterTest {
  private final LinkTokens tokens = LinkTokens.of(Tokenizer.ofLinkKey(new byte[32]));

  @Test
  void comparesInTheSameWayFromBothSides() {
    List<long[]> people = new ArrayList<>();
    List<String[]> originals = new MisspelledPeople(3, 0.4).originals(40);
    for (String[] person : originals) {
      people.add(encoded(person[2], person[1], person[9]));
    }
    for (String[] person : new MisspelledPeople(4, 0.4).duplicates(originals)) {
      people.add(encoded(person[2], person[1], person[9]));
    }
    for (long[] one : people) {
      for (long[] two : people) {
        assertThat(AgreementPatterns.compare(one, two))
            .isEqualTo(AgreementPatterns.compare(two, one));
      }
    }
  }

  @Test
  void seesWhatTwoCivilStatusesAgreeIn() {
    assertLevels(encoded("MARTIN", "ANNE", "1/2/1980"), encoded("Martin", "Anne", ""), 5, 5, 0);
    assertLevels(
        encoded("MARTIN", "ANNE", "1/2/1980"), encoded("ANNE", "MARTIN", "2/1/1980"), 6, 0, 3);
    assertLevels(
        encoded("DUPONT", "ANNE LISE", "1/2/1980"), encoded("DUPOND", "LISE", "3/2/1980"), 3, 4, 2);
    assertLevels(
        encoded("DUPONT", "ANNE", "1/2/1980"), encoded("LEGRAND", "PAUL", "5/6/1990"), 1, 1, 1);
  }

  /** A thousand matches that agree in the name, among a million pairs that hardly do. */
  @Test
  void learnsWithoutLabelsWhatMatchesAgreeIn() {
    int same = pattern("MARTIN", "ANNE", "1/2/1980", "MARTIN", "ANNE", "1/2/1980");
    int typo = pattern("MARTIN", "ANNE", "1/2/1980", "MARTIM", "ANNE", "1/2/1980");
    int named = pattern("MARTIN", "ANNE", "1/2/1980", "MARTIN", "PAUL", "5/6/1990");
    int other = pattern("MARTIN", "ANNE", "1/2/1980", "LEGRAND", "PAUL", "5/6/1990");
    FellegiSunter model =
        FellegiSunter.fit(
            List.of(
                new FellegiSunter.Count(same, 900),
                new FellegiSunter.Count(typo, 100),
                new FellegiSunter.Count(named, 2_000)),
            List.of(new FellegiSunter.Count(other, 998_000), new FellegiSunter.Count(named, 2_000)),
            1e6,
            1_000);
    assertThat(model.m()[Comparison.NOM.ordinal()][5]).isBetween(0.88, 0.92);
    assertThat(model.u()[Comparison.NOM.ordinal()][5]).isBetween(0.0015, 0.0025);
    assertThat(model.prior()).isBetween(0.0009, 0.0011);
    assertThat(model.probability(same)).isGreaterThan(0.999);
    assertThat(model.probability(typo)).isGreaterThan(0.99);
    assertThat(model.probability(named)).isLessThan(0.01);
    assertThat(model.weight(Comparison.NOM, 5)).isPositive();
    assertThat(model.weight(Comparison.NOM, 1)).isNegative();
  }

  private void assertLevels(long[] one, long[] two, int name, int first, int birth) {
    int pattern = AgreementPatterns.compare(one, two);
    assertThat(AgreementPatterns.level(pattern, Comparison.NOM)).isEqualTo(name);
    assertThat(AgreementPatterns.level(pattern, Comparison.PRENOM)).isEqualTo(first);
    assertThat(AgreementPatterns.level(pattern, Comparison.NAISSANCE)).isEqualTo(birth);
    assertThat(AgreementPatterns.level(pattern, Comparison.ADRESSE)).isZero();
  }

  private int pattern(String... v) {
    return AgreementPatterns.compare(encoded(v[0], v[1], v[2]), encoded(v[3], v[4], v[5]));
  }

  private long[] encoded(String name, String first, String birth) {
    String[] values = new String[CivilStatus.values().length];
    values[CivilStatus.nomNaissance.ordinal()] = name;
    values[CivilStatus.prenoms.ordinal()] = first;
    values[CivilStatus.dateNaissance.ordinal()] = birth;
    long[] slots = new long[LinkTokens.WIDTH / Long.BYTES];
    ByteBuffer.wrap(tokens.encode(values)).asLongBuffer().get(slots);
    return slots;
  }
}
