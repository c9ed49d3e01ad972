package fr.gouv.datalab.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real token, SoftHSM2's, used by processes of their own because a module reads the environment.
 */
class TokenKeyTest {
  private static final String PIN = "482916";
  private static final Path MODULE =
      Stream.of(
              "/usr/lib/softhsm/libsofthsm2.so",
              "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
              "/usr/lib64/pkcs11/libsofthsm2.so",
              "/opt/homebrew/lib/softhsm/libsofthsm2.so")
          .map(Path::of)
          .filter(Files::isRegularFile)
          .findFirst()
          .orElse(null);

  @TempDir Path directory;
  private Path configuration;

  /** Does what its arguments say with the keys of a directory, and prints what came of it. */
  static final class KeyProcess {
    public static void main(String[] args) throws IOException {
      Path keys = Path.of(args[1]);
      KeyEncryptionPlace token =
          new KeyEncryptionPlace.InToken(
              Path.of(args[2]),
              args[3].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(args[3])),
              args[4],
              Path.of(args[5]));
      try {
        switch (args[0]) {
          case "init" -> KeyStore.init(keys, token);
          case "to-token" -> System.out.println(KeyStore.open(keys).rewrap(token));
          case "to-file" ->
              System.out.println(KeyStore.open(keys).rewrap(KeyEncryptionPlace.InFile.DEFAULT));
          case "swap" -> {
            KeyStore.open(keys).create(KeyName.project("a"));
            Files.copy(
                keys.resolve("lake.keyset"),
                keys.resolve("project/a.keyset"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            KeyStore.open(keys).secret(KeyName.project("a"), "x");
          }
          default -> {
            KeyStore store = KeyStore.open(keys);
            System.out.println(store.list().get(0).wrappedBy());
            System.out.println(
                HexFormat.of().formatHex(store.secret(KeyName.LAKE, "pseudonym")).substring(0, 16));
          }
        }
      } catch (KeyStoreException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void initialiseAToken() throws Exception {
    Assumptions.assumeTrue(
        MODULE != null, "SoftHSM2 is not installed (Debian: softhsm2): tokens are not tested.");
    configuration = directory.resolve("softhsm2.conf");
    Files.createDirectory(directory.resolve("tokens"));
    Files.writeString(
        configuration,
        "directories.tokendir = " + directory.resolve("tokens") + "\nobjectstore.backend = file\n");
    List<String> command =
        List.of("softhsm2-util", "--init-token", "--free", "--label", "essai", "--pin", PIN);
    assertThat(run(Stream.concat(command.stream(), Stream.of("--so-pin", "87654321")).toList()))
        .contains("initialized");
    pin(PIN);
  }

  private Path pin(String pin) throws IOException {
    Path file = Files.writeString(directory.resolve("pin"), pin + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private String keys(String verb) throws Exception {
    return keys(verb, MODULE.toString(), "", "kek");
  }

  private String keys(String verb, String module, String slot, String label) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(KeyProcess.class.getName(), verb));
    command.addAll(List.of(directory.resolve("keys").toString(), module, slot, label));
    command.add(directory.resolve("pin").toString());
    return run(command);
  }

  private String run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    Process process = builder.start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return said;
  }

  @Test
  void keysGoFromAFileToATokenAndBack() throws Exception {
    KeyStore file = KeyStore.init(directory.resolve("keys"));
    String lake = HexFormat.of().formatHex(file.secret(KeyName.LAKE, "pseudonym")).substring(0, 16);
    int count = file.list().size();

    assertThat(keys("to-token")).isEqualTo(Integer.toString(count));
    assertThat(directory.resolve("keys/kek")).doesNotExist();
    assertThat(keys("show").lines())
        .containsExactly("pkcs11 key kek in the first slot of " + MODULE, lake);
    assertThat(keys("swap")).startsWith("KeyIntegrityException: The key was altered");

    Files.delete(directory.resolve("keys/project/a.keyset"));
    assertThat(keys("to-file")).isEqualTo(Integer.toString(count));
    assertThat(
            HexFormat.of()
                .formatHex(
                    KeyStore.open(directory.resolve("keys")).secret(KeyName.LAKE, "pseudonym"))
                .substring(0, 16))
        .isEqualTo(lake);
  }

  @Test
  void saysWhatToDoWhenTheTokenDoesNotServe() throws Exception {
    assertThat(keys("init", directory.resolve("absent.so").toString(), "", "kek"))
        .startsWith("KeyEncryptionSettingException: There is no PKCS#11 module");
    assertThat(keys("init", MODULE.toString(), "99", "kek"))
        .startsWith("KeyEncryptionSettingException: There is no initialised token in slot 99");
    assertThat(keys("init")).isEmpty();
    assertThat(keys("show")).startsWith("pkcs11 key kek");
    pin("111111");
    assertThat(keys("show"))
        .startsWith("KeyEncryptionException: The token refuses the PIN in")
        .contains("correct it before trying again")
        .doesNotContain("111111");
    Files.setPosixFilePermissions(pin(PIN), PosixFilePermissions.fromString("rw-rw----"));
    assertThat(keys("show")).startsWith("LooseSecretException").contains("chmod 600");
    Files.delete(directory.resolve("pin"));
    assertThat(keys("show"))
        .startsWith("KeyEncryptionSettingException: The PIN of the token is read");
    pin(PIN);
    Files.walk(directory.resolve("tokens"))
        .filter(Files::isRegularFile)
        .filter(file -> !file.getFileName().toString().startsWith("token"))
        .forEach(file -> file.toFile().delete());
    assertThat(keys("show")).contains("The token has no key labelled kek");
  }
}
