package fr.gouv.datalab.releases;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a person can do to a release, and from which states. */
public enum Decision {
  /** Asks for a review; from a returned release it opens a new round. */
  SUBMIT("soumission", ReleaseState.SUBMITTED, ReleaseState.DRAFT, ReleaseState.RETURNED),
  /** Approves for one seat; the last seat makes the release approved. */
  APPROVE("approbation", ReleaseState.APPROVED, ReleaseState.SUBMITTED),
  /** Sends it back to its author. */
  RETURN("renvoi", ReleaseState.RETURNED, ReleaseState.SUBMITTED),
  /** Refuses it for good. */
  REJECT("rejet", ReleaseState.REJECTED, ReleaseState.SUBMITTED),
  /** Writes its package. */
  EXPORT("export", ReleaseState.EXPORTED, ReleaseState.APPROVED),
  /** Says that what was exported is no longer to be relied on. */
  WITHDRAW("retrait", ReleaseState.WITHDRAWN, ReleaseState.EXPORTED);

  private final String french;
  private final ReleaseState leadsTo;
  private final Set<ReleaseState> from;

  Decision(String french, ReleaseState leadsTo, ReleaseState first, ReleaseState... others) {
    this.french = french;
    this.leadsTo = leadsTo;
    this.from = EnumSet.of(first, others);
  }

  /** As a page or a report says it. */
  public String french() {
    return french;
  }

  /** The state it leads to; an approval does so with the last seat. */
  public ReleaseState leadsTo() {
    return leadsTo;
  }

  /** The states from which it may be done. */
  public Set<ReleaseState> from() {
    return from;
  }

  /** As commands and the journal name it: {@code approve}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
