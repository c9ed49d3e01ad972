package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import io.grpc.Context;
import io.grpc.Context.CancellationListener;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Batches of a result as they come, each once its client has room for it.
 *
 * <p>A call's own callbacks wait for the method that answers it, which is this one: so it is the
 * call's context that tells when the client is gone, and the wire is looked at to see that there is
 * room again, often at first and less and less.
 */
final class ResultSender {
  private static final long FIRST_LOOK_NANOS = 50_000;
  private static final long LAST_LOOK_NANOS = 5_000_000;

  private ResultSender() {}

  /**
   * Sends all of them; the caller says that the stream is complete.
   *
   * @throws RuntimeException why there is no more of the result, which the client is to be told
   */
  static void send(RunningQuery result, ServerStreamListener listener) {
    StoppedQueryException gone =
        new StoppedQueryException(
            StoppedQueryException.By.CLIENT, "The client cancelled the query, or went away.");
    Context call = Context.current();
    CancellationListener leaving = ended -> result.stop(gone);
    call.addListener(leaving, Runnable::run);
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
        waitForRoom(result, listener, gone);
        listener.putNext();
      }
    } finally {
      call.removeListener(leaving);
    }
  }

  private static void waitForRoom(
      RunningQuery result, ServerStreamListener listener, StoppedQueryException gone) {
    long pause = FIRST_LOOK_NANOS;
    while (!listener.isReady()) {
      if (listener.isCancelled()) {
        throw gone;
      }
      result.throwIfStopped();
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LAST_LOOK_NANOS);
    }
  }
}
