package fr.gouv.datalab.sample.people;

/**
 * Households that are alike in the sex and age of their declarants.
 *
 * @param secondSex sex of the second declarant; none of its fields count when {@code couple} is
 *     false
 * @param weight share of all households, up to a factor
 */
record Stratum(
    Sex firstSex, int firstAge, boolean couple, Sex secondSex, int secondAge, double weight) {}
