package fr.gouv.datalab.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path directory;
  private Registry registry;

  @BeforeEach
  void open() {
    registry = Registry.open(Homes.in(directory.resolve("home")));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void rootIsThatOfRfc6962ForEverySize() throws Exception {
    assertThat(JournalCheck.live(registry)).isEqualTo(new JournalCheck(0, naiveRoot(List.of())));
    for (int size = 1; size <= 40; size++) {
      append("acte " + size);
      assertThat(JournalCheck.live(registry))
          .isEqualTo(new JournalCheck(size, naiveRoot(records())));
    }
  }

  @Test
  void anActThatFailsLeavesNoRecord() {
    append("un");
    assertThatThrownBy(
            () ->
                registry.inTransaction(
                    tx -> {
                      Journal.append(tx, new Act("analyste", "release.submit", "r1"));
                      throw new IllegalStateException("the act failed");
                    }))
        .hasMessage("the act failed");
    assertThat(JournalCheck.live(registry).records()).isEqualTo(1);
  }

  @Test
  void namesTheFirstRecordThatWasAltered() {
    for (int i = 0; i < 9; i++) {
      append("acte " + i);
    }
    tamper(
        "update journal_record set record = replace(record, 'acte 4', 'acte X') where sequence = 4");
    refuses("Record 4");
  }

  @Test
  void namesARecordThatWasRemovedFromTheMiddleOrTheEnd() {
    for (int i = 0; i < 9; i++) {
      append("acte " + i);
    }
    tamper("delete from journal_record where sequence = 8");
    refuses("Record 8");
    tamper("delete from journal_record where sequence = 5");
    refuses("Record 5");
  }

  @Test
  void seesARecordWhoseLeafWasAlteredToMatch() {
    append("un");
    append("deux");
    byte[] leaf = Hash.leaf("{}".getBytes(StandardCharsets.UTF_8));
    registry.inTransaction(
        tx ->
            tx.update(
                "update journal_record set record = '{}', leaf = ? where sequence = 1",
                (Object) leaf));
    refuses("not those from which its tree was made");
  }

  @Test
  void writesCanonicalJson() {
    append("un");
    assertThat(records().get(0))
        .startsWith(
            "{\"details\":{\"note\":\"un\"},\"object\":\"essai\",\"person\":\"analyste\",\"sequence\":0,\"time\":\"");
    assertThat(CanonicalJson.of(Map.of("b", 1.0, "a", List.of(1e21, 0.1, "é\u0001\""))))
        .isEqualTo("{\"a\":[1e+21,0.1,\"é\\u0001\\\"\"],\"b\":1}");
  }

  private void refuses(String sentence) {
    assertThatThrownBy(() -> JournalCheck.live(registry))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(sentence);
  }

  private void append(String note) {
    registry.inTransaction(
        tx ->
            Journal.append(tx, new Act("analyste", "essai.faire", "essai", Map.of("note", note))));
  }

  private void tamper(String sql) {
    int rows = registry.inTransaction(tx -> tx.update(sql));
    assertThat(rows).isEqualTo(1);
  }

  private List<String> records() {
    return registry.read(
        tx ->
            tx.list(
                "select record from journal_record order by sequence", row -> row.getString(1)));
  }

  /** RFC 6962 section 2.1 as it is written: split at the largest power of two below the size. */
  private static String naiveRoot(List<String> records) throws Exception {
    return HexFormat.of().formatHex(naive(new ArrayList<>(records)));
  }

  private static byte[] naive(List<String> records) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    if (records.isEmpty()) {
      return sha.digest();
    }
    if (records.size() == 1) {
      sha.update((byte) 0);
      return sha.digest(records.get(0).getBytes(StandardCharsets.UTF_8));
    }
    int split = Integer.highestOneBit(records.size() - 1);
    byte[] left = naive(records.subList(0, split));
    byte[] right = naive(records.subList(split, records.size()));
    sha.update((byte) 1);
    sha.update(left);
    return sha.digest(right);
  }
}
