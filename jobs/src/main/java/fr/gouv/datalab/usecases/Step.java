package fr.gouv.datalab.usecases;

import java.util.List;

/** One computation of a use case. Its result is the view that it names. */
public sealed interface Step {

  /** The view that the step makes. */
  String view();

  /**
   * A query over the views made before it. {@code :as_of} is the date of the run.
   *
   * @param sql text of the query
   */
  record Sql(String view, String sql) implements Step {}

  /**
   * Linkage of two datasets by keyed tokens of civil status. The view has the key of each side
   * under its own column name, and {@code probability}.
   *
   * @param left dataset that may be linked to several rows of the right one
   * @param right dataset whose rows are linked to at most one row of the left one
   * @param threshold match probability from which a pair is kept, in ]0, 1[
   */
  record Link(String view, String left, String right, double threshold) implements Step {}

  /**
   * A model of an outcome given the features, fitted on the rows of {@code from} where {@code
   * among} is true; the view is {@code from} with the column {@code attendu}, the probability of
   * the outcome that the model expects for such a row.
   *
   * @param outcome column of 0 and 1
   * @param among boolean column
   * @param features categorical columns
   */
  record Expected(String view, String from, String outcome, String among, List<String> features)
      implements Step {
    public Expected {
      features = List.copyOf(features);
    }
  }
}
