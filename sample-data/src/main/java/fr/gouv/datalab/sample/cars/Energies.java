package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.chance.Weighted;
import java.util.Set;

/**
 * The energy of a vehicle by kind and year of first registration: our own composition after the
 * published fleet of 2025.
 */
final class Energies {
  private static final Set<String> COMBUSTION = Set.of("ES", "GO", "GP", "GN", "EG", "FE");
  private static final String[] CODES = {
    "ES", "GO", "EL", "EH", "EE", "GH", "GL", "GP", "EG", "GN", "FE", "FL", "FH", "H2"
  };
  private static final Weighted BEFORE_2005 =
      new Weighted(58, 40.5, 0.05, 0.05, 0, 0, 0, 0.3, 1.1, 0, 0, 0, 0, 0);
  private static final Weighted TO_2015 =
      new Weighted(33, 65, 0.3, 0.9, 0.05, 0.1, 0.02, 0.1, 0.4, 0.02, 0.1, 0, 0, 0);
  private static final Weighted TO_2020 =
      new Weighted(52, 39, 1.8, 4.5, 1, 0.4, 0.2, 0.1, 0.7, 0.05, 0.2, 0.02, 0.01, 0.01);
  private static final Weighted RECENT =
      new Weighted(34, 12, 15, 24, 7.5, 1.6, 0.6, 0.1, 3.5, 0.03, 1.2, 0.4, 0.05, 0.02);
  private static final Weighted VANS =
      new Weighted(4, 92, 2.5, 0.3, 0.1, 0.2, 0.1, 0.1, 0.3, 0.3, 0.1, 0, 0, 0);
  private static final Weighted TWO_WHEELS =
      new Weighted(97, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private Energies() {}

  static boolean combustion(String energy) {
    return COMBUSTION.contains(energy);
  }

  static String of(String kind, int year, long bits) {
    Weighted choice =
        switch (kind) {
          case "VP" ->
              year < 2005 ? BEFORE_2005 : year < 2016 ? TO_2015 : year < 2021 ? TO_2020 : RECENT;
          case "CTTE", "CL" -> VANS;
          default -> TWO_WHEELS;
        };
    return CODES[choice.pick(bits)];
  }
}
