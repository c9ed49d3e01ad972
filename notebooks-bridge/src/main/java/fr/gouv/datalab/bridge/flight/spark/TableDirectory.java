package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.sessions.spark.GrantedTable;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.arrow.flight.sql.FlightSqlColumnMetadata;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a session's client may know of tables, in the rows that Flight SQL defines: one catalogue,
 * the convention; a schema for each producer of data; the granted tables with the granted columns.
 */
final class TableDirectory {
  private static final String TABLE = "TABLE";

  private final String catalogue;
  private final List<GrantedTable> tables;

  TableDirectory(Session session) {
    this.catalogue = session.asker().convention();
    this.tables =
        session.tables().stream().sorted(Comparator.comparing(GrantedTable::name)).toList();
  }

  List<List<Object>> catalogues() {
    return List.of(List.of(catalogue));
  }

  List<List<Object>> schemas(CommandGetDbSchemas asked) {
    if (!mine(asked.hasCatalog(), asked.getCatalog())) {
      return List.of();
    }
    Pattern pattern =
        like(asked.hasDbSchemaFilterPattern() ? asked.getDbSchemaFilterPattern() : "%");
    return tables.stream()
        .map(GrantedTable::schema)
        .distinct()
        .filter(schema -> pattern.matcher(schema).matches())
        .map(schema -> List.<Object>of(catalogue, schema))
        .toList();
  }

  static List<List<Object>> tableTypes() {
    return List.of(List.of(TABLE));
  }

  static Schema tablesSchema(CommandGetTables asked) {
    return asked.getIncludeSchema()
        ? Schemas.GET_TABLES_SCHEMA
        : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA;
  }

  List<List<Object>> tables(CommandGetTables asked) {
    boolean typed = asked.getTableTypesCount() == 0 || asked.getTableTypesList().contains(TABLE);
    if (!typed || !mine(asked.hasCatalog(), asked.getCatalog())) {
      return List.of();
    }
    Pattern schema =
        like(asked.hasDbSchemaFilterPattern() ? asked.getDbSchemaFilterPattern() : "%");
    Pattern name =
        like(asked.hasTableNameFilterPattern() ? asked.getTableNameFilterPattern() : "%");
    List<List<Object>> rows = new ArrayList<>();
    for (GrantedTable table : tables) {
      if (schema.matcher(table.schema()).matches() && name.matcher(table.table()).matches()) {
        List<Object> row = new ArrayList<>();
        row.addAll(List.of(catalogue, table.schema(), table.table(), TABLE));
        if (asked.getIncludeSchema()) {
          row.add(bytes(described(table)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  List<List<Object>> primaryKeys(CommandGetPrimaryKeys asked) {
    List<List<Object>> rows = new ArrayList<>();
    for (GrantedTable table : tables) {
      if (mine(asked.hasCatalog(), asked.getCatalog())
          && table.table().equals(asked.getTable())
          && (!asked.hasDbSchema() || table.schema().equals(asked.getDbSchema()))) {
        for (String column : table.key()) {
          List<Object> row = new ArrayList<>();
          row.addAll(List.of(catalogue, table.schema(), table.table(), column));
          row.add(table.key().indexOf(column) + 1);
          row.add(null);
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** The columns of a table, each with what its contract says of it. */
  private Schema described(GrantedTable table) {
    List<Field> fields = new ArrayList<>();
    for (Field field : ResultStream.schemaOf(table.type()).getFields()) {
      Optional<Column> column =
          table.columns().stream().filter(c -> c.name().equals(field.getName())).findFirst();
      fields.add(column.map(known -> described(field, table, known)).orElse(field));
    }
    return new Schema(fields);
  }

  private Field described(Field field, GrantedTable table, Column column) {
    FlightSqlColumnMetadata.Builder metadata =
        new FlightSqlColumnMetadata.Builder()
            .catalogName(catalogue)
            .schemaName(table.schema())
            .tableName(table.table())
            .typeName(column.isIdentifier() ? "binary" : column.type().toString())
            .isReadOnly(true)
            .isSearchable(true)
            .isCaseSensitive(true)
            .isAutoIncrement(false)
            .remarks(remarks(column));
    if (column.type() instanceof ColumnType.Decimal decimal) {
      metadata.precision(decimal.precision()).scale(decimal.scale());
    }
    Map<String, String> all = new HashMap<>(field.getMetadata());
    all.putAll(metadata.build().getMetadataMap());
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), all),
        field.getChildren());
  }

  /** An identifier is never shown: what stands in its column is said with it. */
  private static String remarks(Column column) {
    return column.isIdentifier()
        ? column.description() + " (pseudonyme propre à la convention, 16 octets)"
        : column.description();
  }

  private boolean mine(boolean named, String name) {
    return !named || name.isEmpty() || name.equals(catalogue);
  }

  private static byte[] bytes(Schema schema) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), schema);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SQL's pattern: {@code %} any characters, {@code _} one, {@code \} before either for itself. */
  static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
