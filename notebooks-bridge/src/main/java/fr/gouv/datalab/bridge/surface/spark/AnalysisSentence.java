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
}
