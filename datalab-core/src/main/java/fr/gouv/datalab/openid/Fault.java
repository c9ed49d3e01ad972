package fr.gouv.datalab.openid;

/** Why a token is not believed. */
public enum Fault {
  /** It is not a signed JSON Web Token. */
  FORM("is not a signed token of the provider's"),
  /** It is signed by no algorithm, or by one that is not allowed. */
  ALGORITHM("is not signed by an algorithm that is allowed"),
  /** No key of the provider made its signature. */
  SIGNATURE("was not signed by the provider"),
  /** It is of another kind than the one that is due here. */
  KIND("is not of the kind that is due here"),
  /** Another issuer made it. */
  ISSUER("comes from another issuer"),
  /** It was made for someone else. */
  AUDIENCE("was made for another audience"),
  /** It names nobody. */
  SUBJECT("does not say who it is about"),
  /** Its time is over. */
  EXPIRED("has expired, or does not say when it does"),
  /** Its time has not come. */
  EARLY("is not valid yet: the clocks may differ"),
  /** It does not answer the question that was asked. */
  NONCE("does not answer this request to sign in"),
  /** The person proved who they are by less than what is asked. */
  LEVEL("was given on too weak a proof of identity");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** As a sentence about a token. */
  public String sentence() {
    return "The token " + words + ".";
  }
}
