package fr.gouv.datalab.cli;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.tls.ServerCertificate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a server with TLS listens, and by which certificate it is known. */
public final class ListenOptions {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
  private String host;

  @ArgGroup(exclusive = false)
  private Given given;

  private static final class Given {
    @Option(
        names = "--certificate",
        required = true,
        paramLabel = "PEM",
        description = "The chain of a certificate, in place of the one the home makes.")
    private Path certificate;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "PEM",
        description = "Its private key, PKCS#8.")
    private Path key;
  }

  /** The address to listen on. */
  public String host() {
    return host;
  }

  /** The certificate that was given, or that of the home for a server of this name. */
  public ServerCertificate certificate(Home home, String name) {
    return given == null
        ? ServerCertificate.in(home.keys(), name, host)
        : new ServerCertificate(given.certificate, given.key);
  }

  /** Tells where a server listens and by what to know it, and how to use it. */
  public static void tell(
      Console console, String what, String address, ServerCertificate certificate, String use) {
    String file = certificate.certificate().toString();
    String fingerprint = certificate.fingerprint();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("address", address);
    told.put("certificate", file);
    told.put("fingerprint", fingerprint);
    console.result(
        told,
        what
            + " is open at "
            + address
            + "\nIts certificate is "
            + file
            + "\n  SHA-256 "
            + fingerprint
            + "\n"
            + use);
  }
}
