package fr.gouv.datalab.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import fr.gouv.datalab.civilstatus.CivilStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What is sealed of one identity: a JSON object of its parts, by their names. */
public final class IdentityRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private IdentityRecord() {}

  /**
   * The bytes to seal.
   *
   * @param parts by the ordinal of {@link CivilStatus}; null where absent
   */
  public static byte[] json(String[] parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (CivilStatus part : CivilStatus.values()) {
        if (parts[part.ordinal()] != null) {
          json.writeStringField(part.name(), parts[part.ordinal()]);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
