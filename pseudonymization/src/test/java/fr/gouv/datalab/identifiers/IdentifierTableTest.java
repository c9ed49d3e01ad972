package fr.gouv.datalab.identifiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks {@code IDENTIFIERS.md}, line by line. */
class IdentifierTableTest {
  private static final Path TABLE = Path.of("IDENTIFIERS.md");
  private static final String REFUSED = "refused: ";

  /** A line of the table; {@code becomes} is a normalised form or the rule that refuses. */
  record Line(IdentifierKind kind, String written, String becomes, boolean refused) {
    @Override
    public String toString() {
      return kind.id() + " " + written;
    }
  }

  static Stream<Line> lines() throws IOException {
    return Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
        .filter(line -> line.contains("`"))
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split("(?<!\\\\)\\|", -1))
        .map(
            cells ->
                new Line(
                    IdentifierKind.of(cells[1].strip()),
                    bare(cells[2]),
                    cells[3].contains(REFUSED)
                        ? cells[3].strip().substring(REFUSED.length())
                        : bare(cells[3]),
                    cells[3].contains(REFUSED)));
  }

  private static String bare(String cell) {
    return cell.substring(cell.indexOf('`') + 1, cell.lastIndexOf('`')).replace("\\|", "|");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void isReadAsTheTableSays(Line line) {
    Reading reading = line.kind.read(line.written);
    if (line.refused) {
      assertThat(reading)
          .isInstanceOfSatisfying(
              Reading.Invalid.class, no -> assertThat(no.rule()).isEqualTo(line.becomes));
    } else {
      assertThat(reading).isEqualTo(new Reading.Valid(line.becomes));
      assertThat(line.kind.read(line.becomes)).isEqualTo(reading);
    }
  }

  @Test
  void everyKindAndEveryReasonIsInTheTable() throws IOException {
    List<Line> lines = lines().toList();
    assertThat(lines.stream().filter(line -> !line.refused).map(Line::kind))
        .containsAll(EnumSet.allOf(IdentifierKind.class));
    Set<String> rules =
        lines.stream().filter(Line::refused).map(Line::becomes).collect(Collectors.toSet());
    Stream<Refusal> others =
        Stream.of(Refusal.values())
            .filter(refusal -> refusal != Refusal.CIVIL_ENCODING)
            .filter(refusal -> refusal != Refusal.EMAIL_ENCODING);
    assertThat(others.map(Refusal::rule)).allMatch(rules::contains, "is in the table");
  }

  @Test
  void bytesThatAreNotTextAreRefused() {
    byte[] latin1 = {'D', 'u', 'p', (byte) 0xE9, '@', 'x'};
    byte[] out = new byte[IdentifierKind.MAX_BYTES];
    assertThat(IdentifierKind.ETAT_CIVIL.normalise(latin1, 0, 4, out))
        .isEqualTo(Refusal.CIVIL_ENCODING.code());
    assertThat(IdentifierKind.EMAIL.normalise(latin1, 0, 6, out))
        .isEqualTo(Refusal.EMAIL_ENCODING.code());
  }
}
