package fr.gouv.datalab.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A server that answers the transit API as Vault does: status codes, error texts, versions of keys,
 * and real AES-256-GCM, so that what it wraps it alone unwraps.
 */
final class FakeVault implements AutoCloseable {
  static final String TOKEN = "hvs.essai-0123456789";

  private static final Pattern FIELD = Pattern.compile("\"(plaintext|ciphertext)\":\"([^\"]*)\"");

  private final HttpServer server;
  private final Map<String, List<byte[]>> keys = new TreeMap<>();
  final List<String> requests = new ArrayList<>();
  boolean sealed;
  int sealAfter = Integer.MAX_VALUE;
  int oldest = 1;
  String policyLacks = "none";

  FakeVault() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** As {@code vault write -f transit/keys/NAME/rotate}. */
  synchronized void rotate(String key) {
    keys.get(key).add(random(32));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    requests.add(exchange.getRequestURI().getPath() + " " + body);
    if (requests.size() > sealAfter) {
      sealed = true;
    }
    if (sealed) {
      send(exchange, 503, errors("Vault is sealed"));
    } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))
        || path[3].equals(policyLacks)) {
      send(exchange, 403, errors("permission denied"));
    } else if (!path[2].equals("transit")) {
      send(
          exchange,
          404,
          errors("no handler for route \\\"" + path[2] + "/\\\". route entry not found."));
    } else {
      serve(exchange, path[3], path[4], body);
    }
  }

  private void serve(HttpExchange exchange, String verb, String key, String body)
      throws IOException {
    Matcher field = FIELD.matcher(body);
    String value = field.find() ? field.group(2) : "";
    if (verb.equals("keys")) {
      keys.computeIfAbsent(key, name -> new ArrayList<>(List.of(random(32))));
      send(exchange, 204, "");
      return;
    }
    if (!keys.containsKey(key)) {
      send(exchange, 400, errors("encryption key not found"));
      return;
    }
    try {
      String data =
          switch (verb) {
            case "encrypt" ->
                "\"ciphertext\":\"" + seal(key, Base64.getDecoder().decode(value)) + "\"";
            case "decrypt" ->
                "\"plaintext\":\"" + Base64.getEncoder().encodeToString(open(key, value)) + "\"";
            case "rewrap" -> "\"ciphertext\":\"" + seal(key, open(key, value)) + "\"";
            default -> throw new IllegalArgumentException("unsupported path");
          };
      send(
          exchange,
          200,
          "{\"request_id\":\"1\",\"data\":{" + data + ",\"key_version\":1},\"auth\":null}");
    } catch (GeneralSecurityException e) {
      send(exchange, 400, errors("cipher: message authentication failed"));
    } catch (IllegalArgumentException e) {
      send(exchange, 400, errors(e.getMessage()));
    }
  }

  private String seal(String key, byte[] plaintext) throws GeneralSecurityException {
    int version = keys.get(key).size();
    byte[] nonce = random(12);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, keys.get(key).get(version - 1), nonce, plaintext);
    byte[] all = Arrays.copyOf(nonce, 12 + sealed.length);
    System.arraycopy(sealed, 0, all, 12, sealed.length);
    return "vault:v" + version + ":" + Base64.getEncoder().encodeToString(all);
  }

  private byte[] open(String key, String ciphertext) throws GeneralSecurityException {
    Matcher form = Pattern.compile("vault:v(\\d+):(.+)").matcher(ciphertext);
    if (!form.matches()) {
      throw new IllegalArgumentException("invalid ciphertext: no prefix");
    }
    int version = Integer.parseInt(form.group(1));
    if (version < oldest) {
      throw new IllegalArgumentException(
          "ciphertext or signature version is disallowed by policy (too old)");
    }
    byte[] all = Base64.getDecoder().decode(form.group(2));
    return run(
        Cipher.DECRYPT_MODE,
        keys.get(key).get(version - 1),
        Arrays.copyOf(all, 12),
        Arrays.copyOfRange(all, 12, all.length));
  }

  private static byte[] run(int mode, byte[] key, byte[] nonce, byte[] text)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    return cipher.doFinal(text);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static String errors(String sentence) {
    return "{\"errors\":[\"" + sentence + "\"]}\n";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
