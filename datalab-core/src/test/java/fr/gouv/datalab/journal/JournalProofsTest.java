package fr.gouv.datalab.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalProofsTest {
  /** More than one stored node, and ragged at every level. */
  private static final int RECORDS = 601;

  @TempDir static Path directory;
  private static Home home;
  private static Registry registry;
  private static final List<String> roots = new ArrayList<>();

  @BeforeAll
  static void fill() {
    home = Homes.in(directory.resolve("home"));
    KeyStore.init(home.keys());
    registry = Registry.open(home);
    registry.inTransaction(
        tx -> {
          for (int i = 0; i < RECORDS; i++) {
            roots.add(Checkpoint.now(tx).root());
            Journal.append(tx, new Act("analyste", "essai.faire", "essai", Map.of("n", i)));
          }
          roots.add(Checkpoint.now(tx).root());
          return null;
        });
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @Test
  void provesEveryRecord() {
    registry.read(
        tx -> {
          JournalProofs proofs = JournalProofs.in(tx);
          for (long i = 0; i < RECORDS; i++) {
            ProvedRecord proved = proofs.record(i);
            assertThat(proved.record()).contains("\"sequence\":" + i + ",");
            proved.proof().verify(proved.record(), roots.get(RECORDS));
          }
          return null;
        });
  }

  @Test
  void provesThatTheJournalContinuesEachOfItsFormerSizes() {
    registry.read(
        tx -> {
          JournalProofs proofs = JournalProofs.in(tx);
          for (int older = 0; older <= RECORDS; older++) {
            assertThat(proofs.rootAt(older)).isEqualTo(roots.get(older));
            proofs.since(older).verify(roots.get(older), roots.get(RECORDS));
          }
          return null;
        });
  }

  @Test
  void refusesAProofOfAnotherRecordOrAnotherIndexOrAnAlteredStep() {
    ProvedRecord proved = registry.read(tx -> JournalProofs.in(tx).record(300));
    InclusionProof proof = proved.proof();
    String root = roots.get(RECORDS);
    refused(() -> proof.verify(proved.record() + " ", root));
    for (long index : new long[] {-1, 0, 299, 301, 600, 601, Long.MAX_VALUE}) {
      refused(() -> new InclusionProof(index, RECORDS, proof.path()).verify(proved.record(), root));
    }
    for (int i = 0; i < proof.path().size(); i++) {
      refused(() -> new InclusionProof(300, RECORDS, List.of()).verify(proved.record(), root));
      List<String> path = new ArrayList<>(proof.path());
      path.set(i, flip(path.get(i)));
      refused(() -> new InclusionProof(300, RECORDS, path).verify(proved.record(), root));
      path.remove(i);
      refused(() -> new InclusionProof(300, RECORDS, path).verify(proved.record(), root));
    }
    List<String> longer = new ArrayList<>(proof.path());
    longer.add(root);
    refused(() -> new InclusionProof(300, RECORDS, longer).verify(proved.record(), root));
    refused(() -> new InclusionProof(300, RECORDS, List.of("zz")).verify(proved.record(), root));
  }

  @Test
  void refusesAJournalThatForgot() {
    for (int older : new int[] {1, 2, 3, 255, 256, 257, 512, 600}) {
      ConsistencyProof proof = registry.read(tx -> JournalProofs.in(tx).since(older));
      String root = roots.get(RECORDS);
      refused(() -> proof.verify(roots.get(older - 1), root));
      refused(() -> proof.verify(roots.get(older), roots.get(RECORDS - 1)));
      for (int i = 0; i < proof.path().size(); i++) {
        List<String> path = new ArrayList<>(proof.path());
        path.set(i, flip(path.get(i)));
        refused(() -> new ConsistencyProof(older, RECORDS, path).verify(roots.get(older), root));
        path.remove(i);
        refused(() -> new ConsistencyProof(older, RECORDS, path).verify(roots.get(older), root));
      }
    }
  }

  @Test
  void saysWhichRecordsThereAre() {
    registry.read(
        tx -> {
          JournalProofs proofs = JournalProofs.in(tx);
          assertThatThrownBy(() -> proofs.record(RECORDS))
              .isInstanceOf(UsageException.class)
              .hasMessageContaining("0 to " + (RECORDS - 1));
          assertThatThrownBy(() -> proofs.since(RECORDS + 1)).isInstanceOf(UsageException.class);
          return null;
        });
  }

  @Test
  void theCommandPrintsWhatVerifiesOffline() throws Exception {
    Path proof = directory.resolve("proof.json");
    Files.writeString(proof, run(0, "journal", "prove", "--record", "42"));
    SignedProof document = new JsonMapper().readValue(proof.toFile(), SignedProof.class);
    assertThatCode(() -> document.verify(null, null)).doesNotThrowAnyException();
    assertThat(run(0, "journal", "verify", "--proof", proof.toString())).contains("verifies");
    Files.writeString(proof, Files.readString(proof).replace("essai.faire", "essai.fuire"));
    run(5, "journal", "verify", "--proof", proof.toString());
    Files.writeString(proof, run(0, "journal", "prove", "--from", "300"));
    run(0, "journal", "verify", "--proof", proof.toString());
    Path older = directory.resolve("older");
    Files.writeString(older, new Checkpoint(300, roots.get(300)).sign(KeyStore.open(home.keys())));
    run(0, "journal", "verify", "--proof", proof.toString(), "--since", older.toString());
    Files.writeString(older, new Checkpoint(300, roots.get(299)).sign(KeyStore.open(home.keys())));
    run(5, "journal", "verify", "--proof", proof.toString(), "--since", older.toString());
    run(2, "journal", "prove");
    run(2, "journal", "prove", "--record", "100000");
    run(2, "journal", "prove", "--release", "inconnue");
    Files.writeString(proof, "[");
    run(4, "journal", "verify", "--proof", proof.toString());
  }

  private static String run(int code, String... words) {
    List<String> all = new ArrayList<>(List.of("--home", home.path().toString()));
    all.addAll(List.of(words));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Datalab.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0])))
        .as(err.toString())
        .isEqualTo(code);
    return out.toString();
  }

  private static String flip(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    bytes[7] ^= 1;
    return HexFormat.of().formatHex(bytes);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IntegrityException.class);
  }
}
