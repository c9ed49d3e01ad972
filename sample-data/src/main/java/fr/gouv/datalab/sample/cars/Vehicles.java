package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.numbers.Plates;
import fr.gouv.datalab.sample.numbers.Vins;
import java.time.LocalDate;

/** Composes vehicles: a pure function of their number. Safe for any thread. */
public final class Vehicles {
  private static final long TODAY = LocalDate.of(2025, 12, 31).toEpochDay();
  private static final long NEW_PLATES = LocalDate.of(2009, 4, 15).toEpochDay();
  private static final String[] MAKES = {
    "RENAULT",
    "PEUGEOT",
    "CITROEN",
    "VOLKSWAGEN",
    "DACIA",
    "FORD",
    "TOYOTA",
    "OPEL",
    "FIAT",
    "NISSAN",
    "BMW",
    "AUDI",
    "MERCEDES",
    "KIA",
    "HYUNDAI",
    "SEAT",
    "SKODA",
    "MINI",
    "SUZUKI",
    "VOLVO",
    "TESLA"
  };
  private static final String[] MAKERS = {
    "VF1", "VF3", "VF7", "WVW", "UU1", "WF0", "VNK", "W0L", "ZFA", "SJN", "WBA", "WAU", "WDD",
    "U5Y", "TMA", "VSS", "TMB", "WMW", "TSM", "YV1", "5YJ"
  };
  private static final Weighted MAKE =
      new Weighted(
          205, 170, 125, 72, 52, 48, 45, 38, 32, 30, 28, 26, 26, 20, 20, 15, 15, 12, 11, 9, 6);
  private static final String[] BIKES = {
    "YAMAHA", "HONDA", "PIAGGIO", "KAWASAKI", "BMW", "PEUGEOT"
  };
  private static final String[] BIKE_MAKERS = {"VG5", "ZDC", "ZAP", "JKA", "WB1", "VGA"};
  private static final String[] KINDS = {"VP", "CTTE", "MTL", "MTT1", "CL", "CYCL", "QM"};
  private static final Weighted PRIVATE = new Weighted(84, 7, 4.2, 2, 0, 2, 0.8);
  private static final Weighted COMPANY = new Weighted(48, 46, 0.7, 0.3, 4.5, 0.3, 0.2);

  private final Plates plates;
  private final Vins vins;
  private final Chance ages;
  private final Chance kinds;
  private final Chance makes;
  private final Chance figures;

  /** The vehicles of one world. */
  public Vehicles(Chance chance) {
    this.plates = new Plates(chance);
    this.vins = new Vins(chance);
    Chance own = chance.of("véhicules");
    this.ages = own.of("âge");
    this.kinds = own.of("genre");
    this.makes = own.of("marque");
    this.figures = own.of("chiffres");
  }

  /**
   * A vehicle.
   *
   * @param number its number, below 278 million
   * @param oldNumber its number among those that may still carry a plate of before 2009, below 120
   *     million; -1 for none
   * @param department where an old plate was given
   */
  public Vehicle at(long number, long oldNumber, boolean company, String department) {
    double mean = company ? 1500 : 3700;
    long age =
        (long)
            (mean * (-0.72 * StrictMath.log(1 - ages.unit(number)) + 0.56 * ages.unit(number, 1)));
    long first = TODAY - Math.min(age, 20_000);
    long certificate =
        first
            + (long) ((TODAY - first) * (ages.happens(number, 2, 0.42) ? 0 : ages.unit(number, 3)));
    int year = LocalDate.ofEpochDay(first).getYear();
    String kind = KINDS[(company ? COMPANY : PRIVATE).pick(kinds.bits(number))];
    String energy = Energies.of(kind, year, kinds.bits(number, 1));
    boolean bike = kind.startsWith("M") || kind.equals("CYCL");
    int make = bike ? makes.below(number, BIKES.length) : MAKE.pick(makes.bits(number));
    boolean old =
        oldNumber >= 0
            && first < NEW_PLATES
            && certificate < NEW_PLATES
            && ages.happens(number, 4, 0.9);
    return new Vehicle(
        old ? plates.old(oldNumber, department) : plates.national(number),
        vins.of(number, bike ? BIKE_MAKERS[make] : MAKERS[make], year),
        first,
        certificate,
        bike ? BIKES[make] : MAKES[make],
        kind,
        energy,
        horsepower(number, bike, energy),
        co2(number, bike, energy, year));
  }

  private int horsepower(long number, boolean bike, String energy) {
    double log = (bike ? 0.9 : energy.equals("EL") ? 1.4 : 1.72) + 0.28 * figures.normal(number);
    return (int) Math.max(1, Math.min(60, Math.round(StrictMath.exp(log))));
  }

  private int co2(long number, boolean bike, String energy, int year) {
    if (year < 2000 || bike) {
      return -1;
    }
    double grams =
        switch (energy) {
          case "EL", "H2" -> 0;
          case "EE", "GL", "FH" -> 32 + 8 * figures.normal(number, 1);
          case "EH", "GH", "FL" -> 106 + 14 * figures.normal(number, 1);
          default -> 165 - 1.7 * Math.min(23, year - 2000) + 22 * figures.normal(number, 1);
        };
    return (int)
        Math.round(
            10
                * Math.max(
                    energy.equals("EL") || energy.equals("H2") ? 0 : 12, Math.min(450, grams)));
  }
}
