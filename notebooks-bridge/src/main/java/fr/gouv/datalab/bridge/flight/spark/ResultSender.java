package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import io.grpc.Context;
import io.grpc.Context.CancellationListener;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Batches of a result as they come, each once its client has room for it. */
final class ResultSender {
  private static final long WAIT_MILLIS = 250;

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
    CallbackBackpressureStrategy pressure = new CallbackBackpressureStrategy();
    pressure.register(listener);
    // the call's own callbacks wait for this method to return: the context tells at once
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
        waitForRoom(result, pressure, gone);
        listener.putNext();
      }
    } finally {
      call.removeListener(leaving);
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
}
