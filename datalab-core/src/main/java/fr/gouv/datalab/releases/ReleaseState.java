package fr.gouv.datalab.releases;

/** Where a release stands. {@link Decision} says which step leads from one to the next. */
public enum ReleaseState {
  /** Made, and shown to nobody yet. */
  DRAFT("brouillon"),
  /** Waiting for those who must approve. */
  SUBMITTED("en revue"),
  /** Sent back to its author, who may submit it again. */
  RETURNED("renvoyée à son auteur"),
  /** Refused for good. */
  REJECTED("rejetée"),
  /** Approved by every seat; may be exported. */
  APPROVED("approuvée"),
  /** Its package was written. */
  EXPORTED("exportée"),
  /** Exported once, and no longer to be relied on. */
  WITHDRAWN("retirée");

  private final String french;

  ReleaseState(String french) {
    this.french = french;
  }

  /** As a page or a report says it. */
  public String french() {
    return french;
  }
}
