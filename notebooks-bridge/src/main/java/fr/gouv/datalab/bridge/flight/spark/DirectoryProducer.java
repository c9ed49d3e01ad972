package fr.gouv.datalab.bridge.flight.spark;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.BasicFlightSqlProducer;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a client may know of tables, types and the server: that of its session, and nothing else.
 */
abstract class DirectoryProducer extends BasicFlightSqlProducer {
  private final BufferAllocator memory;

  DirectoryProducer(BufferAllocator memory) {
    this.memory = memory;
  }

  /** The session of a call. */
  abstract Session session(CallContext context);

  @Override
  protected <T extends Message> List<FlightEndpoint> determineEndpoints(
      T request, FlightDescriptor descriptor, Schema schema) {
    return List.of(new FlightEndpoint(new Ticket(Any.pack(request).toByteArray())));
  }

  @Override
  public void getStreamCatalogs(CallContext context, ServerStreamListener listener) {
    Frame.send(
        Schemas.GET_CATALOGS_SCHEMA,
        new TableDirectory(session(context)).catalogues(),
        memory,
        listener);
  }

  @Override
  public void getStreamSchemas(
      CommandGetDbSchemas command, CallContext context, ServerStreamListener listener) {
    Frame.send(
        Schemas.GET_SCHEMAS_SCHEMA,
        new TableDirectory(session(context)).schemas(command),
        memory,
        listener);
  }

  @Override
  public void getStreamTables(
      CommandGetTables command, CallContext context, ServerStreamListener listener) {
    Frame.send(
        TableDirectory.tablesSchema(command),
        new TableDirectory(session(context)).tables(command),
        memory,
        listener);
  }

  @Override
  public void getStreamTableTypes(CallContext context, ServerStreamListener listener) {
    Frame.send(Schemas.GET_TABLE_TYPES_SCHEMA, TableDirectory.tableTypes(), memory, listener);
  }

  @Override
  public void getStreamPrimaryKeys(
      CommandGetPrimaryKeys command, CallContext context, ServerStreamListener listener) {
    Frame.send(
        Schemas.GET_PRIMARY_KEYS_SCHEMA,
        new TableDirectory(session(context)).primaryKeys(command),
        memory,
        listener);
  }

  @Override
  public void getStreamExportedKeys(
      CommandGetExportedKeys command, CallContext context, ServerStreamListener listener) {
    Frame.send(Schemas.GET_EXPORTED_KEYS_SCHEMA, List.of(), memory, listener);
  }

  @Override
  public void getStreamImportedKeys(
      CommandGetImportedKeys command, CallContext context, ServerStreamListener listener) {
    Frame.send(Schemas.GET_IMPORTED_KEYS_SCHEMA, List.of(), memory, listener);
  }

  @Override
  public void getStreamCrossReference(
      CommandGetCrossReference command, CallContext context, ServerStreamListener listener) {
    Frame.send(Schemas.GET_CROSS_REFERENCE_SCHEMA, List.of(), memory, listener);
  }

  @Override
  public void getStreamTypeInfo(
      CommandGetXdbcTypeInfo request, CallContext context, ServerStreamListener listener) {
    Frame.send(
        Schemas.GET_TYPE_INFO_SCHEMA,
        ServerFacts.types(request.hasDataType() ? request.getDataType() : null),
        memory,
        listener);
  }

  @Override
  public void getStreamSqlInfo(
      CommandGetSqlInfo command, CallContext context, ServerStreamListener listener) {
    ServerFacts.info().send(command.getInfoList(), listener);
  }
}
