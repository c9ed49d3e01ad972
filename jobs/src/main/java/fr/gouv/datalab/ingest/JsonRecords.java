package fr.gouv.datalab.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records of JSON lines: one object on each line, its values as text. Absent keys and nulls are
 * empty fields. A line that is not an object of plain values is malformed; an empty one is skipped.
 */
final class JsonRecords extends BufferedRecord implements TextRecords {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final RecordSplitter lines;
  private final Map<String, Integer> places = new HashMap<>();
  private final BitSet met = new BitSet();
  private boolean malformed;

  /**
   * Reads from the start of a line.
   *
   * @param header names of the fields, in lower case
   */
  JsonRecords(InputStream in, List<String> header, long firstLine) {
    super(header.size());
    lines = RecordSplitter.ofLines(in, firstLine);
    for (String name : header) {
      places.put(name, places.size());
    }
  }

  @Override
  public boolean next() throws IOException {
    while (lines.next()) {
      if (!isBlank()) {
        read();
        return true;
      }
    }
    return false;
  }

  private boolean isBlank() {
    for (int at = lines.from(0); at < lines.to(0); at++) {
      if (lines.buffer()[at] > ' ' || lines.buffer()[at] < 0) {
        return false;
      }
    }
    return true;
  }

  private void read() throws IOException {
    clear();
    int size = lines.to(0) - lines.from(0);
    try (JsonParser parser = JSON.createParser(lines.buffer(), lines.from(0), size)) {
      malformed = parser.nextToken() != JsonToken.START_OBJECT || !readFields(parser);
    } catch (JsonProcessingException e) {
      malformed = true;
    }
  }

  private boolean readFields(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Integer place = places.get(parser.currentName().toLowerCase(Locale.ROOT));
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        return false;
      }
      if (place != null && value != JsonToken.VALUE_NULL) {
        keep(place, parser.getText().getBytes(StandardCharsets.UTF_8));
        met.set(place);
      } else if (place != null) {
        met.set(place);
      }
    }
    return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
  }

  /** The fields that a record had, by their place. */
  BitSet met() {
    return met;
  }

  @Override
  public boolean malformed() {
    return malformed;
  }

  @Override
  public long line() {
    return lines.line();
  }

  @Override
  public long offset() {
    return lines.offset();
  }

  @Override
  public long nextOffset() {
    return lines.nextOffset();
  }

  @Override
  public long nextLine() {
    return lines.nextLine();
  }
}
