package fr.gouv.datalab.bridge.flight.spark;

import com.google.protobuf.ByteString;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.releases.spark.Submission;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.sessions.spark.SessionKey;
import fr.gouv.datalab.bridge.sessions.spark.Sessions;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.CloseSessionResult;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.CancelResult;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementUpdate;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Flight SQL over the sessions: a query is decided on when it is asked for, and runs when its
 * result is fetched, once. Everything that would write is refused.
 */
final class BridgeProducer extends DirectoryProducer {
  private static final int HANDLES = 1_000;

  private final Sessions sessions;
  private final AskedQueries asked;
  private final PreparedQueries prepared;
  private final ReleasePut releases;

  /**
   * A producer.
   *
   * @param memory parent of what results take
   * @param starting starts a query that was decided on
   * @param submission takes the tables that are proposed for release
   */
  BridgeProducer(
      Sessions sessions,
      BufferAllocator memory,
      Function<AskedQueries.Asked, RunningQuery> starting,
      Submission submission) {
    super(memory);
    this.sessions = sessions;
    this.asked = new AskedQueries(HANDLES, starting);
    this.prepared = new PreparedQueries(HANDLES, memory);
    this.releases = new ReleasePut(submission, memory);
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

  @Override
  Session session(CallContext context) {
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
    return asked.ask(session(context), query.getQuery(), List.of(), descriptor);
  }

  @Override
  public FlightInfo getFlightInfoPreparedStatement(
      CommandPreparedStatementQuery query, CallContext context, FlightDescriptor descriptor) {
    Session session = session(context);
    PreparedQueries.Prepared known = prepared.get(session, query.getPreparedStatementHandle());
    return asked.ask(session, known.sql(), known.values(), descriptor);
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
    PreparedQueries.Prepared known = prepared.get(session, query.getPreparedStatementHandle());
    return new SchemaResult(
        ResultStream.schemaOf(session.decide(known.sql(), known.values()).execution()));
  }

  @Override
  public void getStreamStatement(
      TicketStatementQuery ticket, CallContext context, ServerStreamListener listener) {
    asked.fetch(session(context), ticket.getStatementHandle(), listener);
  }

  @Override
  public void getStreamPreparedStatement(
      CommandPreparedStatementQuery query, CallContext context, ServerStreamListener listener) {
    Session session = session(context);
    ByteString handle = query.getPreparedStatementHandle();
    PreparedQueries.Prepared known = prepared.get(session, handle);
    ClosedSurface.Decided decided = session.decide(known.sql(), known.values());
    asked.run(handle, new AskedQueries.Asked(session, known.sql(), decided), listener);
  }

  @Override
  public void createPreparedStatement(
      ActionCreatePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    prepared.create(session(context), request.getQuery(), listener);
  }

  @Override
  public void closePreparedStatement(
      ActionClosePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    prepared.close(session(context), request.getPreparedStatementHandle());
    listener.onCompleted();
  }

  @Override
  public Runnable acceptPutPreparedStatementQuery(
      CommandPreparedStatementQuery command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    Session session = session(context);
    return () ->
        prepared.bind(session, command.getPreparedStatementHandle(), stream, acknowledgements);
  }

  // Cancelling, and ending a session.

  @Override
  public void cancelFlightInfo(
      CancelFlightInfoRequest request, CallContext context, StreamListener<CancelStatus> listener) {
    listener.onNext(
        asked.cancel(request.getInfo(), session(context))
            ? CancelStatus.CANCELLED
            : CancelStatus.NOT_CANCELLABLE);
    listener.onCompleted();
  }

  @Override
  public void cancelQuery(
      FlightInfo info, CallContext context, StreamListener<CancelResult> listener) {
    listener.onNext(
        asked.cancel(info, session(context))
            ? CancelResult.CANCELLED
            : CancelResult.NOT_CANCELLABLE);
    listener.onCompleted();
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

  // Nothing writes; a table may be proposed for release.

  @Override
  public Runnable acceptPutStatementBulkIngest(
      CommandStatementIngest command,
      CallContext context,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    Session session = session(context);
    return () -> releases.accept(session, command, stream, acknowledgements);
  }

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
        "surface.statement",
        "This session reads: run the statement as a query, and select a column at least.");
  }

  @Override
  public void close() {
    // the server closes what it gave
  }
}
