package fr.gouv.datalab.effects;

/**
 * The difference between those to whom one wrote and those set aside, by intention to treat, with
 * its 95 % confidence interval: R. G. Newcombe, <i>Interval estimation for the difference between
 * independent proportions: comparison of eleven methods</i>, Statistics in Medicine 17 (1998),
 * 873-890, method 10 (from Wilson's intervals, without continuity correction). Unlike the textbook
 * interval it holds its level when shares or groups are small.
 *
 * @param treated among those to whom one wrote
 * @param control among those set aside
 */
public record Effect(Proportion treated, Proportion control) {
  /** The difference of the shares, treated less control. */
  public double difference() {
    return treated.value() - control.value();
  }

  /** The interval of the difference. */
  public Interval interval() {
    Interval t = treated.wilson();
    Interval c = control.wilson();
    double difference = difference();
    return new Interval(
        difference - Math.hypot(treated.value() - t.lower(), c.upper() - control.value()),
        difference + Math.hypot(t.upper() - treated.value(), control.value() - c.lower()));
  }
}
