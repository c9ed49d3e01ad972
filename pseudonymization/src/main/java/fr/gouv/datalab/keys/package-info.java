/**
 * The keys of the datalab: Tink keysets, each wrapped by a key-encryption key that lives elsewhere.
 *
 * <p>No key is ever a {@code String}, a {@code char[]}, a process argument or part of a message.
 */
package fr.gouv.datalab.keys;
