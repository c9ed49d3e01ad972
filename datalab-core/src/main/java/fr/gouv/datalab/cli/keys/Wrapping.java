package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.keys.KeyEncryptionPlace;
import fr.gouv.datalab.keys.KeyStore;

/** What {@code datalab.yaml} wishes for the key-encryption key, beside what is. */
final class Wrapping {
  private Wrapping() {}

  static void warnUnlessAsWished(Console console, KeyStore store, KeyEncryptionPlace wished) {
    KeyEncryptionPlace place = store.place();
    boolean bothInFiles =
        place instanceof KeyEncryptionPlace.InFile && wished instanceof KeyEncryptionPlace.InFile;
    if (!place.equals(wished) && !bothInFiles) {
      console.warn(
          "The keys are wrapped by "
              + place.description()
              + " and datalab.yaml names "
              + wished.description()
              + ": run `datalab keys rewrap` to take them there.");
    }
  }

  /** The word of datalab.yaml for a place. */
  static String kind(KeyEncryptionPlace place) {
    if (place instanceof KeyEncryptionPlace.InFile) {
      return "file";
    }
    return place instanceof KeyEncryptionPlace.InToken ? "pkcs11" : "vault";
  }
}
