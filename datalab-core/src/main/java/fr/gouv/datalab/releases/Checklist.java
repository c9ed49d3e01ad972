package fr.gouv.datalab.releases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.refusals.IntegrityException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What was checked before a decision, by the machine or by the person, kept with the decision; its
 * hash is in the journal's record of it.
 *
 * @param items in the order of the page
 */
public record Checklist(List<Item> items) {
  /** Nothing was asked. */
  public static final Checklist NONE = new Checklist(List.of());

  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the items. */
  public Checklist {
    items = List.copyOf(items);
  }

  /**
   * One question.
   *
   * @param id of the question: {@code seuils}
   * @param byMachine whether the machine answered it
   * @param met whether the answer is good
   * @param detail what was found, or what the person wrote
   */
  public record Item(String id, boolean byMachine, boolean met, String detail) {}

  /** As the registry keeps it. */
  String json() {
    try {
      return JSON.writeValueAsString(items);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A checklist cannot be written as JSON.", e);
    }
  }

  static Checklist parse(String json) {
    try {
      return new Checklist(JSON.readValue(json, new TypeReference<List<Item>>() {}));
    } catch (JsonProcessingException e) {
      throw new IntegrityException("A checklist of the registry was altered.", e);
    }
  }

  /** Of what the registry keeps, as the journal has it. */
  String sha256() {
    return Sha256.hex(json().getBytes(StandardCharsets.UTF_8));
  }
}
