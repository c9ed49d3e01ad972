package fr.gouv.datalab.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * The compressions of delivered Parquet files, read without Hadoop, which a producer does not have:
 * none, Snappy, gzip, Zstandard, LZ4 (raw). Reads only.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("Delivered files are read, not written.");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Decompressor(bytes -> bytes);
      case SNAPPY ->
          new Decompressor(bytes -> new ByteArrayInputStream(Snappy.uncompress(all(bytes))));
      case GZIP -> new Decompressor(GZIPInputStream::new);
      case ZSTD -> new Decompressor(ZstdInputStreamNoFinalizer::new);
      case LZ4_RAW -> new Lz4();
      default ->
          throw new UnsupportedOperationException(
              "compressed by " + codec + ": use Snappy, gzip, Zstandard or LZ4_RAW");
    };
  }

  @Override
  public void release() {
    // Nothing is kept.
  }

  private static byte[] all(InputStream in) throws IOException {
    return in.readAllBytes();
  }

  private interface Opening {
    InputStream open(InputStream compressed) throws IOException;
  }

  private record Decompressor(Opening opening) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      try (InputStream in = opening.open(bytes.toInputStream())) {
        return BytesInput.from(read(in, size));
      }
    }

    @Override
    public void decompress(ByteBuffer in, int compressed, ByteBuffer out, int size)
        throws IOException {
      byte[] bytes = new byte[compressed];
      in.get(bytes);
      try (InputStream text = opening.open(new ByteArrayInputStream(bytes))) {
        out.put(read(text, size));
      }
    }

    private static byte[] read(InputStream in, int size) throws IOException {
      byte[] out = in.readNBytes(size);
      if (out.length != size) {
        throw new IOException("A page of the file is shorter than it says.");
      }
      return out;
    }

    @Override
    public void release() {
      // Nothing is kept.
    }
  }

  private static final class Lz4 implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(
          LZ4Factory.safeInstance().safeDecompressor().decompress(bytes.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer in, int compressed, ByteBuffer out, int size) {
      byte[] bytes = new byte[compressed];
      in.get(bytes);
      out.put(LZ4Factory.safeInstance().safeDecompressor().decompress(bytes, size));
    }

    @Override
    public void release() {
      // Nothing is kept.
    }
  }
}
