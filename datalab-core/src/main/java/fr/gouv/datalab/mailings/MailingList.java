package fr.gouv.datalab.mailings;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A list of households, or of other units, drawn by a run of a use case: those to write to and
 * those set aside to compare with. Its rows are project pseudonyms.
 *
 * @param id SHA-256 of its rows and of how they were drawn, in hexadecimal
 * @param useCase which drew it
 * @param convention under which it was drawn, and whose project's pseudonyms it holds
 * @param asOf the date that the data described
 * @param seed from which chance divided the units; with the share it gives the division again
 * @param share of each stratum that is set aside
 * @param treated units to write to
 * @param control units set aside
 * @param letter SHA-256 of the letter's proof, in hexadecimal
 * @param lakeKey version of the lake's key under which its rows are now
 * @param content the name that its rows give now: {@code id}, until the lake's key changes
 * @param person who drew it
 * @param drawn when
 */
public record MailingList(
    String id,
    String useCase,
    String convention,
    LocalDate asOf,
    long seed,
    String share,
    long treated,
    long control,
    String letter,
    int lakeKey,
    String content,
    String person,
    Instant drawn) {

  /** A list that is being drawn. */
  public MailingList(
      String id,
      String useCase,
      String convention,
      LocalDate asOf,
      long seed,
      String share,
      long treated,
      long control,
      String letter,
      int lakeKey,
      String person,
      Instant drawn) {
    this(
        id,
        useCase,
        convention,
        asOf,
        seed,
        share,
        treated,
        control,
        letter,
        lakeKey,
        id,
        person,
        drawn);
  }

  /** The first digits of the hash, by which people name it. */
  public String shortId() {
    return id.substring(0, 12);
  }
}
