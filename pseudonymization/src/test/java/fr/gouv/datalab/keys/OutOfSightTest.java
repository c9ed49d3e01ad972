package fr.gouv.datalab.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where keys must not be seen: as texts in memory, in a process's arguments or environment, on
 * disk.
 */
class OutOfSightTest {
  private static final KeyName PROJECT = KeyName.project("c-2026-01");

  @TempDir Path directory;

  /** Uses every key of a store, then writes its own memory, arguments and environment to files. */
  static final class Holder {
    static final String CONTROL = "0123456789abcdef-temoin";

    public static void main(String[] args) throws IOException {
      Path out = Path.of(args[1]);
      KeyStore store = KeyStore.open(Path.of(args[0]));
      Pseudonymizer pseudonymizer = Pseudonymizer.of(store);
      Permutation project = Permutation.ofProject(store, "c-2026-01");
      byte[] raw = "AB-123-CD".getBytes(StandardCharsets.UTF_8);
      byte[] pseudonym = new byte[16];
      pseudonymizer.pseudonym(IdentifierKind.IMMATRICULATION, raw, 0, raw.length, pseudonym, 0);
      project.apply(pseudonym, 0);
      String control = CONTROL.substring(0, 16).toUpperCase(Locale.ROOT) + args.length;
      char[] controlChars = control.toCharArray();
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(out.resolve("heap.hprof").toString(), true);
      for (String file : List.of("cmdline", "environ")) {
        Path from = Path.of("/proc/self", file);
        Files.write(out.resolve(file), Files.exists(from) ? Files.readAllBytes(from) : new byte[0]);
      }
      System.out.print(control.length() + controlChars.length + store.toString().length());
    }
  }

  /** Each key of a store in every way in which a text could hold it. */
  private static Map<String, byte[]> textsOf(KeyStore store) {
    Map<String, byte[]> texts = new TreeMap<>();
    for (IdentifierKind kind : IdentifierKind.values()) {
      put(texts, kind.id(), store.tokenKey(KeyName.token(kind)).getEncoded());
    }
    put(texts, "link", store.tokenKey(KeyName.LINK).getEncoded());
    put(texts, "lake", store.secret(KeyName.LAKE, "pseudonym"));
    put(texts, "project", store.secret(PROJECT, "pseudonym"));
    return texts;
  }

  /** A part of each text that its neighbours cannot change. */
  private static void put(Map<String, byte[]> texts, String name, byte[] key) {
    String hex = HexFormat.of().formatHex(key, 0, 16);
    List<String> written =
        new ArrayList<>(List.of(hex, hex.toUpperCase(Locale.ROOT), Arrays.toString(key)));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + key.length];
      System.arraycopy(key, 0, shifted, shift, key.length);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      String inner = base64.substring(4, base64.length() - 4);
      written.add(inner);
      written.add(inner.replace('+', '-').replace('/', '_'));
    }
    for (int i = 0; i < written.size(); i++) {
      for (Charset charset :
          List.of(
              StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
        texts.put(name + " " + i + " " + charset, written.get(i).getBytes(charset));
      }
    }
    char[] asChars = new char[key.length];
    for (int i = 0; i < key.length; i++) {
      asChars[i] = (char) (key[i] & 0xFF);
    }
    texts.put(name + " char[]", new String(asChars).getBytes(StandardCharsets.UTF_16BE));
  }

  @Test
  void noKeyIsATextInMemoryOrInWhatTheSystemShowsOfAProcess() throws Exception {
    KeyStore store = KeyStore.init(directory.resolve("keys"));
    store.create(PROJECT);
    Path out = Files.createDirectory(directory.resolve("out"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.resolve("keys").toString(),
                out.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();

    Bytes heap = new Bytes(Files.readAllBytes(out.resolve("heap.hprof")));
    byte[] lake = store.secret(KeyName.LAKE, "pseudonym");
    assertThat(heap.has("0123456789ABCDEF2".getBytes(StandardCharsets.ISO_8859_1)))
        .as("the search finds a text that is there")
        .isTrue();
    assertThat(heap.has("0123456789ABCDEF2".getBytes(StandardCharsets.UTF_16BE)))
        .as("and a char[]")
        .isTrue();
    assertThat(heap.has(lake)).as("the process holds the key, as bytes").isTrue();
    Map<String, byte[]> texts = textsOf(store);
    assertThat(texts).hasSizeGreaterThan(300);
    texts.forEach((name, text) -> assertThat(heap.has(text)).as(name).isFalse());
    for (String file : List.of("cmdline", "environ")) {
      Bytes shown = new Bytes(Files.readAllBytes(out.resolve(file)));
      texts.forEach((name, text) -> assertThat(shown.has(text)).as(file + " " + name).isFalse());
    }
  }

  @Test
  void nothingIsLeftOfADestroyedKeyInAnyFile() throws IOException {
    Path keys = directory.resolve("keys");
    KeyStore store = KeyStore.init(keys);
    store.create(PROJECT);
    Path file = keys.resolve("project/c-2026-01.keyset");
    List<byte[]> wrapped = new ArrayList<>();
    List<byte[]> secrets = new ArrayList<>();
    wrapped.add(Files.readAllBytes(file));
    secrets.add(store.secret(PROJECT, "pseudonym"));
    store.rotate(PROJECT);
    wrapped.add(Files.readAllBytes(file));
    secrets.add(store.secret(PROJECT, "pseudonym"));
    store.rewrap(KeyEncryptionPlace.InFile.DEFAULT);
    wrapped.add(Files.readAllBytes(file));
    Files.write(keys.resolve("project/.c-2026-01.keyset.4242"), wrapped.get(1));

    store.destroy(PROJECT);

    assertThat(remnants(wrapped, secrets)).isEmpty();
    assertThat(Files.readAllBytes(keys.resolve("project/c-2026-01.destroyed"))).isEmpty();
    assertThat(store.list())
        .filteredOn(entry -> entry.name().equals(PROJECT))
        .singleElement()
        .satisfies(entry -> assertThat(entry.destroyed()).isTrue());
  }

  private List<Path> remnants(List<byte[]> wrapped, List<byte[]> secrets) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Bytes content = new Bytes(Files.readAllBytes(file));
        for (byte[] secret : secrets) {
          if (content.has(secret)) {
            found.add(file);
          }
        }
        for (byte[] old : wrapped) {
          // Any sixteen bytes of what was sealed would be a remnant; the first line is not secret.
          for (int at = 32; at + 16 <= old.length; at += 16) {
            if (content.has(Arrays.copyOfRange(old, at, at + 16))) {
              found.add(file);
            }
          }
        }
      }
    }
    return found;
  }

  /** Bytes in which others are looked for. */
  private static final class Bytes {
    private final String latin1;

    Bytes(byte[] all) {
      latin1 = new String(all, StandardCharsets.ISO_8859_1);
    }

    boolean has(byte[] part) {
      return latin1.contains(new String(part, StandardCharsets.ISO_8859_1));
    }
  }
}
