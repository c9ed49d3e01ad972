package fr.gouv.datalab.models;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * The probability of an outcome that features alone would lead to expect: a logistic regression
 * (Tribuo) on counts by pattern of features. The difference between what was observed in a training
 * and what was expected of its public is its value added, as the French statistical office for
 * education defines it for its secondary schools (DEPP, indicateurs de valeur ajoutée des lycées).
 *
 * <p>Fitted on patterns, never on persons: memory and time grow with the number of patterns. The
 * same patterns in the same order give the same model. The fitted log-odds are shifted by one
 * constant so that the expected total equals the observed total.
 */
public final class ExpectedOutcome {
  private static final Label YES = new Label("1");
  private static final Label NO = new Label("0");
  private static final int EPOCHS = 60;
  private static final long SEED = 20260101L;

  private final List<String> features;
  private final Model<Label> model;
  private final double shift;

  private ExpectedOutcome(List<String> features, Model<Label> model, double shift) {
    this.features = features;
    this.model = model;
    this.shift = shift;
  }

  /**
   * Fits the model.
   *
   * @param features names, in the order of the patterns' values
   * @param patterns at least one unit with the outcome and one without
   * @throws IllegalArgumentException when all units have the same outcome, so that there is nothing
   *     to explain
   */
  public static ExpectedOutcome fit(List<String> features, List<Pattern> patterns) {
    long units = patterns.stream().mapToLong(Pattern::units).sum();
    long positives = patterns.stream().mapToLong(Pattern::positives).sum();
    if (positives == 0 || positives == units) {
      throw new IllegalArgumentException("every unit has the same outcome: no model can be fitted");
    }
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("counts by pattern of features", labels), labels);
    double mean = (double) units / (2.0 * patterns.size());
    for (Pattern pattern : patterns) {
      add(dataset, features, pattern, YES, pattern.positives(), mean);
      add(dataset, features, pattern, NO, pattern.units() - pattern.positives(), mean);
    }
    LinearSGDTrainer trainer =
        new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(0.5), EPOCHS, 1000, 1, SEED);
    ExpectedOutcome raw = new ExpectedOutcome(List.copyOf(features), trainer.train(dataset), 0);
    return new ExpectedOutcome(raw.features, raw.model, raw.shiftTo(patterns, positives));
  }

  private static void add(
      MutableDataset<Label> dataset,
      List<String> features,
      Pattern pattern,
      Label label,
      long count,
      double mean) {
    if (count > 0) {
      ArrayExample<Label> example = example(features, pattern.values(), label);
      example.setWeight((float) (count / mean));
      dataset.add(example);
    }
  }

  private static ArrayExample<Label> example(
      List<String> features, List<String> values, Label label) {
    List<Feature> active = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      active.add(new Feature(features.get(i) + "=" + values.get(i), 1.0));
    }
    return new ArrayExample<>(label, active);
  }

  /** The probability of the outcome for these values of the features, between 0 and 1. */
  public double probability(List<String> values) {
    return sigmoid(logOdds(values) + shift);
  }

  /**
   * Where the model comes from: data, trainer, parameters, versions, as Tribuo records them (JSON).
   */
  public String provenance() {
    return ProvenanceUtil.formattedProvenanceString(model.getProvenance());
  }

  private double logOdds(List<String> values) {
    double p =
        model
            .predict(example(features, values, LabelFactory.UNKNOWN_LABEL))
            .getOutputScores()
            .get("1")
            .getScore();
    double bounded = Math.min(Math.max(p, 1e-9), 1 - 1e-9);
    return Math.log(bounded / (1 - bounded));
  }

  private double shiftTo(List<Pattern> patterns, long positives) {
    double[] odds = patterns.stream().mapToDouble(p -> logOdds(p.values())).toArray();
    double low = -30;
    double high = 30;
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      double expected = 0;
      for (int k = 0; k < odds.length; k++) {
        expected += patterns.get(k).units() * sigmoid(odds[k] + middle);
      }
      if (expected < positives) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
