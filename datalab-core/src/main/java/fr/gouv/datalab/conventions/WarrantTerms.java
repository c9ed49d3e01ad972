package fr.gouv.datalab.conventions;

import java.time.Period;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a convention allows to be known again of the persons behind a list of one use case (article
 * 7): which identities of the vault, who must approve each warrant, for how long one may last.
 *
 * @param identities names of identities, by dataset: what an execution may open
 * @param approvals seats that must each approve, by different persons; two at least, among them a
 *     jurist and the producer of each identity
 * @param validity the longest that a warrant may last from its request
 */
public record WarrantTerms(
    Map<String, List<String>> identities, List<String> approvals, Period validity) {
  /** How long a warrant lasts at most where the convention says nothing. */
  public static final Period VALIDITY = Period.ofDays(30);

  /** Copies what it is given. */
  public WarrantTerms {
    identities = Collections.unmodifiableMap(new LinkedHashMap<>(identities));
    approvals = List.copyOf(approvals);
  }

  /** Whether an execution may open this identity. */
  public boolean opens(String dataset, String identity) {
    return identities.getOrDefault(dataset, List.of()).contains(identity);
  }
}
