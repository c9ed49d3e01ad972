package fr.gouv.datalab.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The certificate and the private key of a server, as PEM files. A home that was given none makes
 * its own, which clients trust because they were given the certificate, not because someone signed
 * it: put a certificate of your authority in its place where clients are many.
 *
 * @param certificate the chain, for clients too
 * @param key PKCS#8, readable by its owner alone
 */
public record ServerCertificate(Path certificate, Path key) {
  private static final Duration LIFE = Duration.ofDays(825);
  private static final Duration LEFT = Duration.ofDays(30);

  /**
   * The certificate of a directory, made now when there is none, when it ends within a month, or
   * when it does not name the host.
   *
   * @param name of the server, and of its files: {@code NAME.pem} and {@code NAME.key}
   * @param host by which clients will call, besides this machine's own names
   * @throws IllegalStateException when the JDK's {@code keytool} cannot make one
   */
  public static ServerCertificate in(Path directory, String name, String host) {
    ServerCertificate mine =
        new ServerCertificate(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
    try {
      if (!mine.serves(host)) {
        mine.make(name, host);
      }
      return mine;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "No certificate can be made in " + directory + ": check the directory, or give one.", e);
    }
  }

  private boolean serves(String host) throws IOException, GeneralSecurityException {
    if (!Files.isRegularFile(certificate) || !Files.isRegularFile(key)) {
      return false;
    }
    X509Certificate held = read();
    return held.getNotAfter().after(Date.from(Instant.now().plus(LEFT)))
        && held.getSubjectAlternativeNames().stream().anyMatch(name -> name.get(1).equals(host));
  }

  private X509Certificate read() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(certificate)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private void make(String name, String host) throws IOException, GeneralSecurityException {
    byte[] drawn = new byte[24];
    new SecureRandom().nextBytes(drawn);
    String password = HexFormat.of().formatHex(drawn);
    Path room = Files.createTempDirectory(key.toAbsolutePath().getParent(), ".certificate-");
    Path store = room.resolve(name + ".p12");
    try {
      keytool(name, store, password, host);
      KeyStore made = KeyStore.getInstance("PKCS12");
      made.load(new ByteArrayInputStream(Files.readAllBytes(store)), password.toCharArray());
      Key secret = made.getKey(name, password.toCharArray());
      write(key, pem("PRIVATE KEY", secret.getEncoded()), "rw-------");
      write(certificate, pem("CERTIFICATE", made.getCertificate(name).getEncoded()), "rw-r--r--");
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(room);
    }
  }

  /** The JDK makes certificates by this tool alone; the password reaches it by its environment. */
  private static void keytool(String name, Path store, String password, String host)
      throws IOException {
    boolean address = host.matches("[0-9.]+|.*:.*");
    ProcessBuilder tool =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=datalab " + name,
                "-validity",
                Long.toString(LIFE.toDays()),
                "-ext",
                "san=dns:localhost,ip:127.0.0.1," + (address ? "ip:" : "dns:") + host,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "STORE_PASSWORD"));
    tool.environment().put("STORE_PASSWORD", password);
    tool.redirectErrorStream(true);
    Process running = tool.start();
    String said =
        new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!running.waitFor(1, TimeUnit.MINUTES) || running.exitValue() != 0) {
        running.destroyForcibly();
        throw new IOException("keytool made no certificate: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("keytool was interrupted.", e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static void write(Path file, String text, String mode) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    Files.writeString(draft, text);
    Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** The SHA-256 of the certificate, in hexadecimal, to compare by voice. */
  public String fingerprint() {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(read().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(certificate + " is not a certificate.", e);
    }
  }
}
