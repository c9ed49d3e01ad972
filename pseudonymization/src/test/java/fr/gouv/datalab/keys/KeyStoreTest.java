package fr.gouv.datalab.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
  private static final KeyName PROJECT = KeyName.project("c-2026-01");
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private KeyStore store;

  @BeforeEach
  void init() {
    store = KeyStore.init(directory);
  }

  @Test
  void makesTheFirstKeysOnceAndKeepsThem() {
    byte[] before = store.tokenKey(KeyName.LINK).getEncoded();
    KeyStore again = KeyStore.init(directory);
    assertThat(again.tokenKey(KeyName.LINK).getEncoded()).isEqualTo(before);
    assertThat(again.list())
        .extracting(entry -> entry.name().value())
        .contains("lake", "link", "token/nir", "vault/datalab");
  }

  /** Prints a public key, as the first thing that its process does with a key. */
  static final class FirstThing {
    public static void main(String[] args) {
      byte[] key = KeyStore.open(Path.of(args[0])).publicKey(KeyName.sign("journal"));
      System.out.print(HexFormat.of().formatHex(key));
    }
  }

  @Test
  void readsAPublicKeyInAProcessThatUsedNoKeyYet() throws Exception {
    store.create(KeyName.sign("journal"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstThing.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .isEqualTo(HexFormat.of().formatHex(store.publicKey(KeyName.sign("journal"))));
  }

  @Test
  void keepsEveryFileToItsOwner() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void givesEachUseAndEachKeyItsOwnSecret() {
    store.create(PROJECT);
    assertThat(store.secret(PROJECT, "a")).hasSize(32).isNotEqualTo(store.secret(PROJECT, "b"));
    assertThat(store.secret(PROJECT, "a")).isNotEqualTo(store.secret(KeyName.LAKE, "a"));
    assertThat(store.secret(PROJECT, "a")).isEqualTo(KeyStore.open(directory).secret(PROJECT, "a"));
  }

  @Test
  void keepsOldVersionsReadableUntilTheyAreRetired() {
    byte[] first = store.secret(KeyName.LAKE, "pseudonym");
    assertThat(store.rotate(KeyName.LAKE)).isEqualTo(2);
    assertThat(store.secret(KeyName.LAKE, "pseudonym")).isNotEqualTo(first);
    assertThat(store.secret(KeyName.LAKE, 1, "pseudonym")).isEqualTo(first);
    store.retire(KeyName.LAKE);
    assertThat(store.versions(KeyName.LAKE)).containsExactly(2);
    assertThatThrownBy(() -> store.secret(KeyName.LAKE, 1, "pseudonym"))
        .isInstanceOf(KeyNotFoundException.class);
  }

  @Test
  void destroysAKeyForGood() {
    store.create(PROJECT);
    store.destroy(PROJECT);
    assertThatThrownBy(() -> store.secret(PROJECT, "a")).isInstanceOf(KeyDestroyedException.class);
    assertThatThrownBy(() -> store.create(PROJECT)).isInstanceOf(KeyDestroyedException.class);
    assertThat(Files.exists(directory.resolve("project/c-2026-01.keyset"))).isFalse();
  }

  @Test
  void refusesAKeyThatWasAlteredOrMovedToAnotherName() throws Exception {
    store.create(PROJECT);
    Path file = directory.resolve("project/c-2026-01.keyset");
    Files.copy(
        directory.resolve("lake.keyset"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> store.secret(PROJECT, "a")).isInstanceOf(KeyIntegrityException.class);
  }

  @Test
  void neverRotatesATokenKey() {
    assertThatThrownBy(() -> store.rotate(KeyName.LINK)).hasMessageContaining("one-way");
  }

  @Test
  void signsAndVerifiesWithThePublicHalfAlone() throws Exception {
    KeyName party = KeyName.sign("dgfip");
    store.create(party);
    byte[] signature = store.signer(party).sign(MESSAGE);
    assertThat(signature).hasSize(64);
    assertThat(store.publicKey(party)).hasSize(32);
    Files.delete(directory.resolve("kek"));
    KeyStore.open(directory).verifier(party).verify(signature, MESSAGE);
  }

  @Test
  void saysWhereThereIsNoStore() {
    assertThatThrownBy(() -> KeyStore.open(directory.resolve("nulle-part")))
        .isInstanceOf(KeyNotFoundException.class)
        .hasMessageContaining("datalab keys init");
  }

  @Test
  void refusesANameThatLeavesTheDirectory() {
    assertThatThrownBy(() -> new KeyName("token/../../etc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyName("inconnue")).hasMessageContaining("expected token/KIND");
  }
}
