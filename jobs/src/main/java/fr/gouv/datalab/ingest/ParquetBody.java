package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Surveys a Parquet file: its footer says where it may be cut and how many rows it has. */
final class ParquetBody {
  private final FileChecks checks;
  private final KeyNotes keys;
  private final ExecutorService threads;

  ParquetBody(FileChecks checks, KeyNotes keys, ExecutorService threads) {
    this.checks = checks;
    this.keys = keys;
    this.threads = threads;
  }

  Body of(int file, String label, FileSource source, Contract contract) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new SourceInput(source))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      FileColumns columns = checks.columns(label, names(label, schema), "");
      List<Chunk> chunks = new ArrayList<>();
      long rows = 0;
      for (BlockMetaData block : reader.getRowGroups()) {
        long start = block.getStartingPos();
        chunks.add(new Chunk(file, source, false, start, block.getCompressedSize(), rows + 1));
        rows += block.getRowCount();
      }
      FileDialect dialect = FileDialect.of(contract, FileForm.PARQUET, StandardCharsets.UTF_8);
      List<Long> counted = reader.getRowGroups().stream().map(BlockMetaData::getRowCount).toList();
      // A spoilt footer may place two row groups at one spot: rows would be lost, or come twice.
      if (!noteKeys(columns, dialect, chunks).equals(counted)) {
        throw damaged(label, null);
      }
      return new Body(columns, look(columns, dialect, chunks), chunks, rows);
    } catch (BadDataException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parquet's reader has no exception of its own for a file that is cut short or altered.
      throw damaged(label, e);
    }
  }

  private static BadDataException damaged(String label, RuntimeException cause) {
    return new BadDataException(label + " is a damaged Parquet file: deliver it again.", cause);
  }

  private static List<String> names(String label, MessageType schema) {
    List<String> names = new ArrayList<>();
    for (Type field : schema.getFields()) {
      if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
        throw new BadDataException(
            label + " has a nested column: deliver it again, with plain columns alone.");
      }
      names.add(field.getName().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static FileLook look(FileColumns columns, FileDialect dialect, List<Chunk> chunks)
      throws IOException {
    Head.Looked looked = new Head.Looked(List.of(), 0, false, true);
    if (!chunks.isEmpty()) {
      Chunk first = chunks.get(0);
      try (ParquetRecords records =
          new ParquetRecords(
              first.source(),
              first.offset(),
              first.offset() + first.length(),
              columns.names(),
              1)) {
        looked = Head.look(records, columns.names().size(), chunks.size() == 1);
      }
    }
    return FileLook.of(FileForm.PARQUET, false, false, dialect, columns, looked, List.of());
  }

  /** Gives the rows that were read of each part. */
  private List<Long> noteKeys(FileColumns columns, FileDialect dialect, List<Chunk> chunks)
      throws IOException {
    List<Future<Long>> parts = new ArrayList<>();
    for (Chunk chunk : chunks) {
      parts.add(threads.submit(() -> noteKeys(columns, dialect, chunk)));
    }
    List<Long> rows = new ArrayList<>();
    for (Future<Long> part : parts) {
      rows.add(Survey.result(part));
    }
    return rows;
  }

  private long noteKeys(FileColumns columns, FileDialect dialect, Chunk chunk) throws IOException {
    KeyNotes.Visitor visitor = keys.visitor(columns, FileForm.PARQUET, dialect);
    long end = chunk.offset() + chunk.length();
    try (ParquetRecords records =
        new ParquetRecords(
            chunk.source(), chunk.offset(), end, columns.names(), chunk.firstLine())) {
      long rows = 0;
      while (records.next()) {
        visitor.visit(records);
        rows++;
      }
      return rows;
    }
  }
}
