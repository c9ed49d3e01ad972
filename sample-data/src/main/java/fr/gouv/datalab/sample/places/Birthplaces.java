package fr.gouv.datalab.sample.places;

import java.util.ArrayList;
import java.util.List;

/**
 * Places of birth as the NIR writes them: a commune or municipal arrondissement, or {@code 99xxx}
 * for a country. Ranked by code with their shares of births, so that a position in a block of
 * births names a place and a number within that place.
 */
public final class Birthplaces {
  private static final double ABROAD = 0.115;
  private final String[] codes;
  private final double[] cumulated;

  private Birthplaces(List<String> codes, List<Double> weights) {
    this.codes = codes.toArray(String[]::new);
    this.cumulated = new double[weights.size() + 1];
    for (int i = 0; i < weights.size(); i++) {
      cumulated[i + 1] = cumulated[i] + weights.get(i);
    }
    double total = cumulated[weights.size()];
    for (int i = 0; i < cumulated.length; i++) {
      cumulated[i] /= total;
    }
  }

  /**
   * Communes by population, the three large cities by arrondissement, and the main countries of
   * birth.
   */
  public static Birthplaces load() {
    List<String> codes = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    double inside = 0;
    List<String> cities = List.of("75056", "69123", "13055");
    for (String[] field : Resource.rows("communes.csv")) {
      if (!cities.contains(field[1])) {
        codes.add(field[1]);
        weights.add(Double.valueOf(field[3]));
        inside += Double.parseDouble(field[3]);
      }
    }
    double abroad =
        Resource.rows("pays.csv").stream().mapToDouble(f -> Double.parseDouble(f[2])).sum();
    for (String[] field : Resource.rows("pays.csv")) {
      codes.add(field[0]);
      weights.add(Double.parseDouble(field[2]) / abroad * inside * ABROAD / (1 - ABROAD));
    }
    return new Birthplaces(codes, weights);
  }

  /** The code of a place. */
  public String code(int place) {
    return codes[place];
  }

  /**
   * The place of a position among {@code births}; each place has one run of positions, as long as
   * its share says.
   */
  public int placeOf(long position, long births) {
    int low = 0;
    int high = codes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (start(middle, births) <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The first position of a place among {@code births}. */
  public long start(int place, long births) {
    return (long) Math.ceil(cumulated[place] * births);
  }
}
