package fr.gouv.datalab.ingest;

import java.util.List;

/**
 * The columns of one file.
 *
 * @param names as the file has them, in lower case
 * @param header the same, each under its contract's name where it came under an alias
 * @param ignored those that the contract does not have
 * @param absent columns of the contract that the file does not have, and may lack
 */
record FileColumns(
    List<String> names, List<String> header, List<String> ignored, List<String> absent) {
  /** Copies the lists. */
  FileColumns {
    names = List.copyOf(names);
    header = List.copyOf(header);
    ignored = List.copyOf(ignored);
    absent = List.copyOf(absent);
  }
}
