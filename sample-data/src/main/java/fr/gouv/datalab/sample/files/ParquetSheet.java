package fr.gouv.datalab.sample.files;

import fr.gouv.datalab.parquet.StableFooter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/**
 * A Parquet file of a table: typed, optional columns in row groups of some 64 MB, pages encoded
 * (dictionary, run lengths) and not compressed. Any thread makes records; the one that appends
 * encodes them, so that the bytes do not depend on the number of threads.
 */
public final class ParquetSheet implements Sheet {
  private static final long ROW_GROUP_BYTES = 64L << 20;

  private final Path file;
  private final ParquetWriter<Row> writer;

  /** A new file below the directory. */
  public ParquetSheet(Path directory, Table table) throws IOException {
    this.file = directory.resolve(table.fileName(Format.PARQUET));
    Files.createDirectories(file.toAbsolutePath().getParent());
    this.writer =
        new Builder(new LocalOutputFile(file), table)
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  @Override
  public Rows rows() {
    return new ParquetRows();
  }

  @Override
  public Ready prepare(Rows rows) {
    List<Row> all = ((ParquetRows) rows).all();
    return () -> {
      for (Row row : all) {
        writer.write(row);
      }
    };
  }

  /** A file without lines: the first record is the first. */
  @Override
  public long firstLine() {
    return 1;
  }

  @Override
  public void close() throws IOException {
    writer.close();
    StableFooter.order(file);
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final Table table;

    Builder(OutputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return new ParquetRecords(table);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return new ParquetRecords(table);
    }
  }
}
