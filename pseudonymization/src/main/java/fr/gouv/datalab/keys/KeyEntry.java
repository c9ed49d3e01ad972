package fr.gouv.datalab.keys;

import java.util.List;

/**
 * What may be known of a key without using it.
 *
 * @param name what it is for
 * @param purpose what it does
 * @param versions its versions, oldest first; empty when destroyed
 * @param inUse the version in use; 0 when destroyed
 * @param wrappedBy where the key-encryption key is that wraps it; empty when destroyed
 * @param destroyed whether it was destroyed for good
 */
public record KeyEntry(
    KeyName name,
    KeyPurpose purpose,
    List<Integer> versions,
    int inUse,
    String wrappedBy,
    boolean destroyed) {
  public KeyEntry {
    versions = List.copyOf(versions);
  }
}
