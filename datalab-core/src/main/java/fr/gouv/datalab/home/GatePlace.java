package fr.gouv.datalab.home;

import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.yaml.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * The gate that jobs of this home ask for keys, instead of its own key store.
 *
 * @param url {@code https://HOST:PORT}
 * @param certificate the file of the gate's certificate, or of the authority that signed it
 * @param token the file of the personal token that jobs present
 */
public record GatePlace(URI url, Path certificate, Path token) {
  private static final String CERTIFICATE = "gate.pem";
  private static final String TOKEN = "gate-token";

  /** The gate at an address, its files where they are by default: in the home. */
  static GatePlace at(String url, Home home) {
    return new GatePlace(
        address(url), home.path().resolve(CERTIFICATE), home.path().resolve(TOKEN));
  }

  /** The same gate's files, at another address. */
  GatePlace movedTo(String other) {
    return new GatePlace(address(other), certificate, token);
  }

  private static URI address(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new UsageException("A gate is at an address such as https://gate.example:32020.");
    }
  }

  /** Reads the section {@code gate} of {@code datalab.yaml}; paths are relative to the home. */
  static GatePlace read(Section gate, Home home) {
    GatePlace usual = at(gate.text("url"), home);
    GatePlace place =
        new GatePlace(
            usual.url,
            gate.optionalText("certificate").map(home.path()::resolve).orElse(usual.certificate),
            gate.optionalText("tokenFile").map(home.path()::resolve).orElse(usual.token));
    gate.nothingElse();
    return place;
  }
}
