package fr.gouv.datalab.openid;

/**
 * The provider could not be asked: not reachable, or its answer cannot be read. Nobody was let in;
 * trying again later is safe.
 */
public final class ProviderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProviderException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
