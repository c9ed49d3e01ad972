package fr.gouv.datalab.gate;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.PersonSet;
import java.util.Optional;

/** The gate of this process: the home's own key store. */
public final class HomeGatekeeper implements Gatekeeper {
  private final Registry registry;

  /** The gate of the registry's home. */
  public HomeGatekeeper(Registry registry) {
    this.registry = registry;
  }

  @Override
  public GrantedAccess open(String convention, UseCaseRequest request, String user) {
    return access(new Gate(registry).open(convention, request, user));
  }

  /** What reading under a grant of this home takes. */
  public GrantedAccess access(Grant grant) {
    KeyStore store = KeyStore.open(registry.home().keys());
    GrantSecrets secrets = new GrantSecrets(registry, store, new Grants(registry), grant);
    return new Access(
        grant,
        secrets,
        store,
        LakeAccess.open(store, secrets::check),
        registry.home().keys().toString());
  }

  private record Access(
      Grant grant, GrantSecrets secrets, KeyStore store, LakeAccess files, String pseudonymKeys)
      implements GrantedAccess {
    @Override
    public PersonSet objections(String dataset) {
      return secrets.objectionsThen(dataset);
    }

    @Override
    public Optional<String> objectionsName(String dataset) {
      return Optional.empty();
    }

    @Override
    public int lakeVersion() {
      return store.current(KeyName.LAKE);
    }

    @Override
    public void needRecordKeys() {
      store.create(KeyName.NOISE);
    }

    @Override
    public void close() {
      files.close();
    }
  }
}
