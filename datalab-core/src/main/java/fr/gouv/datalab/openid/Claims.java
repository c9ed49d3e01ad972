package fr.gouv.datalab.openid;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider says of a person, once it is certain that the provider said it.
 *
 * @param issuer the provider
 * @param subject the provider's own name for the person, which it never gives to another
 * @param expires until when it stands
 * @param all every claim, by name
 */
public record Claims(String issuer, String subject, Instant expires, Map<String, Object> all) {

  /** Copies the claims. */
  public Claims {
    all = Map.copyOf(all);
  }

  /** A claim that is text and not empty. */
  public Optional<String> text(String claim) {
    return all.get(claim) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The same, with claims that the provider added about the same person. */
  Claims with(Map<String, Object> more) {
    java.util.HashMap<String, Object> both = new java.util.HashMap<>(all);
    more.forEach(both::putIfAbsent);
    return new Claims(issuer, subject, expires, both);
  }

  @Override
  public String toString() {
    return "Claims[" + issuer + "]";
  }
}
