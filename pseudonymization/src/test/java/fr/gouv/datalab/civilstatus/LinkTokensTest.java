package fr.gouv.datalab.civilstatus;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LinkTokensTest {
  private final LinkTokens tokens = LinkTokens.of(Tokenizer.ofLinkKey(new byte[32]));

  @Test
  void hasOneTokenPerSlot() {
    assertThat(LinkTokens.WIDTH).isEqualTo(Long.BYTES * LinkSlot.values().length);
    assertThat(tokens.encode(new String[0])).isEqualTo(new byte[LinkTokens.WIDTH]);
  }

  @Test
  void readsTheSameNameInTwoSpellings() {
    assertSame(LinkSlot.NAME, CivilStatus.nomNaissance, "LE NORMAND", "Lenormand");
    assertSame(LinkSlot.NAME, CivilStatus.nomNaissance, "SAINT-GERMAIN", "St Germain");
    assertSame(LinkSlot.NAME, CivilStatus.nomNaissance, "D’Haën", "D'HAEN");
    assertSame(LinkSlot.NAME_SOUND, CivilStatus.nomNaissance, "DUPONT", "DUPOND");
    assertSame(LinkSlot.NAME_SOUND, CivilStatus.nomNaissance, "PHILIPPOT", "Filipo");
    assertSame(LinkSlot.FIRST_ALL, CivilStatus.prenoms, "Éric Thierry", "THIERRY ERIC");
    assertSame(LinkSlot.FIRST_START, CivilStatus.prenoms, "MATTHIEU", "MAT.");
    assertSame(LinkSlot.FIRST, CivilStatus.prenoms, "Jean-Pierre Luc", "JEAN PIERRE");
    assertSame(LinkSlot.NAME, CivilStatus.nomNaissance, "Дмитрий", "ДМИТРИЙ");
  }

  @Test
  void readsTheSameDateInTwoWritings() {
    assertSame(LinkSlot.BIRTH, CivilStatus.dateNaissance, "20/10/1975", "1975-10-20");
    assertSame(LinkSlot.BIRTH, CivilStatus.dateNaissance, "19751020", "20101975");
    assertSame(LinkSlot.BIRTH, CivilStatus.dateNaissance, "1975-10-20T00:00:00", "20.10.1975");
    assertSame(LinkSlot.BIRTH_ANY_ORDER, CivilStatus.dateNaissance, "02/11/1975", "11/02/1975");
    assertSame(LinkSlot.BIRTH_YEAR_DAY, CivilStatus.dateNaissance, "19751520", "20/03/1975");
    assertThat(token(LinkSlot.BIRTH, CivilStatus.dateNaissance, "vers 1975")).isZero();
  }

  @Test
  void readsTheSameAddressInTwoWritings() {
    assertSame(LinkSlot.STREET, CivilStatus.voie, "12 bis, rue des Érables", "R DES ERABLES");
    assertSame(LinkSlot.POSTCODE, CivilStatus.codePostal, "2590", "02590");
    assertSame(LinkSlot.TELEPHONE, CivilStatus.telephone, "+33 6 12 34 56 78", "0612345678");
    assertThat(token(LinkSlot.HOUSE, CivilStatus.voie, "12 rue des Érables"))
        .isEqualTo(token(LinkSlot.HOUSE, CivilStatus.numeroVoie, "12"));
  }

  @Test
  void seesASurnameInThePlaceOfAFirstName() {
    assertThat(token(LinkSlot.NAME, CivilStatus.nomNaissance, "Martin"))
        .isEqualTo(token(LinkSlot.FIRST, CivilStatus.prenoms, "MARTIN"))
        .isNotEqualTo(token(LinkSlot.COMMUNE_NAME, CivilStatus.commune, "MARTIN"));
  }

  @Test
  void likenessTellsAMisspelledNameFromAnother() {
    for (String typo : List.of("VANACKRE", "VANACER", "VANAACKER", "VANACKEZ")) {
      assertThat(agreement("VANACKER", typo)).as(typo).isGreaterThan(82);
    }
    for (String other : List.of("DAHAN", "PINEL", "LENORMAND", "DECHAUME")) {
      assertThat(agreement("VANACKER", other)).as(other).isLessThan(82);
    }
  }

  @Test
  void cmacIsTheStandards() throws Exception {
    // NIST SP 800-38B, D.3: AES-256, messages of 16 and 40 bytes, whose first byte is the domain.
    byte[] key = bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    byte[] text =
        bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411");
    KeyedBlocks blocks = new KeyedBlocks(key);
    int one = blocks.add(0x6b, text, 1, 16);
    int two = blocks.add(0x6b, text, 1, 40);
    blocks.run();
    assertThat(blocks.high(one)).isEqualTo(0x28a7023f452e8f82L);
    assertThat(blocks.low(one)).isEqualTo(0xbd4bf28d8c37c35cL);
    assertThat(blocks.high(two)).isEqualTo(0xaaf3d8f1de5640c2L);
    assertThat(blocks.low(two)).isEqualTo(0x32f5b169b9c911e6L);
  }

  @Property(tries = 300)
  void anyTextGivesTokensAndTheSameOnesAgain(@ForAll String text, @ForAll CivilStatus role) {
    String[] values = new String[CivilStatus.values().length];
    Arrays.fill(values, text.repeat(5));
    values[role.ordinal()] = null;
    assertThat(tokens.encode(values)).hasSize(LinkTokens.WIDTH).isEqualTo(tokens.encode(values));
  }

  @Test
  void anotherKeyGivesUnrelatedTokens() {
    byte[] key = new byte[32];
    key[0] = 1;
    LinkTokens others = LinkTokens.of(Tokenizer.ofLinkKey(key));
    String[] values = new String[CivilStatus.values().length];
    Arrays.fill(values, "MARTIN");
    for (LinkSlot slot : LinkSlot.values()) {
      long token = LinkTokens.token(tokens.encode(values), slot);
      assertThat(token == 0 || token != LinkTokens.token(others.encode(values), slot)).isTrue();
    }
  }

  private void assertSame(LinkSlot slot, CivilStatus role, String one, String two) {
    assertThat(token(slot, role, one))
        .as(one + " and " + two)
        .isNotZero()
        .isEqualTo(token(slot, role, two));
  }

  private long token(LinkSlot slot, CivilStatus role, String value) {
    return LinkTokens.token(encode(Map.of(role, value)), slot);
  }

  private byte[] encode(Map<CivilStatus, String> person) {
    String[] values = new String[CivilStatus.values().length];
    new EnumMap<>(person).forEach((role, value) -> values[role.ordinal()] = value);
    return tokens.encode(values);
  }

  private int agreement(String one, String two) {
    byte[] left = encode(Map.of(CivilStatus.nomNaissance, one));
    byte[] right = encode(Map.of(CivilStatus.nomNaissance, two));
    int differing = 0;
    for (LinkSlot slot : List.of(LinkSlot.NAME_LIKENESS, LinkSlot.NAME_LIKENESS_2)) {
      differing += Long.bitCount(LinkTokens.token(left, slot) ^ LinkTokens.token(right, slot));
    }
    return 128 - differing;
  }

  private static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex);
  }
}
