package fr.gouv.datalab.bridge.flight.spark;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.sessions.spark.SessionKey;
import java.util.List;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.sql.catalyst.expressions.Literal;

/** Queries that clients prepared, each known to its session alone, with the values given so far. */
final class PreparedQueries {
  private final Handles<Prepared> prepared;
  private final BufferAllocator memory;

  /** A query that was prepared, and the values given for its parameters so far. */
  record Prepared(SessionKey session, String sql, int parameters, List<Literal> values) {}

  /**
   * None yet.
   *
   * @param most how many are kept; the oldest goes first
   * @param memory parent of what answers take
   */
  PreparedQueries(int most, BufferAllocator memory) {
    this.prepared = new Handles<>(most);
    this.memory = memory;
  }

  void create(Session session, String sql, StreamListener<Result> listener) {
    ParameterTypes.Described described = ParameterTypes.describe(session, sql);
    Prepared kept =
        new Prepared(session.key(), sql, described.parameters().getFields().size(), List.of());
    ActionCreatePreparedStatementResult answer =
        ActionCreatePreparedStatementResult.newBuilder()
            .setPreparedStatementHandle(prepared.keep(kept))
            .setDatasetSchema(ByteString.copyFrom(described.dataset().serializeAsMessage()))
            .setParameterSchema(ByteString.copyFrom(described.parameters().serializeAsMessage()))
            .build();
    listener.onNext(new Result(Any.pack(answer).toByteArray()));
    listener.onCompleted();
  }

  void close(Session session, ByteString handle) {
    get(session, handle);
    prepared.remove(handle);
  }

  /** Takes the values of the parameters. */
  void bind(
      Session session,
      ByteString handle,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    Prepared known = get(session, handle);
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
  }

  Prepared get(Session session, ByteString handle) {
    return prepared
        .get(handle)
        .filter(one -> one.session().equals(session.key()))
        .orElseThrow(
            () ->
                CallStatus.NOT_FOUND
                    .withDescription("There is no such prepared query: prepare it again.")
                    .toRuntimeException());
  }
}
