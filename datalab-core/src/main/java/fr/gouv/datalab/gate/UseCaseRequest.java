package fr.gouv.datalab.gate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a use case asks the gate for.
 *
 * @param useCase its name
 * @param datasets columns to read, by dataset; {@code identite:NAME} asks for linkage tokens,
 *     {@code coffre:NAME} for an identity as the vault keeps it, which takes a warrant
 * @param warrant the warrant that it executes
 */
public record UseCaseRequest(
    String useCase, Map<String, List<String>> datasets, Optional<String> warrant) {
  /** A request of a use case that executes no warrant. */
  public UseCaseRequest(String useCase, Map<String, List<String>> datasets) {
    this(useCase, datasets, Optional.empty());
  }

  /**
   * Copies the datasets.
   *
   * @throws IllegalArgumentException when there is none
   */
  public UseCaseRequest {
    if (datasets.isEmpty()) {
      throw new IllegalArgumentException("A request to the gate names at least one dataset.");
    }
    Map<String, List<String>> copy = new TreeMap<>();
    datasets.forEach((dataset, columns) -> copy.put(dataset, List.copyOf(columns)));
    datasets = Collections.unmodifiableMap(copy);
  }
}
