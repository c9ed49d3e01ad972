package fr.gouv.datalab.bridge.surface.spark;

import org.apache.spark.sql.AnalysisException;

/** What Spark says against a query, without the plan that it prints after it. */
final class AnalysisSentence {

  private AnalysisSentence() {}

  static String of(AnalysisException error) {
    String sentence = error.getSimpleMessage();
    int plan = sentence.indexOf("\n'");
    return (plan < 0 ? sentence : sentence.substring(0, plan)).strip();
  }

  /** The name of the column that an analysis did not find; empty when it failed otherwise. */
  static String unknownColumn(AnalysisException error) {
    if (error.getCondition() == null || !error.getCondition().startsWith("UNRESOLVED_COLUMN")) {
      return "";
    }
    String[] parts = error.getMessageParameters().getOrDefault("objectName", "").split("`");
    return parts.length == 0 ? "" : parts[parts.length - 1];
  }
}
