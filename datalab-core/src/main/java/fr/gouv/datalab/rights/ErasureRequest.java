package fr.gouv.datalab.rights;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A demand to erase a person, and where it stands.
 *
 * @param id such as {@code EFF-2026-0001}
 * @param state {@code requested}, {@code approved}, {@code executing}, {@code done} or {@code
 *     withdrawn}
 * @param ground why
 * @param reference the number of the file in which the person's demand is kept
 * @param requested when
 * @param requestedBy by whom
 * @param datasets in which datasets, and who approved it for each; empty where nobody did
 * @param level how surely a civil status must be theirs, once approved
 * @param found what was counted when it was asked for
 */
public record ErasureRequest(
    String id,
    String state,
    Ground ground,
    String reference,
    Instant requested,
    String requestedBy,
    Map<String, String> datasets,
    Optional<CivilKey.Level> level,
    List<Candidates> found) {

  /** The datasets that nobody approved it for yet. */
  public List<String> unapproved() {
    return datasets.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Lines for a person. */
  public String text() {
    String head =
        String.format(
            "%s  %-9s  %s  %s  file %s, asked for by %s%s",
            id,
            state,
            requested.toString().substring(0, 10),
            ground.article(),
            reference,
            requestedBy,
            level
                .map(at -> "; civil status: " + at.name().toLowerCase(java.util.Locale.ROOT))
                .orElse(""));
    String approved =
        datasets.entrySet().stream()
            .map(
                e -> e.getKey() + (e.getValue().isEmpty() ? " (waits)" : " (" + e.getValue() + ")"))
            .sorted()
            .collect(Collectors.joining(", ", "  in ", ""));
    return head
        + "\n"
        + approved
        + found.stream().map(each -> "\n" + each.line()).collect(Collectors.joining());
  }
}
