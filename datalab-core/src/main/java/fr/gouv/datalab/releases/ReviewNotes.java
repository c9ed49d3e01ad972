package fr.gouv.datalab.releases;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What reviewers write, and see of each other's work as {@link IndependentReviews} lets them. */
public final class ReviewNotes {
  private static final Statements SQL = Statements.beside(ReviewNotes.class, "comments.sql");
  private static final int LONGEST = 4_000;

  private final Registry registry;
  private final Seats seats;

  /** The notes of the registry's home. */
  public ReviewNotes(Registry registry, Seats seats) {
    this.registry = registry;
    this.seats = seats;
  }

  /**
   * Writes a comment. Its text is in the registry; the journal has its hash.
   *
   * @param output the table it is about; empty: the release
   * @param cell the cell's codes joined by {@code |}; empty: the whole table
   * @throws RefusedException when the person is not of the release's convention
   * @throws UsageException when there is nothing, or too much, to write
   */
  public void comment(String id, String person, String output, String cell, String text) {
    String said = text == null ? "" : text.strip();
    if (said.isEmpty() || said.length() > LONGEST) {
      throw new UsageException("A comment has from 1 to " + LONGEST + " characters.");
    }
    registry.inTransaction(
        tx -> {
          Release release = ReleaseRows.get(tx, id);
          if (!person.equals(release.author()) && !seats.member(release.convention(), person)) {
            throw new RefusedException(
                "convention " + release.convention() + ", article 3",
                person + " is not of this convention: its people, or the author, may comment.");
          }
          long sequence =
              Journal.append(
                  tx,
                  new Act(
                      person,
                      "release.comment",
                      id,
                      Map.of(
                          "sha256", Sha256.hex(said.getBytes(StandardCharsets.UTF_8)),
                          "output", output,
                          "round", release.round())));
          return tx.update(
              SQL.get("insert"),
              id,
              sequence,
              release.round(),
              person,
              tx.now(),
              output,
              cell,
              said);
        });
  }

  /** The comments of a release that a person may see now, oldest first. */
  public List<ReleaseComment> seenBy(Release release, String person) {
    List<ReleaseComment> all =
        registry.read(
            tx ->
                tx.list(
                    SQL.get("of"),
                    row ->
                        new ReleaseComment(
                            row.getLong("sequence"),
                            row.getLong("round"),
                            row.getString("person"),
                            Instant.parse(row.getString("time")),
                            row.getString("output"),
                            row.getString("cell"),
                            row.getString("comment")),
                    release.id()));
    if (IndependentReviews.seesAll(release, person)) {
      return all;
    }
    return all.stream()
        .filter(each -> each.round() != release.round() || each.person().equals(person))
        .toList();
  }

  /**
   * The checklists that were kept, by the decision's journal record, as the person may see them.
   */
  public Map<Long, Checklist> checklists(Release release, String person) {
    boolean all = IndependentReviews.seesAll(release, person);
    Map<Long, Checklist> found = new LinkedHashMap<>();
    registry
        .read(
            tx ->
                tx.list(
                    SQL.get("checklists"),
                    row ->
                        Map.entry(
                            row.getLong("sequence"),
                            all || row.getString("person").equals(person)
                                ? row.getString("answers")
                                : ""),
                    release.id()))
        .forEach(
            each -> {
              if (!each.getValue().isEmpty()) {
                found.put(each.getKey(), Checklist.parse(each.getValue()));
              }
            });
    return found;
  }
}
