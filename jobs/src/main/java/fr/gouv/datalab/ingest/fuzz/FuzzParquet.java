package fr.gouv.datalab.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Parquet files of {@link FuzzPersons}: of every compression and page version that an intake reads,
 * in one row group or in several, with the types of the contract, or with others.
 */
final class FuzzParquet {
  private static final CompressionCodecName[] CODECS = {
    CompressionCodecName.UNCOMPRESSED,
    CompressionCodecName.SNAPPY,
    CompressionCodecName.GZIP,
    CompressionCodecName.ZSTD
  };
  private static final String[] DATES = {
    "optional int32 naissance (DATE)",
    "optional binary naissance (STRING)",
    "optional int64 naissance"
  };
  private static final String[] AMOUNTS = {
    "optional int64 montant (DECIMAL(12,2))",
    "optional double montant",
    "optional binary montant (STRING)",
    "optional boolean montant",
    "optional fixed_len_byte_array(6) montant (DECIMAL(12,2))",
    "repeated int64 montant"
  };

  private FuzzParquet() {}

  /**
   * A good file of persons as {@link FuzzPersons} has them; its types may not be the contract's.
   */
  static byte[] of(List<String[]> persons, Random random) {
    int date = often(random, DATES.length);
    int amount = often(random, AMOUNTS.length);
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message personnes { required binary nir (STRING); optional binary nom (STRING);"
                + " optional binary prenoms (STRING); "
                + DATES[date]
                + "; optional binary siren (STRING); optional binary code (STRING); "
                + AMOUNTS[amount]
                + "; optional binary remarque (STRING); }");
    InMemoryOutput out = new InMemoryOutput();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(out)
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CODECS[random.nextInt(CODECS.length)])
            .withDictionaryEncoding(random.nextBoolean())
            .withWriterVersion(
                random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
            .withRowGroupRowCountLimit(random.nextInt(3) == 0 ? 3 : 1 << 20)
            .withPageRowCountLimit(random.nextInt(3) == 0 ? 2 : 20_000)
            .build()) {
      for (String[] person : persons) {
        writer.write(row(new SimpleGroup(schema), person, date, amount));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.bytes.toByteArray();
  }

  /** The first one most of the time. */
  private static int often(Random random, int choices) {
    return random.nextInt(3) > 0 ? 0 : random.nextInt(choices);
  }

  private static Group row(Group row, String[] person, int date, int amount) {
    row.append("nir", person[0]).append("nom", person[1]).append("prenoms", person[2]);
    LocalDate birth = LocalDate.parse(person[3], DateTimeFormatter.ofPattern("dd/MM/yyyy"));
    switch (date) {
      case 0 -> row.append("naissance", (int) birth.toEpochDay());
      case 1 -> row.append("naissance", birth.toString());
      default -> row.append("naissance", birth.toEpochDay());
    }
    row.append("siren", person[4]).append("code", person[5]);
    BigDecimal value = new BigDecimal(person[6].replace(',', '.'));
    long cents = value.unscaledValue().longValueExact();
    switch (amount) {
      case 0, 5 -> row.append("montant", cents);
      case 1 -> row.append("montant", value.doubleValue());
      case 2 -> row.append("montant", value.toPlainString());
      case 3 -> row.append("montant", cents > 0);
      default ->
          row.append(
              "montant",
              org.apache.parquet.io.api.Binary.fromConstantByteArray(
                  java.nio.ByteBuffer.allocate(8).putLong(cents).array(), 2, 6));
    }
    return row.append("remarque", person[7]);
  }

  private static final class InMemoryOutput implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int b) {
          bytes.write(b);
        }

        @Override
        public void write(byte[] some, int from, int length) {
          bytes.write(some, from, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
