package fr.gouv.datalab.identifiers;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class IdentifierLawsTest {

  @Property(tries = 3000)
  void normalisingTwiceChangesNothing(
      @ForAll IdentifierKind kind, @ForAll @StringLength(max = 40) String raw) {
    if (kind.read(raw) instanceof Reading.Valid first) {
      assertThat(kind.read(first.normalised())).isEqualTo(first);
    }
  }

  @Property(tries = 2000)
  void aChangedDigitOfASpiIsRefused(
      @ForAll @LongRange(min = 0, max = 3_999_999_999L) long number,
      @ForAll @IntRange(min = 0, max = 12) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    refusesChange(
        IdentifierKind.SPI, IdentifierKindTest.spi(String.format("%010d", number)), at, by);
  }

  @Property(tries = 2000)
  void aChangedDigitOfANirIsRefused(
      @ForAll @IntRange(min = 0, max = 99) int year,
      @ForAll @IntRange(min = 1, max = 12) int month,
      @ForAll @IntRange(min = 1, max = 95) int department,
      @ForAll @IntRange(min = 1, max = 989) int commune,
      @ForAll @IntRange(min = 1, max = 999) int order,
      @ForAll @IntRange(min = 0, max = 14) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String thirteen =
        String.format("1%02d%02d%02d%03d%03d", year, month, department, commune, order);
    refusesChange(IdentifierKind.NIR, IdentifierKindTest.nir(thirteen), at, by);
  }

  private static void refusesChange(IdentifierKind kind, String valid, int at, int by) {
    assertThat(kind.read(valid)).isInstanceOf(Reading.Valid.class);
    char changed = (char) ('0' + (valid.charAt(at) - '0' + by) % 10);
    String wrong = valid.substring(0, at) + changed + valid.substring(at + 1);
    assertThat(kind.read(wrong)).isInstanceOf(Reading.Invalid.class);
  }
}
