package fr.gouv.datalab.models;

import java.util.List;

/**
 * The units that share the same features.
 *
 * @param values value of each feature, in the model's order; a missing value is the empty string
 * @param units number of units
 * @param positives those with the outcome, at most {@code units}
 */
public record Pattern(List<String> values, long units, long positives) {
  public Pattern {
    values = List.copyOf(values);
    if (positives < 0 || positives > units) {
      throw new IllegalArgumentException("positives must be between 0 and units");
    }
  }
}
