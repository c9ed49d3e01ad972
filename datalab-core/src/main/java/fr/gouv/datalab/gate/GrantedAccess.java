package fr.gouv.datalab.gate;

import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.rights.PersonSet;
import java.util.Optional;

/**
 * What reading under a grant takes, until closed. Plans and settings name it; none of them holds a
 * secret.
 */
public interface GrantedAccess extends AutoCloseable {
  /** What was granted. */
  Grant grant();

  /** The keys of the granted columns' files. */
  LakeAccess files();

  /** The name by which a plan finds the key of the convention's project. */
  String pseudonymKeys();

  /** Those who objected to what a granted dataset is used for, when this was opened. */
  PersonSet objections(String dataset);

  /**
   * The name by which a plan finds those who objected in other processes; empty when there is none.
   */
  Optional<String> objectionsName(String dataset);

  /** The version of the lake's key that is in use now. */
  int lakeVersion();

  /**
   * Makes sure that the keys of records, which cell-key perturbation adds up, can be computed.
   *
   * @throws fr.gouv.datalab.refusals.RefusedException where they are not given
   */
  void needRecordKeys();

  /** Ends it: no further file is opened under it. */
  @Override
  void close();
}
