package fr.gouv.datalab.sample;

/**
 * How much there is of everything.
 *
 * @param scale fraction of France
 * @param households tax households, 41 million in France
 * @param young young adults who file no return of their own and are in training
 * @param companyVehicles vehicles whose holder is a company
 * @param formations trainings with trainees
 * @param establishments establishments that employ
 */
public record Sizes(
    double scale,
    long households,
    long young,
    long companyVehicles,
    int formations,
    long establishments) {

  /** The sizes at a fraction of France, above 0 and up to 1. */
  public static Sizes at(double scale) {
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException(
          "The scale is a fraction of France above 0 and up to 1, not " + scale + ".");
    }
    return new Sizes(
        scale,
        Math.max(20, Math.round(41_000_000 * scale)),
        Math.max(5, Math.round(2_200_000 * scale)),
        Math.max(5, Math.round(5_400_000 * scale)),
        (int) Math.max(2, Math.round(30_000 * scale)),
        Math.max(16, Math.round(3_200_000 * scale)));
  }
}
