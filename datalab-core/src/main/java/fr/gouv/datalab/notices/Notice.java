package fr.gouv.datalab.notices;

/**
 * What one person is to be told of one event.
 *
 * @param event the sequence of its record in the journal
 * @param person who
 * @param address where
 * @param kind what happened
 * @param object to which release, dataset, convention or warrant
 * @param attempts how often it was tried
 */
record Notice(
    long event, String person, String address, Event.Kind kind, String object, long attempts) {
  @Override
  public String toString() {
    return "Notice[" + event + "]";
  }
}
