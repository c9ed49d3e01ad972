package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A table as it may be published: some figures hidden, or all of them changed. */
public sealed interface SafeTable permits ProtectedTable, PerturbedTable {

  /** What the table is. */
  ProtectionSpec spec();

  /** How many cells show figures. */
  int published();

  /** How many hide them. */
  int suppressed();

  /** Share of the units of finest cells that are shown. */
  double informationKept();

  /** Whether what is published keeps what it must not tell. */
  Verdict verdict();

  /**
   * The published figures at these codes; empty where the cell is hidden or does not exist.
   *
   * @param codes one for each dimension
   */
  Optional<List<BigDecimal>> figures(String... codes);

  /**
   * Writes it and what its reviewers need to a new directory, all or nothing.
   *
   * @throws CannotProtectException when the verdict is unsafe, or the directory cannot be written
   */
  void writeTo(Path directory);
}
