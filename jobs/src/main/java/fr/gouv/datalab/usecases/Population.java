package fr.gouv.datalab.usecases;

import java.util.List;
import java.util.Map;

/**
 * Whom a table counts, as data, so that the releases of one source can be compared: the source and
 * the codes kept of each characteristic.
 *
 * @param source dataset whose units are counted
 * @param filter codes kept, by characteristic; empty for everyone
 * @param cumulative whether the source only ever gains units: then tables of two dates are compared
 *     as one within the other
 */
public record Population(String source, Map<String, List<String>> filter, boolean cumulative) {
  public Population {
    filter = Map.copyOf(filter);
  }
}
