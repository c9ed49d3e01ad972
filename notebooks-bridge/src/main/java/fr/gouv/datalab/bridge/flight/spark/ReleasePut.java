package fr.gouv.datalab.bridge.flight.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.releases.Drafting;
import fr.gouv.datalab.bridge.releases.ReleaseRequest;
import fr.gouv.datalab.bridge.releases.spark.Submission;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutUpdateResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Flight SQL's bulk ingestion, which here proposes a table for release: its option {@code
 * submit_release} is the document that {@link ReleaseRequest} reads. The first answer is that of
 * the standard, the second what became of the table, as JSON.
 */
final class ReleasePut {
  static final String OPTION = "submit_release";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Submission submission;
  private final BufferAllocator memory;

  ReleasePut(Submission submission, BufferAllocator memory) {
    this.submission = submission;
    this.memory = memory;
  }

  void accept(
      Session session,
      CommandStatementIngest command,
      FlightStream stream,
      StreamListener<PutResult> acknowledgements) {
    String document = command.getOptionsMap().get(OPTION);
    if (document == null) {
      throw new RefusedQueryException(
          "surface.statement",
          "This session reads, and no table can be made in it. A table is proposed for release by"
              + " the option `"
              + OPTION
              + "` (release() of the Python package).");
    }
    Drafting.Drafted drafted =
        submission.submit(
            session,
            command.getTable(),
            ReleaseRequest.read(document),
            taker -> each(stream, taker));
    answer(
        DoPutUpdateResult.newBuilder()
            .setRecordCount(drafted.published() + drafted.suppressed())
            .build()
            .toByteArray(),
        acknowledgements);
    answer(json(drafted), acknowledgements);
    acknowledgements.onCompleted();
  }

  private static void each(FlightStream stream, Consumer<VectorSchemaRoot> taker) {
    while (stream.next()) {
      taker.accept(stream.getRoot());
    }
  }

  private void answer(byte[] answer, StreamListener<PutResult> acknowledgements) {
    try (ArrowBuf bytes = memory.buffer(answer.length)) {
      bytes.writeBytes(answer);
      acknowledgements.onNext(PutResult.metadata(bytes));
    }
  }

  private static byte[] json(Drafting.Drafted drafted) {
    try {
      return JSON.writeValueAsBytes(drafted);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
