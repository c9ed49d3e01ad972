package fr.gouv.datalab.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultKeyTest {
  @TempDir Path directory;
  private Path tokenFile;
  private FakeVault vault;
  private KeyEncryptionPlace.InVault place;

  @BeforeEach
  void open() throws IOException {
    vault = new FakeVault();
    tokenFile = secret("token", FakeVault.TOKEN + "\n");
    place = place(vault.address(), "transit", "datalab");
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private KeyEncryptionPlace.InVault place(URI address, String mount, String key) {
    return new KeyEncryptionPlace.InVault(
        address, mount, key, tokenFile, Optional.empty(), Optional.empty());
  }

  private Path secret(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private Path keys() {
    return directory.resolve("keys");
  }

  @Test
  void keysAreUnderVaultAndNeverGoToIt() {
    KeyStore store = KeyStore.init(keys(), place);
    byte[] lake = store.secret(KeyName.LAKE, "pseudonym");
    assertThat(KeyStore.open(keys()).secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);
    assertThat(store.list())
        .allSatisfy(entry -> assertThat(entry.wrappedBy()).startsWith("vault key transit/datalab"));
    byte[] link = store.tokenKey(KeyName.LINK).getEncoded();
    assertThat(vault.requests)
        .isNotEmpty()
        .noneMatch(request -> request.contains(Base64.getEncoder().encodeToString(link)))
        .noneMatch(request -> request.contains(HexFormat.of().formatHex(link)));
  }

  @Test
  void aKeysetIsBoundToItsName() throws IOException {
    KeyStore store = KeyStore.init(keys(), place);
    store.create(KeyName.project("a"));
    Files.copy(
        keys().resolve("lake.keyset"),
        keys().resolve("project/a.keyset"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> store.secret(KeyName.project("a"), "x"))
        .isInstanceOf(KeyIntegrityException.class);
  }

  @Test
  void anAlteredKeysetIsRefusedWhereverItWasAltered() throws IOException {
    KeyStore store = KeyStore.init(keys(), place);
    Path file = keys().resolve("lake.keyset");
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += 11) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      assertThatThrownBy(() -> store.secret(KeyName.LAKE, "x"))
          .as("byte %d", at)
          .isInstanceOf(KeyStoreException.class);
    }
    Files.write(file, Arrays.copyOf(good, good.length / 2));
    assertThatThrownBy(() -> store.secret(KeyName.LAKE, "x")).isInstanceOf(KeyStoreException.class);
  }

  @Test
  void rewrapTakesKeysToTheNewestVersionWithoutOpeningThem() {
    KeyStore store = KeyStore.init(keys(), place);
    byte[] lake = store.secret(KeyName.LAKE, "pseudonym");
    vault.rotate("datalab");
    vault.requests.clear();
    int keys = store.list().size();
    vault.requests.clear();
    assertThat(store.rewrap(place)).isEqualTo(keys);
    assertThat(vault.requests.stream().filter(r -> r.contains("/rewrap/"))).hasSize(keys);
    vault.oldest = 2;
    assertThat(store.secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);
  }

  @Test
  void fromFileToVaultAndBackTheKeysStayWhatTheyAre() throws IOException {
    KeyStore store = KeyStore.init(keys());
    byte[] lake = store.secret(KeyName.LAKE, "pseudonym");
    byte[] firstFile = Files.readAllBytes(keys().resolve("kek"));
    int count = store.list().size();
    assertThat(store.rewrap(place)).isEqualTo(count);
    assertThat(keys().resolve("kek")).doesNotExist();
    assertThat(store.secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);

    assertThat(store.rewrap(KeyEncryptionPlace.InFile.DEFAULT)).isEqualTo(count);
    vault.close();
    assertThat(KeyStore.open(keys()).secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);
    assertThat(Files.readAllBytes(keys().resolve("kek-3"))).isNotEqualTo(firstFile);
  }

  @Test
  void anInterruptedRewrapLeavesKeysThatWorkAndIsFinished() {
    KeyStore store = KeyStore.init(keys());
    byte[] lake = store.secret(KeyName.LAKE, "pseudonym");
    int count = store.list().size();
    vault.sealAfter = 8;
    assertThatThrownBy(() -> store.rewrap(place)).hasMessageContaining("is sealed");
    assertThatThrownBy(() -> store.rewrap(KeyEncryptionPlace.InFile.DEFAULT))
        .isInstanceOf(KeyEncryptionSettingException.class)
        .hasMessageContaining("when that was interrupted");
    vault.sealAfter = Integer.MAX_VALUE;
    vault.sealed = false;
    assertThat(store.list())
        .extracting(KeyEntry::wrappedBy)
        .contains("file kek", place.description());
    assertThat(store.secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);
    assertThat(store.rewrap(place)).isBetween(1, count - 1);
    assertThat(store.list())
        .allSatisfy(e -> assertThat(e.wrappedBy()).isEqualTo(place.description()));
    assertThat(keys().resolve("kek")).doesNotExist();
    assertThat(store.secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);
  }

  @Test
  void aServerThatMovedIsTheSameKey() throws IOException {
    KeyStore store = KeyStore.init(keys(), place);
    byte[] lake = store.secret(KeyName.LAKE, "pseudonym");
    tokenFile = secret("autre", FakeVault.TOKEN);
    store.rewrap(place(vault.address(), "transit", "datalab"));
    Files.delete(directory.resolve("token"));
    assertThat(KeyStore.open(keys()).secret(KeyName.LAKE, "pseudonym")).isEqualTo(lake);
  }

  @Test
  void saysWhatToDoWhenVaultDoesNotServe() throws IOException {
    KeyStore store = KeyStore.init(keys(), place);
    vault.sealed = true;
    says(store, KeyEncryptionException.class, "is sealed: have its operators unseal it");
    vault.sealed = false;
    vault.policyLacks = "decrypt";
    says(store, KeyEncryptionException.class, "lacks `update` on transit/decrypt/datalab");
    vault.policyLacks = "none";
    vault.oldest = 2;
    says(store, KeyEncryptionException.class, "min_decryption_version");
    vault.oldest = 1;
    secret("token", "un autre");
    says(store, KeyEncryptionException.class, "it expired, or its policy");
    secret("token", "");
    says(store, KeyEncryptionSettingException.class, "is empty");
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r--r--"));
    says(store, LooseSecretException.class, "chmod 600");
    Files.delete(tokenFile);
    says(store, KeyEncryptionSettingException.class, "there is no such file");
    secret("token", FakeVault.TOKEN);
    vault.close();
    says(store, KeyEncryptionException.class, "cannot be reached at http://127.0.0.1");
  }

  private static void says(KeyStore store, Class<?> type, String sentence) {
    assertThatThrownBy(() -> store.secret(KeyName.LAKE, "x"))
        .isInstanceOf(type)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(FakeVault.TOKEN);
  }

  @Test
  void saysWhatIsWrongWithASetting() {
    List.of(
            place(URI.create("http://vault.example:8200"), "transit", "datalab"),
            place(URI.create("ftp://127.0.0.1"), "transit", "datalab"))
        .forEach(
            bad ->
                assertThatThrownBy(() -> KeyStore.init(keys(), bad))
                    .isInstanceOf(KeyEncryptionSettingException.class)
                    .hasMessageContaining("over https alone"));
    assertThatThrownBy(() -> KeyStore.init(keys(), place(vault.address(), "autre", "datalab")))
        .isInstanceOf(KeyEncryptionSettingException.class)
        .hasMessageContaining("no transit engine at `autre`");
    assertThat(keys().resolve("kek.properties")).doesNotExist();
  }
}
