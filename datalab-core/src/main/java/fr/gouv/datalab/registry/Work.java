package fr.gouv.datalab.registry;

/** What is done inside one transaction: all of it becomes visible, or nothing does. */
@FunctionalInterface
public interface Work<T> {

  /** Does the work; any exception undoes it. */
  T in(Transaction transaction);
}
