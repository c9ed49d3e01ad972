package fr.gouv.datalab.producer;

import fr.gouv.datalab.ingest.Manifest;
import fr.gouv.datalab.ingest.TokenizedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Tokenised CSV, in clear or gzip; in gzip each batch of rows is a member, packed by its thread.
 */
final class CsvOutput implements TokenOutput {
  private final FileChannel file;
  private final boolean gzip;
  private final MessageDigest digest;

  /** Begins a file, which must not exist, with its header. */
  CsvOutput(Path draft, boolean gzip, List<String> header) throws IOException {
    this.gzip = gzip;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    put(place(Manifest.blank()));
    write(packed((String.join(",", header) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] place(byte[] line) {
    return gzip ? TokenizedFile.member(line) : line;
  }

  @Override
  public RowSink sink() {
    return new CsvSink();
  }

  @Override
  public byte[] packed(byte[] rows) throws IOException {
    if (!gzip) {
      return rows;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(rows.length / 2 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
      out.write(rows);
    }
    return bytes.toByteArray();
  }

  @Override
  public void write(byte[] packed) throws IOException {
    digest.update(packed);
    put(packed);
  }

  private void put(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  @Override
  public String content() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void manifest(byte[] line) throws IOException {
    file.position(0);
    put(place(line));
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
