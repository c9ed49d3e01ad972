package fr.gouv.datalab.bridge.flight.spark;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.sessions.spark.SessionKey;
import fr.gouv.datalab.bridge.sessions.spark.Sessions;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.CloseSessionResult;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.BasicFlightSqlProducer;
import org.apache.arrow.flight.sql.CancelResult;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.expressions.Literal;

/**
 * Flight SQL over the sessions: a query is decided on when it is asked for, and runs when its
 * result is fetched, once. Everything that would write is refused.
 */
final class BridgeProducer extends BasicFlightSqlProducer {
  private static final int HANDLES = 1_000;
  private static final long WAIT_MILLIS = 250;

  private final Sessions sessions;
  private final BufferAllocator memory;
  private final ExecutorService threads;
  private final int partitions;
  private final Handles<Asked> asked = new Handles<>(HANDLES);
  private final Handles<Prepared> prepared = new Handles<>(HANDLES);
  private final Handles<RunningQuery> running = new Handles<>(HANDLES);

  /** A query that was decided on and whose result was not fetched yet. */
  private record Asked(SessionKey session, String sql, ClosedSurface.Decided decided) {}

  /** A query that was prepared, and the values given for its parameters so far. */
  private record Prepared(SessionKey session, String sql, int parameters, List<Literal> values) {}

  /**
   * A producer.
   *
   * @param memory parent of what results take
   * @param threads one for each result that runs
   * @param partitions of a result that may run at once
   */
  BridgeProducer(
      Sessions sessions, BufferAllocator memory, ExecutorService threads, int partitions) {
    this.sessions = sessions;
    this.memory = memory;
    this.threads = threads;
    this.partitions = partitions;
  }

  // Every call enters here, so that every failure leaves as a status and a sentence.

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    return Statuses.telling(() -> super.getFlightInfo(context, descriptor));
  }

  @Override
  public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
    return Statuses.telling(() -> super.getSchema(context, descriptor));
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    Statuses.telling(
        () -> {
          super.getStream(context, ticket, listener);
          return null;
        });
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> acknowledgements) {
    Runnable put = Statuses.telling(() -> super.acceptPut(context, stream, acknowledgements));
    return () ->
        Statuses.telling(
            () -> {
              put.run();
              return null;
            });
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    Statuses.telling(
        () -> {
          super.doAction(context, action, listener);
          return null;
        });
  }

  private Session session(CallContext context) {
    return sessions
        .find(SessionKey.of(context.peerIdentity()))
        .orElseThrow(
            () ->
                new StoppedQueryException(
                    StoppedQueryException.By.SERVER, "The session was closed: call again."));
  }

  // Queries.

  @Override
  public FlightInfo getFlightInfoStatement(
      CommandStatementQuery query, CallContext context, FlightDescriptor descriptor) {
    return ask(session(context), query.getQuery(), List.of(), descriptor);
  }

  @Override
  public FlightInfo getFlightInfoPreparedStatement(
      CommandPreparedStatementQuery query, CallContext context, FlightDescriptor descriptor) {
    Session session = session(context);
    Prepared known = prepared(query.getPreparedStatementHandle(), session);
    return ask(session, known.sql(), known.values(), descriptor);
  }

  private FlightInfo ask(
      Session session, String sql, List<Literal> values, FlightDescriptor descriptor) {
    ClosedSurface.Decided decided = session.decide(sql, values);
    ByteString handle = asked.keep(new Asked(session.key(), sql, decided));
    Message ticket = TicketStatementQuery.newBuilder().setStatementHandle(handle).build();
    return new FlightInfo(
        ResultStream.schemaOf(decided.execution()),
        descriptor,
        List.of(new FlightEndpoint(new Ticket(Any.pack(ticket).toByteArray()))),
        -1,
        -1);
  }

  @Override
  public SchemaResult getSchemaStatement(
      CommandStatementQuery query, CallContext context, FlightDescriptor descriptor) {
    return new SchemaResult(
        ResultStream.schemaOf(session(context).decide(query.getQuery(), List.of()).execution()));
  }

  @Override
  public SchemaResult getSchemaPreparedStatement(
      CommandPreparedStatementQuery query, CallContext context, FlightDescriptor descriptor) {
    Session session = session(context);
    Prepared known = prepared(query.getPreparedStatementHandle(), session);
    return new SchemaResult(
        ResultStream.schemaOf(session.decide(known.sql(), known.values()).execution()));
  }

  @Override
  public void getStreamStatement(
      TicketStatementQuery ticket, CallContext context, ServerStreamListener listener) {
    Session session = session(context);
    Asked query =
        asked
            .get(ticket.getStatementHandle())
            .filter(one -> one.session().equals(session.key()))
            .flatMap(one -> asked.remove(ticket.getStatementHandle()))
            .orElseThrow(
                () ->
                    CallStatus.NOT_FOUND
                        .withDescription(
                            "This result was fetched already, or was never asked for: ask again.")
                        .toRuntimeException());
    run(ticket.getStatementHandle(), session, query, listener);
  }

  @Override
  public void getStreamPreparedStatement(
      CommandPreparedStatementQuery query, CallContext context, ServerStreamListener listener) {
    Session session = session(context);
    Prepared known = prepared(query.getPreparedStatementHandle(), session);
    ClosedSurface.Decided decided = session.decide(known.sql(), known.values());
    run(
        query.getPreparedStatementHandle(),
        session,
        new Asked(session.key(), known.sql(), decided),
        listener);
  }

  private void run(ByteString handle, Session session, Asked query, ServerStreamListener listener) {
    try (RunningQuery result =
        RunningQuery.start(
            sessions, session, query.sql(), query.decided(), memory, threads, partitions)) {
      running.put(handle, result);
      send(result, listener);
    } finally {
      running.remove(handle);
    }
    listener.completed();
  }

  /** Batches as they come, each once the client has room for it. */
  private static void send(RunningQuery result, ServerStreamListener listener) {
    StoppedQueryException gone =
        new StoppedQueryException(
            StoppedQueryException.By.CLIENT, "The client cancelled the query, or went away.");
    CallbackBackpressureStrategy pressure =
        new CallbackBackpressureStrategy() {
          @Override
          protected void cancelCallback() {
            super.cancelCallback();
            result.stop(gone);
          }
        };
    pressure.register(listener);
    try (VectorSchemaRoot root = VectorSchemaRoot.create(result.schema(), result.memory())) {
      VectorLoader loader = new VectorLoader(root);
      listener.start(root);
      while (true) {
        var batch = result.next();
        if (batch.isEmpty()) {
          return;
        }
        try (ArrowRecordBatch one = batch.get()) {
          loader.load(one);
        }
        waitForRoom(result, pressure, gone);
        listener.putNext();
      }
    }
  }

  private static void waitForRoom(
      RunningQuery result, CallbackBackpressureStrategy pressure, StoppedQueryException gone) {
    WaitResult wait = pressure.waitForListener(WAIT_MILLIS);
    while (wait == WaitResult.TIMEOUT) {
      result.throwIfStopped();
      wait = pressure.waitForListener(WAIT_MILLIS);
    }
    if (wait != WaitResult.READY) {
      throw gone;
    }
  }

  // Prepared queries.

  @Override
  public void createPreparedStatement(
      ActionCreatePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    Session session = session(context);
    ParameterTypes.Described described = ParameterTypes.describe(session, request.getQuery());
    Prepared kept =
        new Prepared(
            session.key(),
            request.getQuery(),
            described.parameters().getFields().size(),
            List.of());
    ActionCreatePreparedStatementResult answer =
        ActionCreatePreparedStatementResult.newBuilder()
            .setPreparedStatementHandle(prepared.keep(kept))
            .setDatasetSchema(ByteString.copyFrom(described.dataset().serializeAsMessage()))
            .setParameterSchema(ByteString.copyFrom(described.parameters().serializeAsMessage()))
            .build();
    listener.onNext(new Result(Any.pack(answer).toByteArray()));
    listener.onCompleted();
  }

  @Override
  public void closePreparedStatement(
      ActionClosePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    Session session = session(context);
    prepared(request.getPreparedStatementHandle(), session);
    prepared.remove(request.getPreparedStatementHandle());
    listener.onCompleted();
  }

  @Override
  public Runnable acceptPutPreparedStatementQuery(
      CommandPreparedStatementQuery command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    Session session = session(context);
    ByteString handle = command.getPreparedStatementHandle();
    Prepared known = prepared(handle, session);
    return () -> {
      List<Literal> values = Parameters.read(stream);
      if (values.size() != known.parameters()) {
        throw new InvalidQueryException(
            "The query has "
                + known.parameters()
                + " parameters and "
                + values.size()
                + " values were given.");
      }
      prepared.put(handle, new Prepared(known.session(), known.sql(), known.parameters(), values));
      byte[] answer =
          DoPutPreparedStatementResult.newBuilder()
              .setPreparedStatementHandle(handle)
              .build()
              .toByteArray();
      try (ArrowBuf bytes = memory.buffer(answer.length)) {
        bytes.writeBytes(answer);
        acknowledgements.onNext(PutResult.metadata(bytes));
      }
      acknowledgements.onCompleted();
    };
  }

  private Prepared prepared(ByteString handle, Session session) {
    return prepared
        .get(handle)
        .filter(one -> one.session().equals(session.key()))
        .orElseThrow(
            () ->
                CallStatus.NOT_FOUND
                    .withDescription("There is no such prepared query: prepare it again.")
                    .toRuntimeException());
  }

  // Cancelling, and ending a session.

  @Override
  public void cancelFlightInfo(
      CancelFlightInfoRequest request, CallContext context, StreamListener<CancelStatus> listener) {
    listener.onNext(
        cancel(request.getInfo(), session(context))
            ? CancelStatus.CANCELLED
            : CancelStatus.NOT_CANCELLABLE);
    listener.onCompleted();
  }

  @Override
  public void cancelQuery(
      FlightInfo info, CallContext context, StreamListener<CancelResult> listener) {
    listener.onNext(
        cancel(info, session(context)) ? CancelResult.CANCELLED : CancelResult.NOT_CANCELLABLE);
    listener.onCompleted();
  }

  private boolean cancel(FlightInfo info, Session session) {
    boolean any = false;
    for (FlightEndpoint endpoint : info.getEndpoints()) {
      ByteString handle = handle(endpoint.getTicket());
      boolean waiting =
          asked
              .get(handle)
              .filter(one -> one.session().equals(session.key()))
              .flatMap(one -> asked.remove(handle))
              .isPresent();
      boolean stopped =
          running
              .get(handle)
              .filter(session.running()::contains)
              .map(
                  query -> {
                    query.stop(
                        new StoppedQueryException(
                            StoppedQueryException.By.CLIENT, "The client cancelled the query."));
                    return true;
                  })
              .orElse(false);
      any |= waiting || stopped;
    }
    return any;
  }

  private static ByteString handle(Ticket ticket) {
    try {
      return Any.parseFrom(ticket.getBytes())
          .unpack(TicketStatementQuery.class)
          .getStatementHandle();
    } catch (InvalidProtocolBufferException e) {
      return ByteString.EMPTY;
    }
  }

  /**
   * A client that goes says so. The session may be that of other connections too, so it stands; it
   * only shows, from now on, what was ingested since.
   */
  @Override
  public void closeSession(
      CloseSessionRequest request,
      CallContext context,
      StreamListener<CloseSessionResult> listener) {
    session(context).renew();
    listener.onNext(new CloseSessionResult(CloseSessionResult.Status.CLOSED));
    listener.onCompleted();
  }

  // Nothing writes.

  @Override
  public Runnable acceptPutStatement(
      CommandStatementUpdate command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    Session session = session(context);
    session.decide(command.getQuery(), List.of());
    throw readsOnly();
  }

  @Override
  public Runnable acceptPutPreparedStatementUpdate(
      CommandPreparedStatementUpdate command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    throw readsOnly();
  }

  private static RefusedQueryException readsOnly() {
    return new RefusedQueryException(
        "surface.statement", "This session reads: run the statement as a query.");
  }

  // What may be known of tables, types and the server.

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

  @Override
  public void close() {
    // the server closes what it gave
  }
}
