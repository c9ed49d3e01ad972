package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.ingest.LocalFile;
import fr.gouv.datalab.ingest.Manifest;
import fr.gouv.datalab.ingest.TokenizedFile;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.parquet.StableFooter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Tokenised Parquet: tokens and sealed content as {@code BINARY}, numbers and dates in their types,
 * the manifest in the footer. Row groups are small, so that memory is.
 */
final class ParquetOutput implements TokenOutput {
  private static final long ROW_GROUP = 8L << 20;
  private static final String KEY = "datalab.jetons";
  private static final int LONGEST_DECIMAL = 18;

  private final Path draft;
  private final List<TokenizedLayout.Field> fields;
  private final MessageType schema;
  private final ParquetWriter<ByteBuffer> writer;
  private TokenizedFile place;

  /** Begins a file, which must not exist. */
  ParquetOutput(Path draft, TokenizedLayout layout) throws IOException {
    this.draft = draft;
    fields = layout.fields();
    schema = schema(layout);
    writer =
        new Builder(new LocalOutputFile(draft))
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP)
            .withPageSize(1 << 18)
            .build();
  }

  private static MessageType schema(TokenizedLayout layout) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (TokenizedLayout.Field field : layout.fields()) {
      boolean bytes =
          field.column().map(c -> c.isIdentifier()).orElse(false)
              || field.name().startsWith(TokenizedLayout.LINK)
              || field.name().startsWith(TokenizedLayout.SEALED);
      if (bytes) {
        message.optional(PrimitiveTypeName.BINARY).named(field.name());
      } else {
        add(message, field.name(), field.type());
      }
    }
    return message.named("jetons");
  }

  private static void add(Types.MessageTypeBuilder message, String name, ColumnType type) {
    if (type instanceof ColumnType.Int) {
      message.optional(PrimitiveTypeName.INT32).named(name);
    } else if (type instanceof ColumnType.Long) {
      message.optional(PrimitiveTypeName.INT64).named(name);
    } else if (type instanceof ColumnType.Bool) {
      message.optional(PrimitiveTypeName.BOOLEAN).named(name);
    } else if (type instanceof ColumnType.Date) {
      message.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named(name);
    } else if (type instanceof ColumnType.Decimal decimal) {
      int precision = Math.max(LONGEST_DECIMAL, decimal.scale());
      message
          .optional(PrimitiveTypeName.INT64)
          .as(LogicalTypeAnnotation.decimalType(decimal.scale(), precision))
          .named(name);
    } else {
      message.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    }
  }

  @Override
  public RowSink sink() {
    return new ParquetSink();
  }

  @Override
  public byte[] packed(byte[] rows) {
    return rows;
  }

  @Override
  public void write(byte[] packed) throws IOException {
    ByteBuffer rows = ByteBuffer.wrap(packed);
    while (rows.hasRemaining()) {
      writer.write(rows);
    }
  }

  @Override
  public String content() throws IOException {
    writer.close();
    StableFooter.order(draft);
    LocalFile source = new LocalFile(draft.toAbsolutePath().toString());
    place = TokenizedFile.find(source).orElseThrow();
    return place.content(source);
  }

  @Override
  public void manifest(byte[] line) throws IOException {
    try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      for (long at = place.at(); bytes.hasRemaining(); ) {
        at += file.write(bytes, at);
      }
      file.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (place == null) {
      writer.close();
    }
  }

  private final class Builder extends ParquetWriter.Builder<ByteBuffer, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<ByteBuffer> getWriteSupport(
        org.apache.hadoop.conf.Configuration configuration) {
      return new Rows();
    }

    @Override
    protected WriteSupport<ByteBuffer> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows();
    }
  }

  /** Writes the row at which a buffer of a {@link ParquetSink} stands. */
  private final class Rows extends WriteSupport<ByteBuffer> {
    private RecordConsumer out;

    @Override
    public WriteContext init(org.apache.hadoop.conf.Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(
          schema, Map.of(KEY, new String(Manifest.blank(), StandardCharsets.US_ASCII)));
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(ByteBuffer rows) {
      out.startMessage();
      for (int i = 0; i < fields.size(); i++) {
        byte form = rows.get();
        if (form != ParquetSink.ABSENT) {
          String name = fields.get(i).name();
          out.startField(name, i);
          if (form == ParquetSink.NUMBER) {
            number(schema.getType(i).asPrimitiveType().getPrimitiveTypeName(), rows.getLong());
          } else {
            byte[] bytes = new byte[rows.getInt()];
            rows.get(bytes);
            out.addBinary(Binary.fromConstantByteArray(bytes));
          }
          out.endField(name, i);
        }
      }
      out.endMessage();
    }

    private void number(PrimitiveTypeName type, long value) {
      switch (type) {
        case INT32 -> out.addInteger((int) value);
        case BOOLEAN -> out.addBoolean(value == 1);
        default -> out.addLong(value);
      }
    }
  }
}
