package fr.gouv.datalab.effects;

/**
 * The difference between those to whom one wrote and those set aside, by intention to treat, with
 * its confidence interval: R. G. Newcombe, <i>Interval estimation for the difference between
 * independent proportions: comparison of eleven methods</i>, Statistics in Medicine 17 (1998),
 * 873-890, method 10 (from Wilson's intervals, without continuity correction). Unlike the textbook
 * interval it holds its level when shares or groups are small.
 *
 * @param treated among those to whom one wrote
 * @param control among those set aside
 */
public record Effect(Proportion treated, Proportion control) {
  /** How often the interval covers the truth, in per cent: 1 letter in 100 is told amiss. */
  public static final int LEVEL = 99;

  /** The difference of the shares, treated less control. */
  public double difference() {
    return treated.value() - control.value();
  }

  /** The interval of the difference, at {@link #LEVEL}. */
  public Interval interval() {
    return interval(LEVEL / 100.0);
  }

  /** The interval of the difference that covers the truth with a probability of {@code level}. */
  public Interval interval(double level) {
    Interval t = treated.wilson(level);
    Interval c = control.wilson(level);
    double difference = difference();
    return new Interval(
        difference - Math.hypot(treated.value() - t.lower(), c.upper() - control.value()),
        difference + Math.hypot(t.upper() - treated.value(), control.value() - c.lower()));
  }
}
