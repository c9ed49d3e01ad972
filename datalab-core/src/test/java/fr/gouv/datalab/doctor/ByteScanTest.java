package fr.gouv.datalab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ByteScanTest {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  @TempDir Path home;
  private final Needles needles = new Needles();

  @BeforeEach
  void lookForTwoPersonsAndTwoVehicles() {
    needles.addNir("185057800608436");
    needles.addNir("2990520A0010158".replace("20A", "2A0"));
    needles.addSpi("0123456789033");
    needles.addPlate("AB-123-CD");
    needles.addPlate("1234 AB 75");
    needles.addVin("VF1AB000123456789");
    needles.addName("LE GOËFF", "Zoé Marie");
    needles.addName("MARTINEAU", "Hélène");
    needles.addName("ROY", "Léa");
  }

  static Stream<Arguments> dresses() {
    return Stream.of(
        Arguments.of("185057800608436", Kind.NIR),
        Arguments.of("nir=185057800608436;", Kind.NIR),
        Arguments.of("1 85 05 78 006 084 36", Kind.NIR),
        Arguments.of("x0123456789033y", Kind.SPI),
        Arguments.of("{\"spi\":\"0123456789033\"}", Kind.SPI),
        Arguments.of("01 23 45 67 89 033", Kind.SPI),
        Arguments.of("plaque AB-123-CD.", Kind.PLATE),
        Arguments.of("\"ab123cd\"", Kind.PLATE),
        Arguments.of("AB 123 CD", Kind.PLATE),
        Arguments.of(";1234AB75;", Kind.PLATE),
        Arguments.of("VF1AB000123456789", Kind.VIN),
        Arguments.of("vf1ab 000 123456789", Kind.VIN),
        Arguments.of("le nom est MARTINEAU;Hélène", Kind.NAME),
        Arguments.of("Helene MARTINEAU", Kind.NAME),
        Arguments.of("\"nom\":\"Martineau\",\"HÉLÈNE\"", Kind.NAME),
        Arguments.of("chercher le goeff, zoe dans la liste", Kind.NAME),
        Arguments.of("Marie LE GOËFF", Kind.NAME),
        Arguments.of("une personne nommée ROY Léa quelque part", Kind.NAME));
  }

  @ParameterizedTest
  @MethodSource("dresses")
  void findsAValueHoweverItIsDressed(String text, Kind kind) throws IOException {
    for (Charset charset :
        List.of(
            StandardCharsets.UTF_8,
            WINDOWS_1252,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE)) {
      Files.write(home.resolve("file"), text.getBytes(charset));
      assertThat(kinds()).as("%s in %s", text, charset).contains(kind);
    }
  }

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of("plain", (Wrap) bytes -> bytes),
        Arguments.of("gzip", (Wrap) ByteScanTest::gzip),
        Arguments.of("zip", (Wrap) ByteScanTest::zip),
        Arguments.of("zip in gzip", (Wrap) bytes -> gzip(zip(bytes))),
        Arguments.of("zstd", (Wrap) Zstd::compress),
        Arguments.of(
            "base64",
            (Wrap)
                bytes ->
                    ("token " + Base64.getEncoder().encodeToString(bytes))
                        .getBytes(StandardCharsets.US_ASCII)),
        Arguments.of(
            "base64url", (Wrap) bytes -> Base64.getUrlEncoder().withoutPadding().encode(bytes)),
        Arguments.of(
            "hexadecimal",
            (Wrap) bytes -> HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII)),
        Arguments.of("in the middle of random bytes", (Wrap) ByteScanTest::amongRandomBytes));
  }

  private interface Wrap {
    byte[] wrap(byte[] bytes) throws IOException;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void findsAValueWhateverHoldsIt(String name, Wrap place) throws IOException {
    String text =
        "ligne 12 : 185057800608436 ; 0123456789033 ; AB-123-CD ; VF1AB000123456789 ; MARTINEAU Hélène\n";
    Files.write(home.resolve("file"), place.wrap(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(kinds()).contains(Kind.values());
  }

  @Test
  void findsAValueAcrossTheReadBuffersEdge() throws IOException {
    for (int shift = 0; shift < 20; shift++) {
      Files.writeString(home.resolve("file"), " ".repeat(65_536 - shift) + "185057800608436");
      assertThat(kinds()).contains(Kind.NIR);
    }
  }

  @Test
  void findsAValueInTheNameOfAFile() throws IOException {
    Files.writeString(home.resolve("export-0123456789033.csv"), "");
    assertThat(kinds()).contains(Kind.SPI);
  }

  @Test
  void findsNothingWhereNothingIs() throws IOException {
    byte[] random = new byte[4 << 20];
    new Random(7).nextBytes(random);
    Files.write(home.resolve("random"), random);
    Files.write(home.resolve("random.txt"), Base64.getMimeEncoder().encode(random));
    Files.writeString(
        home.resolve("near"),
        "185057800608437 0123456789034 AB-124-CD VF1AB000123456788 MARTINEAU Paul");
    assertThat(kinds()).isEmpty();
  }

  @Test
  void leavesOutWhatItIsToldToLeaveOut() throws IOException {
    Files.createDirectories(home.resolve("demo"));
    Files.writeString(home.resolve("demo/clair.csv"), "185057800608436");
    ByteScan.Result result =
        new ByteScan(needles).run(List.of(home), path -> !path.endsWith("demo"));
    assertThat(result.findings()).isEmpty();
    assertThat(result.files()).isZero();
  }

  private List<Kind> kinds() {
    return new ByteScan(needles)
        .run(List.of(home), path -> true).findings().stream()
            .map(Finding::kind)
            .distinct()
            .toList();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(out)) {
      zipped.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zipped = new ZipOutputStream(out)) {
      zipped.putNextEntry(new ZipEntry("a/b.csv"));
      zipped.write(bytes);
      zipped.closeEntry();
    }
    return out.toByteArray();
  }

  private static byte[] amongRandomBytes(byte[] bytes) throws IOException {
    byte[] random = new byte[300_000];
    new Random(3).nextBytes(random);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(random);
    out.write(bytes);
    out.write(random);
    return out.toByteArray();
  }
}
