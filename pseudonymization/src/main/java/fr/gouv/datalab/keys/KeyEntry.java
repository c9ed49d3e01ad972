package fr.gouv.datalab.keys;

import java.util.List;

/**
 * What may be known of a key without using it.
 *
 * @param name what it is for
 * @param purpose what it does
 * @param versions its versions, oldest first; the last is the one in use; empty when destroyed
 * @param destroyed whether it was destroyed for good
 */
public record KeyEntry(
    KeyName name, KeyPurpose purpose, List<Integer> versions, boolean destroyed) {
  public KeyEntry {
    versions = List.copyOf(versions);
  }
}
