package fr.gouv.datalab.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.journal.CanonicalJson;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a tokenised file says of itself: of which dataset and contract it is, with which keys it was
 * made, how many rows it holds. One line of {@value #LENGTH} bytes: the first of a CSV, an entry of
 * a Parquet footer. It is sealed under the key that the producer and the lake share, together with
 * the hash of all other bytes, so that neither can be altered on its way.
 *
 * @param dataset such as {@code siv.immatriculations}
 * @param producer whose key seals it
 * @param contract the {@link fr.gouv.datalab.catalogue.ContractFingerprint}
 * @param source keyed hash of the file in clear: the lake knows the same rows again
 * @param read records of the file in clear
 * @param refused those that the producer's stage refused; they are in the file, marked
 * @param keys the {@link fr.gouv.datalab.keys.KeyId} of each key that it was made with, by name
 * @param lot name of the vault's batch, bound to all that is sealed in it; empty without identities
 * @param envelope what the custodian needs to open the batch; empty without identities
 * @param content SHA-256 of every other byte of the file, lower-case hexadecimal
 */
public record Manifest(
    String dataset,
    String producer,
    String contract,
    String source,
    long read,
    long refused,
    SortedMap<String, String> keys,
    String lot,
    byte[] envelope,
    String content)
    implements Serializable {
  /** Bytes of the line, its line break included. */
  public static final int LENGTH = 4096;

  /** How the line starts. */
  public static final String START = "#datalab-jetons ";

  private static final String FORMAT = "datalab-tokens/1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the keys. */
  public Manifest {
    keys = new TreeMap<>(keys);
  }

  /** The rows that the producer's stage found good. */
  public long written() {
    return read - refused;
  }

  /** What is sealed: everything but the seal. */
  byte[] sealed() {
    return CanonicalJson.of(members()).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> members() {
    Map<String, Object> all = new TreeMap<>();
    all.put("format", FORMAT);
    all.put("dataset", dataset);
    all.put("producer", producer);
    all.put("contract", contract);
    all.put("source", source);
    all.put("read", read);
    all.put("refused", refused);
    all.put("keys", keys);
    all.put("lot", lot);
    all.put("envelope", HexFormat.of().formatHex(envelope));
    all.put("content", content);
    return all;
  }

  /**
   * The line.
   *
   * @param seal over {@link #sealed()}
   */
  public byte[] line(byte[] seal) {
    Map<String, Object> all = members();
    all.put("seal", HexFormat.of().formatHex(seal));
    byte[] text = (START + CanonicalJson.of(all)).getBytes(StandardCharsets.UTF_8);
    if (text.length >= LENGTH) {
      throw new IllegalStateException("A manifest has at most " + LENGTH + " bytes.");
    }
    byte[] line = blank();
    System.arraycopy(text, 0, line, 0, text.length);
    return line;
  }

  /** A line of the same length, whose place the manifest takes once everything else is written. */
  public static byte[] blank() {
    byte[] line = new byte[LENGTH];
    java.util.Arrays.fill(line, (byte) ' ');
    System.arraycopy(START.getBytes(StandardCharsets.US_ASCII), 0, line, 0, START.length());
    line[LENGTH - 1] = '\n';
    return line;
  }

  /**
   * A manifest as it was read, not yet held against anything.
   *
   * @param seal what it is sealed with
   */
  record Written(Manifest manifest, byte[] seal) {}

  /** Reads a line; empty when it is not one that this version writes. */
  static Optional<Written> parse(byte[] line) {
    try {
      JsonNode json =
          JSON.readTree(new String(line, StandardCharsets.UTF_8).substring(START.length()).strip());
      if (!json.path("format").asText().equals(FORMAT)) {
        return Optional.empty();
      }
      TreeMap<String, String> keys = new TreeMap<>();
      json.path("keys").properties().forEach(e -> keys.put(e.getKey(), e.getValue().asText()));
      Manifest manifest =
          new Manifest(
              json.path("dataset").asText(),
              json.path("producer").asText(),
              json.path("contract").asText(),
              json.path("source").asText(),
              json.path("read").asLong(),
              json.path("refused").asLong(),
              keys,
              json.path("lot").asText(),
              HexFormat.of().parseHex(json.path("envelope").asText()),
              json.path("content").asText());
      return Optional.of(
          new Written(manifest, HexFormat.of().parseHex(json.path("seal").asText())));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
