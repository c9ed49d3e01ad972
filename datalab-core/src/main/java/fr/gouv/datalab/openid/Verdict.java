package fr.gouv.datalab.openid;

import java.util.Optional;

/** Whether a token is believed. */
public sealed interface Verdict {

  /**
   * It is.
   *
   * @param claims what it says
   */
  record Genuine(Claims claims) implements Verdict {}

  /**
   * It is not.
   *
   * @param fault the first thing that is wrong
   * @param subject whom it is about, where the provider did sign it
   */
  record Refused(Fault fault, Optional<String> subject) implements Verdict {}
}
