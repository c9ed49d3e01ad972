package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.queries.ExceededLimitException;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.QueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.logs.Redaction;
import fr.gouv.datalab.openid.ProviderException;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * How each answer that is not a result travels: a status of Flight, and a sentence that names the
 * rule or the convention's article where one refuses.
 */
final class Statuses {
  private static final Logger LOG = LogManager.getLogger(Statuses.class);

  /** Rules about who calls, and not about what they ask. */
  private static final Set<String> CALLERS = Set.of("personal token", "openid");

  private Statuses() {}

  /** Does something, and turns its failure into one that travels. */
  static <T> T telling(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw of(e);
    } catch (StackOverflowError e) {
      throw of(
          new InvalidQueryException(
              "The query is nested too deeply to be read: write it flatter, or in WITH clauses."));
    } catch (Throwable e) {
      // Scala throws checked exceptions undeclared, and gRPC would answer an error without a word
      LOG.error("A call failed: {}", e.getClass().getName(), e);
      throw failed(e);
    }
  }

  /** The failure, as it travels. */
  static FlightRuntimeException of(RuntimeException failure) {
    if (failure instanceof FlightRuntimeException already) {
      return already;
    }
    if (failure instanceof QueryException query) {
      return status(query).toRuntimeException();
    }
    if (failure instanceof DatalabException known) {
      return status(known).toRuntimeException();
    }
    if (failure instanceof ProviderException away) {
      LOG.warn("The provider of identities could not be asked", away);
      return CallStatus.UNAVAILABLE
          .withDescription(
              "The provider of identities could not be asked whose token this is: call again later.")
          .toRuntimeException();
    }
    LOG.error("A call failed: {}", failure.getClass().getName(), failure);
    return failed(failure);
  }

  private static FlightRuntimeException failed(Throwable failure) {
    return CallStatus.INTERNAL
        .withDescription(
            "The server failed ("
                + failure.getClass().getSimpleName()
                + "): "
                + Redaction.of(failure.getMessage()))
        .toRuntimeException();
  }

  private static CallStatus status(QueryException failure) {
    String sentence = failure.getMessage();
    if (failure instanceof RefusedQueryException refused) {
      return CallStatus.UNAUTHORIZED.withDescription(
          "refused by " + refused.rule() + ": " + sentence);
    }
    if (failure instanceof InvalidQueryException) {
      return CallStatus.INVALID_ARGUMENT.withDescription(sentence);
    }
    if (failure instanceof ExceededLimitException) {
      return CallStatus.RESOURCE_EXHAUSTED.withDescription(sentence);
    }
    StoppedQueryException.By by = ((StoppedQueryException) failure).by();
    return (switch (by) {
          case CLIENT -> CallStatus.CANCELLED;
          case CLOCK -> CallStatus.TIMED_OUT;
          case TOKEN -> CallStatus.UNAUTHENTICATED;
          case SERVER -> CallStatus.UNAVAILABLE;
        })
        .withDescription(sentence);
  }

  private static CallStatus status(DatalabException failure) {
    if (failure instanceof RefusedException refused) {
      return (CALLERS.contains(refused.rule())
              ? CallStatus.UNAUTHENTICATED
              : CallStatus.UNAUTHORIZED)
          .withDescription("refused by " + refused.rule() + ": " + failure.getMessage());
    }
    if (failure instanceof UsageException) {
      return CallStatus.INVALID_ARGUMENT.withDescription(failure.getMessage());
    }
    if (failure instanceof BadDataException) {
      return CallStatus.NOT_FOUND.withDescription(failure.getMessage());
    }
    return failure instanceof IntegrityException
        ? CallStatus.INTERNAL.withDescription(failure.getMessage())
        : CallStatus.UNKNOWN.withDescription(failure.getMessage());
  }
}
