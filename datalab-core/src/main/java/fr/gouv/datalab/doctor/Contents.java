package fr.gouv.datalab.doctor;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * Reads every byte of a file, and again what it holds compressed: gzip, zip, Zstandard, Parquet
 * pages and the text of PDF, inside one another too. What is encrypted is read as the bytes it is.
 */
final class Contents {
  private static final int DEEPEST = 5;
  private static final int HEAD = 8;
  private static final int LARGEST_PDF = 1 << 28;

  private final Needles needles;
  private final Consumer<Finding> found;
  private final AtomicLong bytes;

  Contents(Needles needles, Consumer<Finding> found, AtomicLong bytes) {
    this.needles = needles;
    this.found = found;
    this.bytes = bytes;
  }

  /** Reads one file. */
  void read(Path file, String place) throws IOException {
    text(place, place + " (its name)");
    byte[] head = new byte[4];
    try (InputStream in = Files.newInputStream(file)) {
      in.readNBytes(head, 0, 4);
    }
    try (InputStream in = Files.newInputStream(file)) {
      stream(in, place, 0);
    }
    if (startsWith(head, 'P', 'A', 'R', '1')) {
      ParquetPages.read(
          file,
          page -> quietly(() -> stream(new ByteArrayInputStream(page), place + "!page", DEEPEST)));
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  /** What pretends to be compressed and is not was read as bytes already. */
  private static void quietly(Reading reading) {
    try {
      reading.run();
    } catch (IOException | RuntimeException e) {
      // Not the format its first bytes announce.
    }
  }

  private void text(String text, String place) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    quietly(() -> stream(new ByteArrayInputStream(content), place, DEEPEST));
  }

  private void stream(InputStream source, String place, int depth) throws IOException {
    PushbackInputStream in = new PushbackInputStream(source, HEAD);
    byte[] head = new byte[HEAD];
    int got = in.readNBytes(head, 0, HEAD);
    in.unread(head, 0, got);
    if (depth >= DEEPEST) {
      raw(in, place, null);
    } else if (startsWith(head, 0x1F, 0x8B)) {
      raw(in, place, copy -> stream(new GZIPInputStream(copy, 1 << 16), place + "!gz", depth + 1));
    } else if (startsWith(head, 0x28, 0xB5, 0x2F, 0xFD)) {
      raw(in, place, copy -> stream(new ZstdInputStream(copy), place + "!zstd", depth + 1));
    } else if (startsWith(head, 'P', 'K', 3, 4)) {
      raw(in, place, copy -> zip(copy, place, depth));
    } else if (startsWith(head, '%', 'P', 'D', 'F')) {
      raw(in, place, copy -> pdf(copy, place));
    } else {
      raw(in, place, null);
    }
  }

  private interface Inside {
    void read(InputStream copy) throws IOException;
  }

  /**
   * Reads the bytes as they are; when something is inside, reads it from the same pass over the
   * bytes.
   */
  private void raw(InputStream in, String place, Inside inside) throws IOException {
    ByteScanner plain =
        new ByteScanner(needles, (kind, at) -> found.accept(new Finding(place, at, kind)));
    EncodedRuns runs =
        new EncodedRuns(
            needles, (kind, at) -> found.accept(new Finding(place + "!encoded", at, kind)));
    InputStream seen =
        new FilterInputStream(in) {
          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
          }

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            int got = super.read(buffer, from, length);
            if (got > 0) {
              bytes.addAndGet(got);
              plain.feed(buffer, from, from + got);
              runs.feed(buffer, from, from + got);
            }
            return got;
          }

          @Override
          public boolean markSupported() {
            return false;
          }

          @Override
          public void close() {
            // The rest of the file is still to be read.
          }
        };
    if (inside != null) {
      quietly(() -> inside.read(seen));
    }
    byte[] buffer = new byte[1 << 16];
    while (seen.read(buffer, 0, buffer.length) >= 0) {
      // Read for the scanners.
    }
    plain.end();
    runs.end();
  }

  private void zip(InputStream copy, String place, int depth) throws IOException {
    ZipInputStream zip = new ZipInputStream(copy);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String inner = place + "!" + entry.getName();
      text(entry.getName(), inner + " (its name)");
      stream(zip, inner, depth + 1);
    }
  }

  private void pdf(InputStream copy, String place) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(copy.readNBytes(LARGEST_PDF));
    try (PDDocument document = Loader.loadPDF(content.toByteArray())) {
      text(new PDFTextStripper().getText(document), place + "!text");
    }
  }

  private static boolean startsWith(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
