package fr.gouv.datalab.keys;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The four calls of Vault's transit API (HashiCorp, "Transit secrets engine (API)") that wrap keys.
 * What is secret in a request or an answer is bytes, never a text. Thread-safe.
 */
final class Transit {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final KeyEncryptionPlace.InVault place;
  private final HttpClient client;

  /**
   * Asks for nothing yet.
   *
   * @throws KeyEncryptionSettingException when the address is not one of https (or of this
   *     machine), or the authority's certificates cannot be read
   */
  Transit(KeyEncryptionPlace.InVault place) {
    this.place = place;
    requireGuarded(place.address());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    place.authority().ifPresent(file -> builder.sslContext(trusting(file)));
    client = builder.build();
  }

  private static void requireGuarded(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (scheme.equals("https") && address.getHost() != null) {
      return;
    }
    if (scheme.equals("http") && isThisMachine(address.getHost())) {
      return;
    }
    throw new KeyEncryptionSettingException(
        "Vault is asked over https alone: correct `address` in datalab.yaml, which says "
            + address
            + ".");
  }

  private static boolean isThisMachine(String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private static SSLContext trusting(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      java.security.KeyStore trusted =
          java.security.KeyStore.getInstance(java.security.KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("authority" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyEncryptionSettingException(
          "The certificates by which Vault is known cannot be read from " + file + ".", e);
    }
  }

  /** Has the key drawn, unless it is there. */
  void create() {
    ask("keys", "{\"type\":\"aes256-gcm96\"}".getBytes(StandardCharsets.US_ASCII), "");
  }

  /** 32 bytes under the newest version of the key, as Vault writes them. */
  String encrypt(byte[] plaintext) {
    byte[] body = body("{\"plaintext\":\"", Base64.getEncoder().encode(plaintext));
    try {
      return text(ask("encrypt", body, "ciphertext"));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** What {@link #encrypt} was given; the caller wipes it. */
  byte[] decrypt(String ciphertext) {
    byte[] encoded = ask("decrypt", ciphertext(ciphertext), "plaintext");
    try {
      return Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw unknown("decrypt", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** The same under the newest version of the key. */
  String rewrap(String ciphertext) {
    return text(ask("rewrap", ciphertext(ciphertext), "ciphertext"));
  }

  private static byte[] ciphertext(String ciphertext) {
    return body("{\"ciphertext\":\"", ciphertext.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] body(String head, byte[] value) {
    byte[] before = head.getBytes(StandardCharsets.US_ASCII);
    byte[] body = Arrays.copyOf(before, before.length + value.length + 2);
    System.arraycopy(value, 0, body, before.length, value.length);
    body[body.length - 2] = '"';
    body[body.length - 1] = '}';
    Arrays.fill(value, (byte) 0);
    return body;
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.US_ASCII);
  }

  /** The bytes of one text of the answer's data; empty when none is asked for. */
  private byte[] ask(String verb, byte[] body, String wanted) {
    String path = "/v1/" + place.mount() + "/" + verb + "/" + place.key();
    char[] token = SecretFile.read(place.tokenFile(), "token of Vault");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(place.address().resolve(path))
            .timeout(ANSWER)
            .header("X-Vault-Token", new String(token))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    Arrays.fill(token, ' ');
    place.namespace().ifPresent(name -> request.header("X-Vault-Namespace", name));
    HttpResponse<byte[]> answer = send(request.build());
    byte[] said = answer.body();
    try {
      if (answer.statusCode() / 100 != 2) {
        throw refusal(verb, path, answer.statusCode(), text(said));
      }
      return wanted.isEmpty() ? new byte[0] : value(verb, said, wanted);
    } finally {
      Arrays.fill(said, (byte) 0);
    }
  }

  private static String cause(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    return e instanceof SSLException ? "TLS failed" : "the connection failed";
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new KeyEncryptionException(
          "Vault cannot be reached at "
              + place.address()
              + " ("
              + cause(e)
              + "): check the address, the network and its certificate, then run this again.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyEncryptionException("Vault was being asked when this was interrupted.", e);
    }
  }

  private KeyStoreException refusal(String verb, String path, int status, String said) {
    String says = said.toLowerCase(Locale.ROOT);
    if (status == 503 && says.contains("sealed")) {
      return new KeyEncryptionException(
          "Vault at "
              + place.address()
              + " is sealed: have its operators unseal it, then run this"
              + " again.");
    }
    if (status == 403) {
      return new KeyEncryptionException(
          "Vault refuses the token in "
              + place.tokenFile()
              + ": it expired, or its policy lacks `update` on "
              + path.substring("/v1/".length())
              + ".");
    }
    if (status == 404) {
      return new KeyEncryptionSettingException(
          "Vault has no transit engine at `"
              + place.mount()
              + "`: enable it there, or correct `mount` in datalab.yaml.");
    }
    if (status == 400 && says.contains("key not found")) {
      return new KeyEncryptionSettingException(
          "Vault has no key `"
              + place.key()
              + "` in `"
              + place.mount()
              + "`: correct `key` in"
              + " datalab.yaml, or restore it.");
    }
    if (status == 400 && says.contains("disallowed by policy")) {
      return new KeyEncryptionException(
          "Vault no longer opens with that old version of `"
              + place.key()
              + "`: lower its min_decryption_version, run `datalab keys rewrap`, and raise it"
              + " again.");
    }
    if (status == 400 && !verb.equals("keys") && !verb.equals("encrypt")) {
      return new KeyIntegrityException(
          "The key was altered, or was wrapped by another key than " + place.description() + ".");
    }
    return new KeyEncryptionException(
        "Vault at " + place.address() + " answered " + status + " to " + verb + ": see its log.");
  }

  /** Finds {@code "name":"value"} without making a text of it. */
  private byte[] value(String verb, byte[] json, String name) {
    byte[] key = ("\"" + name + "\"").getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + key.length < json.length; at++) {
      if (Arrays.equals(json, at, at + key.length, key, 0, key.length)) {
        int from = at + key.length;
        while (from < json.length && (json[from] == ':' || json[from] <= ' ')) {
          from++;
        }
        int to = from + 1;
        while (to < json.length && json[to] != '"') {
          to++;
        }
        if (from < json.length && json[from] == '"' && to < json.length) {
          return Arrays.copyOfRange(json, from + 1, to);
        }
      }
    }
    throw unknown(verb, null);
  }

  private KeyEncryptionException unknown(String verb, Exception cause) {
    return new KeyEncryptionException(
        "What answers at "
            + place.address()
            + " does not speak the transit API (it was asked to "
            + verb
            + "): correct `address` in datalab.yaml.",
        cause);
  }
}
