package fr.gouv.datalab.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * The pages of a Parquet file that is not encrypted, decompressed. Columns that are encrypted are
 * left: no key is asked for.
 */
final class ParquetPages {
  private ParquetPages() {}

  static void read(Path file, Consumer<byte[]> page) {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), configuration))) {
      var schema = reader.getFileMetaData().getSchema();
      for (PageReadStore group = reader.readNextRowGroup();
          group != null;
          group = reader.readNextRowGroup()) {
        for (ColumnDescriptor column : schema.getColumns()) {
          pages(group.getPageReader(column), page);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Encrypted or not Parquet: its bytes were read as they are.
    }
  }

  private static void pages(PageReader reader, Consumer<byte[]> page) throws IOException {
    DictionaryPage dictionary = reader.readDictionaryPage();
    if (dictionary != null) {
      page.accept(dictionary.getBytes().toByteArray());
    }
    for (DataPage data = reader.readPage(); data != null; data = reader.readPage()) {
      if (data instanceof DataPageV1 v1) {
        page.accept(v1.getBytes().toByteArray());
      } else if (data instanceof DataPageV2 v2) {
        page.accept(v2.getData().toByteArray());
      }
    }
  }
}
