package fr.gouv.datalab.warrants.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.vault.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens the vault's records of a dataset, one at a time, in this process's memory alone. Holds the
 * key of each batch that it met. For one thread.
 */
final class SealedRecords {
  private static final JsonFactory JSON = new JsonFactory();

  private final HybridDecrypt custodian;
  private final Map<String, byte[]> headers;
  private final Map<String, Envelope> open = new HashMap<>();

  SealedRecords(HybridDecrypt custodian, Map<String, byte[]> headers) {
    this.custodian = custodian;
    this.headers = headers;
  }

  /**
   * What a record says.
   *
   * @throws fr.gouv.datalab.vault.EnvelopeException when it does not open
   */
  Map<CivilStatus, String> open(String batch, int number, byte[] sealed) {
    Envelope envelope =
        open.computeIfAbsent(batch, name -> Envelope.open(name, headers.get(name), custodian));
    Map<CivilStatus, String> parts = new EnumMap<>(CivilStatus.class);
    try (JsonParser json = JSON.createParser(envelope.open(number, sealed))) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
          String part = json.currentName();
          json.nextToken();
          parts.put(CivilStatus.valueOf(part), json.getText());
        }
      }
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException("A record of the vault is not what an intake wrote.", null);
    }
  }
}
