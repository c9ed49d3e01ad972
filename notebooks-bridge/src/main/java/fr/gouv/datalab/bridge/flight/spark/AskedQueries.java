package fr.gouv.datalab.bridge.flight.spark;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.sessions.spark.SessionKey;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.spark.sql.catalyst.expressions.Literal;

/**
 * Queries between the moment they are decided on and the last batch of their result, which is
 * fetched once. Each is known to its session alone.
 */
final class AskedQueries {
  private final Handles<Asked> asked;
  private final Handles<RunningQuery> running;
  private final Function<Asked, RunningQuery> starting;

  /** A query that was decided on, in a session. */
  record Asked(Session session, String sql, ClosedSurface.Decided decided) {
    SessionKey key() {
      return session.key();
    }
  }

  /**
   * None yet.
   *
   * @param most how many are kept; the oldest goes first
   * @param starting starts one
   */
  AskedQueries(int most, Function<Asked, RunningQuery> starting) {
    this.asked = new Handles<>(most);
    this.running = new Handles<>(most);
    this.starting = starting;
  }

  /** Decides on a query, and says where its result may be fetched. */
  FlightInfo ask(Session session, String sql, List<Literal> values, FlightDescriptor descriptor) {
    ClosedSurface.Decided decided = session.decide(sql, values);
    ByteString handle = asked.keep(new Asked(session, sql, decided));
    Message ticket = TicketStatementQuery.newBuilder().setStatementHandle(handle).build();
    return new FlightInfo(
        ResultStream.schemaOf(decided.execution()),
        descriptor,
        List.of(new FlightEndpoint(new Ticket(Any.pack(ticket).toByteArray()))),
        -1,
        -1);
  }

  /** Runs a query that was asked for, and sends its result. */
  void fetch(Session session, ByteString handle, ServerStreamListener listener) {
    Asked query =
        asked
            .get(handle)
            .filter(one -> one.key().equals(session.key()))
            .flatMap(one -> asked.remove(handle))
            .orElseThrow(
                () ->
                    CallStatus.NOT_FOUND
                        .withDescription(
                            "This result was fetched already, or was never asked for: ask again.")
                        .toRuntimeException());
    run(handle, query, listener);
  }

  /** Runs a query and sends its result; it can be cancelled by the handle meanwhile. */
  void run(ByteString handle, Asked query, ServerStreamListener listener) {
    try (RunningQuery result = starting.apply(query)) {
      running.put(handle, result);
      ResultSender.send(result, listener);
    } finally {
      running.remove(handle);
    }
    listener.completed();
  }

  /**
   * Ends what the endpoints of an answer stand for.
   *
   * @return whether there was something to end
   */
  boolean cancel(FlightInfo info, Session session) {
    boolean any = false;
    for (FlightEndpoint endpoint : info.getEndpoints()) {
      ByteString handle = handle(endpoint.getTicket());
      boolean waiting =
          asked
              .get(handle)
              .filter(one -> one.key().equals(session.key()))
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
}
