package fr.gouv.datalab.gate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a use case asks the gate for.
 *
 * @param useCase its name
 * @param datasets columns to read, by dataset; {@code identite:NAME} asks for linkage tokens
 */
public record UseCaseRequest(String useCase, Map<String, List<String>> datasets) {
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
