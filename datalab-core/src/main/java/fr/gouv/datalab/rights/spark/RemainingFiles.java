package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.LakeSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads every file that is left under the lake's and the vault's roots, whatever it is and whether
 * or not a table still knows it: Parquet files are decrypted and each of their rows is read,
 * without Delta; any other file is read byte by byte.
 */
final class RemainingFiles {
  /**
   * What was read.
   *
   * @param files all of them
   * @param rows of Parquet files
   * @param bytes of all files, as they stand
   * @param found rows, or files that are not Parquet, that name somebody looked for
   */
  record Figures(long files, long rows, long bytes, long found) {
    Figures plus(Figures other) {
      return new Figures(
          files + other.files, rows + other.rows, bytes + other.bytes, found + other.found);
    }
  }

  private final SparkSession engine;
  private final LakeAccess access;

  RemainingFiles(SparkSession engine, LakeAccess access) {
    this.engine = engine;
    this.access = access;
  }

  /**
   * Reads all that is left under some roots.
   *
   * @param sought for a directory of Parquet files and their schema, which rows name somebody
   * @param texts pseudonyms that no other file may hold, in any writing
   */
  Figures read(
      List<String> roots,
      Function<String, Function<StructType, Column>> sought,
      List<byte[]> texts) {
    Figures all = new Figures(0, 0, 0, 0);
    for (String root : roots) {
      Map<String, List<LocatedFileStatus>> byDirectory = list(root);
      for (Map.Entry<String, List<LocatedFileStatus>> entry : byDirectory.entrySet()) {
        List<String> parquet = new ArrayList<>();
        for (LocatedFileStatus file : entry.getValue()) {
          boolean isParquet = file.getPath().getName().endsWith(".parquet");
          if (isParquet) {
            parquet.add(file.getPath().toString());
          }
          long found = isParquet || !holds(file, texts) ? 0 : 1;
          all = all.plus(new Figures(1, 0, file.getLen(), found));
        }
        if (!parquet.isEmpty()) {
          all = all.plus(rows(parquet, sought.apply(entry.getKey())));
        }
      }
    }
    return all;
  }

  private static Map<String, List<LocatedFileStatus>> list(String root) {
    Map<String, List<LocatedFileStatus>> byDirectory = new TreeMap<>();
    Path path = new Path(root);
    try {
      FileSystem files = path.getFileSystem(new org.apache.hadoop.conf.Configuration());
      if (files.exists(path)) {
        RemoteIterator<LocatedFileStatus> each = files.listFiles(path, true);
        while (each.hasNext()) {
          LocatedFileStatus file = each.next();
          byDirectory
              .computeIfAbsent(file.getPath().getParent().toString(), p -> new ArrayList<>())
              .add(file);
        }
      }
      return byDirectory;
    } catch (IOException e) {
      throw new UncheckedIOException("The files under " + root + " cannot be listed.", e);
    }
  }

  private Figures rows(List<String> parquet, Function<StructType, Column> sought) {
    SparkSession session = LakeSession.reading(engine, access);
    Dataset<Row> rows =
        session.read().option("mergeSchema", "true").parquet(parquet.toArray(String[]::new));
    Row counted =
        rows.agg(
                functions.count(functions.lit(1)).as("rows"),
                functions.count_if(sought.apply(rows.schema())).as("found"))
            .head();
    return new Figures(0, counted.getLong(0), 0, counted.getLong(1));
  }

  /** Whether any value of a row is a pseudonym of theirs, at whatever depth. */
  static Column anyValue(StructType schema, PersonLookup lookup) {
    return anyField(schema, lookup, name -> functions.col("`" + name + "`"));
  }

  private static Column anyField(
      StructType schema, PersonLookup lookup, Function<String, Column> at) {
    return Arrays.stream(schema.fields())
        .map(field -> any(field, lookup, at))
        .reduce(functions.lit(false), Column::or);
  }

  private static Column any(StructField field, PersonLookup lookup, Function<String, Column> at) {
    Column column = at.apply(field.name());
    DataType type = field.dataType();
    if (type instanceof BinaryType) {
      return lookup.names(column);
    }
    if (type instanceof MapType map && map.valueType() instanceof BinaryType) {
      return functions.coalesce(
          functions.exists(functions.map_values(column), lookup::names), functions.lit(false));
    }
    return type instanceof StructType struct
        ? functions.coalesce(
            anyField(struct, lookup, name -> column.getField(name)), functions.lit(false))
        : functions.lit(false);
  }

  /** As it is, in hexadecimal, in base64: however a log could have written it. */
  private static boolean holds(LocatedFileStatus file, List<byte[]> pseudonyms) {
    try (InputStream in =
        file.getPath()
            .getFileSystem(new org.apache.hadoop.conf.Configuration())
            .open(file.getPath())) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      for (byte[] pseudonym : pseudonyms) {
        String hex = HexFormat.of().formatHex(pseudonym);
        if (text.contains(new String(pseudonym, StandardCharsets.ISO_8859_1))
            || text.contains(hex)
            || text.contains(hex.toUpperCase(Locale.ROOT))
            || text.contains(Base64.getEncoder().withoutPadding().encodeToString(pseudonym))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
