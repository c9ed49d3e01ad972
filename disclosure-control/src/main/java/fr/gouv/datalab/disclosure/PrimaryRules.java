package fr.gouv.datalab.disclosure;

/** Applies a policy to every cell of every margin. */
final class PrimaryRules {

  private PrimaryRules() {}

  static Reason[] reasons(Policy policy, Lattice lattice) {
    Reason[] reasons = new Reason[lattice.size()];
    for (int cell = 0; cell < reasons.length; cell++) {
      reasons[cell] = reason(policy, lattice, cell);
    }
    return reasons;
  }

  private static Reason reason(Policy policy, Lattice lattice, int cell) {
    long frequency = lattice.value(0, cell);
    if (frequency > 0 && frequency < policy.minimumFrequency()) {
      return Reason.FREQUENCY;
    }
    long[] top = lattice.top(cell);
    if (top == null || frequency == 0) {
      return Reason.SHOWN;
    }
    long total = lattice.value(1, cell);
    if (policy.dominance().isPresent()) {
      Policy.Dominance rule = policy.dominance().get();
      long largest = 0;
      for (int k = 0; k < rule.n(); k++) {
        largest += top[k];
      }
      if (largest > rule.share() * total) {
        return Reason.DOMINANCE;
      }
    }
    if (policy.pPercent().isPresent()
        && top[0] > 0
        && total - top[0] - top[1] < policy.pPercent().getAsDouble() / 100 * top[0]) {
      return Reason.P_PERCENT;
    }
    return Reason.SHOWN;
  }
}
