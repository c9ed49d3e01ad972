package fr.gouv.datalab.linkage.spark;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Pairs found against pairs that are true. */
record Truth(double precision, double recall) {

  static Truth of(Dataset<Row> found, Set<List<String>> truth) {
    Set<List<String>> pairs = new HashSet<>();
    for (Row row : found.collectAsList()) {
      pairs.add(List.of(row.getString(0), row.getString(1)));
    }
    long right = pairs.stream().filter(truth::contains).count();
    return new Truth(right / (double) pairs.size(), right / (double) truth.size());
  }

  double f1() {
    return 2 * precision * recall / (precision + recall);
  }
}
