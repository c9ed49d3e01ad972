package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs that are written hold, and whatever is done to them is seen. */
class ProofCheckTest {

  private static ProtectionSpec spec(boolean all) {
    return Tables.spec(Policy.PERSONNES, Tables.tree("t", 3, 3), Tables.tree("e", 4))
        .withIntervals(all ? ProtectionSpec.Intervals.ALL : ProtectionSpec.Intervals.PRIMARY);
  }

  private static Path written(ProtectionSpec spec, long seed, Path directory) {
    Path out = directory.resolve("out");
    Protection.of(spec, Tables.skewed(spec, seed, 40, 0.1)).writeWithProofsTo(out);
    return out;
  }

  @Property(tries = 25)
  void theyHold(@ForAll long seed, @ForAll boolean all) throws IOException {
    Path directory = Files.createTempDirectory("proofs");
    Path out = written(spec(all), seed, directory);
    ProofCheck.Result found = ProofCheck.check(out, spec(all));
    assertThat(found.faults()).isEmpty();
    assertThat(found.proofs()).isGreaterThanOrEqualTo(found.cells() / 2);
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aChangeThatIsAlteredOrLeftOutIsSeen(@TempDir Path directory) throws IOException {
    Path out = written(spec(true), 4, directory);
    List<String> lines = Files.readAllLines(out.resolve("proofs.csv"));
    Matcher number = Pattern.compile(":(-?\\d+)").matcher(lines.get(3));
    assertThat(number.find()).isTrue();
    List<String> altered = new ArrayList<>(lines);
    long other = Long.parseLong(number.group(1)) + 1;
    altered.set(
        3,
        lines.get(3).substring(0, number.start())
            + ":"
            + other
            + lines.get(3).substring(number.end()));
    Files.write(out.resolve("proofs.csv"), altered);
    assertThat(ProofCheck.check(out, spec(true)).faults())
        .anyMatch(fault -> fault.contains("line 4 of proofs.csv"));
    Files.write(out.resolve("proofs.csv"), lines.subList(0, 1));
    assertThat(ProofCheck.check(out, spec(true)).faults())
        .anyMatch(fault -> fault.contains("is moved by no proof"));
  }

  @Test
  void proofsOfAnotherPatternDoNotHold(@TempDir Path directory) throws IOException {
    Path one = written(spec(false), 4, directory.resolve("a"));
    Path other = written(spec(false), 5, directory.resolve("b"));
    Files.delete(one.resolve("proofs.csv"));
    Files.copy(other.resolve("proofs.csv"), one.resolve("proofs.csv"));
    assertThat(ProofCheck.check(one, spec(false)).holds()).isFalse();
  }

  @Test
  void aWiderIntervalThanProvedIsSeen(@TempDir Path directory) {
    Path out = written(spec(true), 4, directory);
    ProtectionSpec narrow = spec(true);
    ProtectionSpec wide =
        new ProtectionSpec(
            narrow.dimensions(),
            narrow.frequency(),
            narrow.magnitude(),
            narrow.contributors(),
            narrow.measures(),
            narrow.policy(),
            new ProtectionSpec.Width(3.0, 0),
            narrow.intervals(),
            narrow.cost(),
            narrow.zeros());
    assertThat(ProofCheck.check(out, wide).faults())
        .anyMatch(fault -> fault.contains("not moved as far as the specification asks"));
  }

  @Test
  void aDirectoryWithoutProofsIsSaid(@TempDir Path directory) {
    assertThatThrownBy(() -> ProofCheck.check(directory, spec(true)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("disclose protect");
  }
}
