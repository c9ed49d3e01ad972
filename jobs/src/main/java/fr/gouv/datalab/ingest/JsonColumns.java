package fr.gouv.datalab.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.SchemaChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of JSON lines. They have no header: the keys are those of the first objects, and a
 * column that none of these has may come later.
 */
final class JsonColumns {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST = 2000;

  private JsonColumns() {}

  /** The contract's columns, under an alias where the objects have that, and the others seen. */
  static FileColumns of(Contract contract, Head head) throws IOException {
    Set<String> keys = keys(head.bytes());
    List<String> names = new ArrayList<>();
    List<String> header = new ArrayList<>();
    boolean renaming = contract.schemaChanges().contains(SchemaChange.RENAMED);
    for (Column column : contract.fileColumns()) {
      String name = column.name();
      header.add(name);
      names.add(
          keys.contains(name) || !renaming
              ? name
              : column.aliases().stream().filter(keys::contains).findFirst().orElse(name));
    }
    return new FileColumns(
        names, header, keys.stream().filter(key -> !names.contains(key)).toList(), List.of());
  }

  /** The keys of the first objects, in lower case, in the order in which they are met. */
  static Set<String> keys(byte[] head) throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    RecordSplitter lines = RecordSplitter.ofLines(new ByteArrayInputStream(head), 1);
    try {
      while (keys.size() < MOST && lines.next()) {
        keys(lines, keys);
      }
    } catch (UnclosedRecordException e) {
      // The head ends inside a line: what was met before it counts.
      keys.remove("");
    }
    return keys;
  }

  private static void keys(RecordSplitter line, Set<String> keys) throws IOException {
    int length = line.to(0) - line.from(0);
    try (JsonParser parser = JSON.createParser(line.buffer(), line.from(0), length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        keys.add(parser.currentName().toLowerCase(Locale.ROOT));
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (JsonProcessingException e) {
      // No object: the reading will refuse it.
      keys.remove("");
    }
  }
}
