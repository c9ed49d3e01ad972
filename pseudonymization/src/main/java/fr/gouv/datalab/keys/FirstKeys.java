package fr.gouv.datalab.keys;

import fr.gouv.datalab.identifiers.IdentifierKind;

/** The keys that a home has from its first day. */
final class FirstKeys {
  private FirstKeys() {}

  static void of(KeyStore store) {
    for (IdentifierKind kind : IdentifierKind.values()) {
      store.create(KeyName.token(kind));
    }
    store.create(KeyName.LINK);
    store.create(KeyName.LAKE);
    store.create(KeyName.CUSTODIAN);
  }
}
