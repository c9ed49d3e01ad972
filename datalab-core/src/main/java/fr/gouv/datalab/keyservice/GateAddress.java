package fr.gouv.datalab.keyservice;

import fr.gouv.datalab.refusals.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a gate is, and by which certificate it is known: its own, or that of the authority that
 * signed it. No other authority is believed, those of the machine included.
 *
 * @param url {@code https://HOST:PORT}
 * @param certificate PEM, one or several
 */
public record GateAddress(URI url, String certificate) {
  /**
   * Checks the address.
   *
   * @throws UsageException when it is not {@code https://HOST:PORT}
   */
  public GateAddress {
    require(url);
  }

  private static void require(URI url) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null || !path(url).isEmpty()) {
      throw new UsageException(
          "A gate is at an address such as https://gate.example:32020, not at " + url + ".");
    }
  }

  private static String path(URI url) {
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    return path.equals("/") ? "" : path;
  }

  /**
   * Reads the certificate from a file.
   *
   * @throws UsageException when there is none, or the address is not one
   */
  public static GateAddress of(URI url, Path certificate) {
    require(url);
    try {
      return new GateAddress(url, Files.readString(certificate, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UsageException(
          "The gate's certificate is not at "
              + certificate
              + ": copy there the one that `datalab serve gate` names, and compare its"
              + " fingerprint.");
    }
  }

  /** The address of one of its answers. */
  URI at(String path) {
    return url.resolve(path);
  }

  /** Believes the certificate and nothing else. */
  SSLContext trust() {
    try {
      KeyStore believed = KeyStore.getInstance(KeyStore.getDefaultType());
      believed.load(null, null);
      int number = 0;
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))) {
        believed.setCertificateEntry(Integer.toString(number++), each);
      }
      if (number == 0) {
        throw new GeneralSecurityException("no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(believed);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UsageException(
          "What was given as the certificate of the gate at " + url + " is not one in PEM.");
    }
  }
}
