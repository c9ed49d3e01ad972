package fr.gouv.datalab.warrants;

/** Where a warrant stands. Its last day is another matter: past it, nothing but closing is done. */
public enum WarrantState {
  /** Asked for; some seat has not approved. */
  REQUESTED,
  /** Every seat approved: it may be executed, once. */
  APPROVED,
  /** Its file was written. */
  EXECUTED,
  /** Over, for good. */
  CLOSED
}
