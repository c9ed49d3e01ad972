package fr.gouv.datalab.gate;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.Oppositions;
import fr.gouv.datalab.rights.PersonSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a grant opens, where the keys are: the granted families' data keys and those by which
 * overlapping deliveries and objections are told, the key of the convention's project, and who
 * objects. Those who object are the ones of when this was made. Safe for use by many threads.
 */
public final class GrantSecrets {
  private final Grant grant;
  private final Grants grants;
  private final KeyStore store;
  private final KeyName project;
  private final GrantedKeys keys;
  private final Map<String, PersonSet> objections = new HashMap<>();

  /** The secrets of a grant; draws the project's key when it is the first. */
  public GrantSecrets(Registry registry, KeyStore store, Grants grants, Grant grant) {
    this.grant = grant;
    this.grants = grants;
    this.store = store;
    project = KeyName.project(grant.convention());
    store.create(project);
    Catalogue catalogue = Catalogue.of(registry.home());
    List<Contract> contracts = grant.datasets().keySet().stream().map(catalogue::dataset).toList();
    keys = new GrantedKeys(grants, grant, contracts.stream().map(Families::of).toList());
    Oppositions oppositions = new Oppositions(registry);
    Deliveries deliveries = new Deliveries(registry);
    for (Contract contract : contracts) {
      PersonSet persons = oppositions.inForce(grant.convention(), contract, store);
      objections.put(contract.dataset(), persons);
      if (deliveries.of(contract.dataset()).size() > 1) {
        keys.open(Families.of(contract), contract.uniqueKey());
      }
      if (!persons.isEmpty()) {
        keys.open(Families.of(contract), Handles.of(contract).columnsNaming(persons));
      }
    }
  }

  /** Whether the key opens something that was granted, whether or not it still is. */
  public boolean covers(KeyName key) {
    return keys.covers(key);
  }

  /**
   * Returns when a data key may be had now.
   *
   * @throws RefusedException otherwise
   */
  public void check(KeyName key) {
    requireProject();
    keys.accept(key);
  }

  /** A project whose key was destroyed is over, also for who had opened the lake before. */
  private void requireProject() {
    if (!store.exists(project)) {
      throw new RefusedException(
          "convention " + grant.convention(),
          "the key of its project was destroyed for good: its pseudonyms no longer exist.");
    }
  }

  /**
   * The key of the convention's project, for {@link Permutation#of}: as long as one of the granted
   * datasets may be read.
   *
   * @throws RefusedException when none may be
   */
  public byte[] projectKey() {
    requireProject();
    RefusedException refusal = null;
    for (String dataset : grant.datasets().keySet()) {
      try {
        grants.check(grant, dataset);
        return Permutation.projectKey(store, grant.convention());
      } catch (RefusedException e) {
        refusal = e;
      }
    }
    throw refusal == null ? new IllegalStateException("A grant has datasets.") : refusal;
  }

  /**
   * Those who object to what a granted dataset is used for.
   *
   * @throws RefusedException when the dataset is not granted, or may not be read now
   */
  public PersonSet objections(String dataset) {
    grants.check(grant, dataset);
    return objectionsThen(dataset);
  }

  /** The same, whether or not the dataset may still be read. */
  PersonSet objectionsThen(String dataset) {
    return objections.get(dataset);
  }
}
