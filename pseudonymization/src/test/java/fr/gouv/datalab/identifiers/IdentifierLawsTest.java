package fr.gouv.datalab.identifiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
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

  @Property(tries = 1500)
  void aChangedDigitOfACorsicanNirIsRefused(
      @ForAll @IntRange(min = 0, max = 99) int year,
      @ForAll @IntRange(min = 1, max = 12) int month,
      @ForAll boolean south,
      @ForAll @IntRange(min = 1, max = 366) int commune,
      @ForAll @IntRange(min = 1, max = 999) int order,
      @ForAll @IntRange(min = 0, max = 14) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String thirteen =
        String.format("2%02d%02d2%s%03d%03d", year, month, south ? "A" : "B", commune, order);
    if (at != 6) {
      refusesChange(IdentifierKind.NIR, withKey(thirteen), at, by);
    }
  }

  private static String withKey(String thirteen) {
    return ((Reading.Valid) IdentifierKind.NIR.read(thirteen)).normalised();
  }

  @Property(tries = 2000)
  void aChangedDigitOfASirenIsRefused(
      @ForAll @IntRange(min = 1, max = 99_999_999) int number,
      @ForAll @IntRange(min = 0, max = 8) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    refusesChange(IdentifierKind.SIREN, luhn(String.format("%08d", number)), at, by);
  }

  @Property(tries = 2000)
  void aChangedDigitOfASiretIsRefused(
      @ForAll @IntRange(min = 1, max = 99_999_999) int number,
      @ForAll @IntRange(min = 0, max = 9999) int establishment,
      @ForAll @IntRange(min = 0, max = 13) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String siren = luhn(String.format("%08d", number));
    refusesChange(IdentifierKind.SIRET, luhn(siren + String.format("%04d", establishment)), at, by);
  }

  /** The weaker sum of La Poste sees every change but one by five. */
  @Property(tries = 1000)
  void aChangedDigitOfALaPosteSiretIsRefusedUnlessItChangedByFive(
      @ForAll @IntRange(min = 0, max = 9999) int establishment,
      @ForAll @IntRange(min = 0, max = 13) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String start = "356000000" + String.format("%04d", establishment);
    int sum = start.chars().map(c -> c - '0').sum();
    String siret = start + (5 - sum % 5) % 5;
    String wrong = changed(siret, at, by);
    boolean headOffice = siret.endsWith("00048") || wrong.endsWith("00048");
    if (headOffice) {
      return;
    }
    assertThat(IdentifierKind.SIRET.read(siret)).isInstanceOf(Reading.Valid.class);
    boolean unseen = at >= 9 && (wrong.charAt(at) - siret.charAt(at)) % 5 == 0;
    assertThat(IdentifierKind.SIRET.read(wrong) instanceof Reading.Valid).isEqualTo(unseen);
  }

  /**
   * A North American VIN shows every changed digit, but for a first one that makes it a maker's of
   * elsewhere, where there is no check.
   */
  @Property(tries = 2000)
  void aChangedDigitOfANorthAmericanVinIsRefusedUnlessItMovesTheMaker(
      @ForAll @IntRange(min = 0, max = 3) int country,
      @ForAll @LongRange(min = 0, max = 9_999_999_999_999_999L) long rest,
      @ForAll @IntRange(min = 0, max = 16) int at,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String digits = "1245".charAt(country) + String.format("%016d", rest);
    String vin = "";
    for (char check : "0123456789X".toCharArray()) {
      String tried = digits.substring(0, 8) + check + digits.substring(9);
      vin = IdentifierKind.VIN.read(tried) instanceof Reading.Valid ? tried : vin;
    }
    if (vin.charAt(at) == 'X') {
      return;
    }
    String wrong = changed(vin, at, by);
    boolean unseen = at == 0 && "1245".indexOf(wrong.charAt(0)) < 0;
    assertThat(IdentifierKind.VIN.read(wrong) instanceof Reading.Valid).isEqualTo(unseen);
  }

  /** Separators, capitals and the key that may be left out do not make another identifier. */
  @Property(tries = 1500)
  void twoSpellingsOfOneIdentifierAreOneNormalisedForm(
      @ForAll("compactKinds") IdentifierKind kind,
      @ForAll @IntRange(min = 0, max = 99_999) int number,
      @ForAll @Size(8) List<@IntRange(min = 0, max = 13) Integer> places) {
    String plain = valid(kind, number);
    StringBuilder spelled = new StringBuilder(plain.toLowerCase(Locale.ROOT));
    String[] separators = {" ", ".", "-", "/", "\u00A0", "\u202F", "_"};
    for (int place : places) {
      spelled.insert(Math.min(place, spelled.length()), separators[place % separators.length]);
    }
    assertThat(kind.read(spelled.toString()))
        .isEqualTo(kind.read(plain))
        .isInstanceOf(Reading.Valid.class);
  }

  @Provide
  Arbitrary<IdentifierKind> compactKinds() {
    return Arbitraries.of(
        IdentifierKind.NIR,
        IdentifierKind.SPI,
        IdentifierKind.INE,
        IdentifierKind.SIREN,
        IdentifierKind.SIRET,
        IdentifierKind.IMMATRICULATION,
        IdentifierKind.VIN);
  }

  private static String valid(IdentifierKind kind, int number) {
    return switch (kind) {
      case NIR -> withKey(String.format("185052A%03d%03d", 1 + number % 360, 1 + number % 998));
      case SPI -> IdentifierKindTest.spi(String.format("%010d", number));
      case INE -> String.format("%09dAB", number);
      case SIREN -> luhn(String.format("1%07d", number));
      case SIRET -> luhn(luhn(String.format("1%07d", number)) + "0001");
      case IMMATRICULATION -> String.format("AB%03dCD", 1 + number % 999);
      default -> String.format("VF1BB05CF%08d", number);
    };
  }

  private static String luhn(String start) {
    for (char check = '0'; check <= '9'; check++) {
      byte[] all = (start + check).getBytes(StandardCharsets.US_ASCII);
      if (Luhn.holds(all, all.length)) {
        return start + check;
      }
    }
    throw new AssertionError();
  }

  private static String changed(String valid, int at, int by) {
    char digit = (char) ('0' + (valid.charAt(at) - '0' + by) % 10);
    return valid.substring(0, at) + digit + valid.substring(at + 1);
  }

  private static void refusesChange(IdentifierKind kind, String valid, int at, int by) {
    assertThat(kind.read(valid)).isInstanceOf(Reading.Valid.class);
    assertThat(kind.read(changed(valid, at, by))).isInstanceOf(Reading.Invalid.class);
  }
}
