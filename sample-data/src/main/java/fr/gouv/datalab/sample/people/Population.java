package fr.gouv.datalab.sample.people;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;
import java.util.List;

/**
 * Who is of which sex and birth year, and who comes where among all persons of that sex and year.
 *
 * <p>Households are shuffled into strata of exact size, so the rank of a person among those of the
 * same sex and birth year is a plain sum, never a count over the population. A rank is what makes a
 * NIR unique without remembering those already given: two persons of the same sex and year have two
 * ranks, hence two places or two orders.
 *
 * <p>Persons are numbered: household {@code h} has {@code 2h} and, if a couple, {@code 2h + 1};
 * from {@code 2 x households} on come young adults who file no tax return of their own.
 */
public final class Population {
  /** The year in which ages are counted (31 December). */
  public static final int YEAR = 2025;

  private static final int FIRST_BIRTH = YEAR - Strata.OLDEST;
  private static final int BIRTHS = Strata.OLDEST + 1;
  private static final int YOUNG_FROM = 2002;
  private static final int YOUNG_YEARS = 8;
  private final long households;
  private final long young;
  private final Shuffle shuffle;
  private final Stratum[] strata;
  private final long[] start;
  private final long[] firstRank;
  private final long[] secondRank;
  private final long[][] youngRank = new long[2][YOUNG_YEARS];
  private final long[][] births = new long[2][BIRTHS];
  private final Shuffle[][] register = new Shuffle[2][BIRTHS];

  /** A population of so many households, and so many young adults outside them. */
  public Population(Chance chance, long households, long young) {
    this.households = households;
    this.young = young;
    this.shuffle = new Shuffle(chance.of("strates"), households);
    List<Stratum> all = Strata.all();
    this.strata = all.toArray(Stratum[]::new);
    this.start = new long[strata.length + 1];
    this.firstRank = new long[strata.length];
    this.secondRank = new long[strata.length];
    double cumulated = 0;
    for (int i = 0; i < strata.length; i++) {
      cumulated += strata[i].weight();
      start[i + 1] =
          i == strata.length - 1
              ? households
              : Math.min(households, (long) (cumulated * households));
      long size = start[i + 1] - start[i];
      firstRank[i] = take(strata[i].firstSex(), YEAR - strata[i].firstAge(), size);
      secondRank[i] =
          strata[i].couple() ? take(strata[i].secondSex(), YEAR - strata[i].secondAge(), size) : 0;
    }
    for (int k = 0; k < 2 * YOUNG_YEARS; k++) {
      youngRank[k % 2][k / 2] =
          take(
              Sex.values()[k % 2],
              YOUNG_FROM + k / 2,
              (young + 2 * YOUNG_YEARS - 1 - k) / (2 * YOUNG_YEARS));
    }
    for (Sex sex : Sex.values()) {
      for (int i = 0; i < BIRTHS; i++) {
        Chance block = chance.of("registre" + sex.initial() + i);
        register[sex.ordinal()][i] = new Shuffle(block, Math.max(1, births[sex.ordinal()][i]));
      }
    }
  }

  private long take(Sex sex, int year, long size) {
    long rank = births[sex.ordinal()][year - FIRST_BIRTH];
    births[sex.ordinal()][year - FIRST_BIRTH] += size;
    return rank;
  }

  /** Number of tax households. */
  public long households() {
    return households;
  }

  /** Number of young adults outside them. */
  public long young() {
    return young;
  }

  /** True when the household has two declarants. */
  public boolean couple(long household) {
    return strata[stratum(shuffle.at(household))].couple();
  }

  /** Sex, birth year and rank of a household's declarant, 0 or 1. */
  public Birth declarant(long household, int role) {
    long position = shuffle.at(household);
    int i = stratum(position);
    Stratum s = strata[i];
    return role == 0
        ? birth(s.firstSex(), YEAR - s.firstAge(), firstRank[i] + position - start[i])
        : birth(s.secondSex(), YEAR - s.secondAge(), secondRank[i] + position - start[i]);
  }

  /** Sex, birth year and rank of a young adult outside the households, 0 to young - 1. */
  public Birth youngAdult(long number) {
    int k = (int) (number % (2 * YOUNG_YEARS));
    return birth(
        Sex.values()[k % 2],
        YOUNG_FROM + k / 2,
        youngRank[k % 2][k / 2] + number / (2 * YOUNG_YEARS));
  }

  private Birth birth(Sex sex, int year, long rank) {
    int i = year - FIRST_BIRTH;
    return new Birth(sex, year, register[sex.ordinal()][i].at(rank), births[sex.ordinal()][i]);
  }

  private int stratum(long position) {
    int low = 0;
    int high = strata.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (start[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
