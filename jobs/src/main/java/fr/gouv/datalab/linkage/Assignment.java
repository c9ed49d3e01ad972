package fr.gouv.datalab.linkage;

/** How many rows of one side may be the same person as one row of the other. */
public enum Assignment {
  /** Each row has at most one counterpart, on both sides. */
  ONE_TO_ONE,
  /** A right row has at most one left row; a left row may have many: a person and vehicles. */
  ONE_LEFT_PER_RIGHT,
  /** Any pair above the threshold. */
  ALL
}
