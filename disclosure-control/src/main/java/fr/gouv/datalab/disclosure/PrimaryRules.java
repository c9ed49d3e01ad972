package fr.gouv.datalab.disclosure;

/**
 * Applies a policy, and what was decided of single cells, to every cell of every margin.
 *
 * <p>Contributions are compared in absolute value, so that they do not cancel out where some are
 * negative (Hundepool et al. 2012, section 4.2.3).
 */
final class PrimaryRules {

  private final Policy policy;
  private final Lattice lattice;
  private final int group;

  private PrimaryRules(Policy policy, Lattice lattice, int group) {
    this.policy = policy;
    this.lattice = lattice;
    this.group = group;
  }

  /** Why rules hide each cell, whatever was decided of it. */
  static Reason[] reasons(Policy policy, Lattice lattice) {
    int group = policy.group().map(g -> lattice.dimension(g.dimension())).orElse(-1);
    PrimaryRules rules = new PrimaryRules(policy, lattice, group);
    Reason[] reasons = new Reason[lattice.size()];
    for (int cell = 0; cell < reasons.length; cell++) {
      reasons[cell] = rules.reason(cell);
    }
    return reasons;
  }

  private Reason reason(int cell) {
    if (lattice.value(0, cell) == 0) {
      return Reason.SHOWN;
    }
    Holders holders = lattice.holders(cell);
    double units = lattice.units(cell);
    if (units < policy.minimumFrequency()) {
      return Reason.FREQUENCY;
    }
    if (policy.group().isPresent() && isWholeGroup(cell, policy.group().get())) {
      return Reason.GROUP;
    }
    if (holders == null) {
      return Reason.SHOWN;
    }
    if (policy.request().isPresent() && isAskedFor(holders, units, policy.request().get())) {
      return Reason.REQUEST;
    }
    if (holders.total() <= 0) {
      return Reason.SHOWN;
    }
    double total = holders.total();
    if (policy.dominance().isPresent()) {
      Policy.Dominance rule = policy.dominance().get();
      if (holders.sum(rule.n()) > rule.share() * total) {
        return Reason.DOMINANCE;
      }
    }
    double ratio = policy.ratio();
    if (ratio > 0 && holders.largest()[0] > 0) {
      double others = total - holders.sum(2);
      if (others < ratio * holders.largest()[0]) {
        return policy.pPercent().isPresent() ? Reason.P_PERCENT : Reason.PRIOR_POSTERIOR;
      }
    }
    return Reason.SHOWN;
  }

  private static boolean isAskedFor(Holders holders, double units, Policy.Request rule) {
    return (holders.firstAsked() && holders.sum(1) > rule.share() * holders.total())
        || (holders.someAsked() && units < rule.minimumFrequency());
  }

  /** Whether (almost) all units of a group are in this category: to know one is to know this. */
  private boolean isWholeGroup(int cell, Policy.Group rule) {
    Hierarchy hierarchy = lattice.hierarchy(group);
    int code = lattice.code(group, cell);
    boolean sensitive =
        rule.categories().isEmpty() || rule.categories().contains(hierarchy.code(code));
    if (!sensitive || hierarchy.leaves(code).length == hierarchy.leaves(0).length) {
      return false;
    }
    int all = lattice.neighbour(cell, group, 0);
    return lattice.value(0, cell) >= rule.share() * lattice.value(0, all);
  }
}
