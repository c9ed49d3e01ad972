package fr.gouv.datalab.ingest;

import java.util.List;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Which of a file's unknown columns may be one that it lacks, under another name. */
final class Lookalike {
  private static final double ALIKE = 0.88;
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private Lookalike() {}

  /** The unknown name most like the missing one, when one is like it at all. */
  static Optional<String> of(String missing, List<String> unknown) {
    String best = null;
    double most = ALIKE;
    for (String name : unknown) {
      double alike = alike(letters(missing), letters(name));
      if (alike >= most) {
        best = name;
        most = alike;
      }
    }
    return Optional.ofNullable(best);
  }

  private static double alike(String a, String b) {
    boolean inside = Math.min(a.length(), b.length()) >= 4 && (a.contains(b) || b.contains(a));
    return inside ? 0.95 : SIMILARITY.apply(a, b);
  }

  private static String letters(String name) {
    return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
        .replaceAll("[^a-z0-9]", "");
  }
}
