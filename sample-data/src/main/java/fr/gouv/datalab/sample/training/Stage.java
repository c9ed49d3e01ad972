package fr.gouv.datalab.sample.training;

/** A stage of life in which one looks for a training. */
enum Stage {
  SECONDARY,
  TERTIARY,
  GRADUATE,
  ADULT;

  /** The stage that a training is for. */
  static Stage of(Formation formation) {
    if (formation.access().equals("CONTINUE")) {
      return ADULT;
    }
    return formation.level() <= 4 ? SECONDARY : formation.level() == 5 ? TERTIARY : GRADUATE;
  }

  /** The stage of a person of this age. */
  static Stage at(int age) {
    return age < 18 ? SECONDARY : age < 20 ? TERTIARY : age < 24 ? GRADUATE : ADULT;
  }
}
