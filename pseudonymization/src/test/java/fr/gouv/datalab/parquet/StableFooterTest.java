package fr.gouv.datalab.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StableFooterTest {
  private static final List<Encoding> ENCODINGS =
      List.of(Encoding.RLE_DICTIONARY, Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED);

  @TempDir Path directory;

  @Test
  void givesTheSameBytesWhateverTheOrderOfTheEncodingsAndKeepsThePages() throws IOException {
    List<Encoding> reversed = new ArrayList<>(ENCODINGS);
    Collections.reverse(reversed);
    Path one = file("one", ENCODINGS);
    Path other = file("other", reversed);
    assertThat(Files.readAllBytes(one)).isNotEqualTo(Files.readAllBytes(other));
    StableFooter.order(one);
    StableFooter.order(other);
    assertThat(one).hasSameBinaryContentAs(other);
    byte[] ordered = Files.readAllBytes(one);
    assertThat(new String(ordered, 0, 9, StandardCharsets.US_ASCII)).isEqualTo("PAR1pages");
    StableFooter.order(one);
    assertThat(one).hasBinaryContent(ordered);
  }

  @Test
  void refusesWhatHasNoFooterInClear() throws IOException {
    Path sealed = Files.writeString(directory.resolve("sealed"), "PARE and so on PARE");
    Path small = Files.writeString(directory.resolve("small"), "PAR1");
    for (Path file : List.of(sealed, small)) {
      byte[] before = Files.readAllBytes(file);
      assertThatThrownBy(() -> StableFooter.order(file))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(file).hasBinaryContent(before);
    }
  }

  private Path file(String name, List<Encoding> encodings) throws IOException {
    ColumnMetaData column =
        new ColumnMetaData(
            Type.INT64,
            new ArrayList<>(encodings),
            List.of("n"),
            CompressionCodec.UNCOMPRESSED,
            1,
            5,
            5,
            4);
    ColumnChunk chunk = new ColumnChunk(4);
    chunk.setMeta_data(column);
    FileMetaData metadata =
        new FileMetaData(
            1, List.of(new SchemaElement("table")), 1, List.of(new RowGroup(List.of(chunk), 5, 1)));
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, footer);
    byte[] bytes =
        ByteBuffer.allocate(9 + footer.size() + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("PAR1pages".getBytes(StandardCharsets.US_ASCII))
            .put(footer.toByteArray())
            .putInt(footer.size())
            .put("PAR1".getBytes(StandardCharsets.US_ASCII))
            .array();
    return Files.write(directory.resolve(name), bytes);
  }
}
