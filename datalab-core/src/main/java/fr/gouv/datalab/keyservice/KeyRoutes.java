package fr.gouv.datalab.keyservice;

/** The paths of a gate. Each takes a POST with a bearer token and a question in JSON. */
final class KeyRoutes {
  /** A person's token: asks to read, for a job. */
  static final String OPEN = "/v1/jobs/open";

  /** A person's token: lets a grant stand longer. */
  static final String RENEW = "/v1/jobs/renew";

  /** A job's secret, like those that follow: ends its grant. */
  static final String CLOSE = "/v1/jobs/close";

  /** The version of the lake's key in use. */
  static final String STATE = "/v1/jobs/state";

  /** Opens one key of one file. */
  static final String UNWRAP = "/v1/keys/unwrap";

  /** The key of the convention's project. */
  static final String PROJECT = "/v1/keys/project";

  /** Those who object to what one dataset is used for. */
  static final String OBJECTIONS = "/v1/objections";

  private KeyRoutes() {}
}
