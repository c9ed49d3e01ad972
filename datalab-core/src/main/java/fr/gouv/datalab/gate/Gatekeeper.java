package fr.gouv.datalab.gate;

/** Where a job asks to read: the home it runs in, or a gate over the network. */
public interface Gatekeeper {
  /**
   * Asks to read, and takes hold of what is needed for it.
   *
   * @param user the person who reads
   * @throws fr.gouv.datalab.refusals.RefusedException as {@link Gate#open} does
   */
  GrantedAccess open(String convention, UseCaseRequest request, String user);
}
