package fr.gouv.datalab.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Pairs of records of invented English-speaking persons in the manner of FEBRL's generator (P.
 * Christen, A. Pudjijono, Accurate synthetic generation of realistic personal information, 2009):
 * each field of a duplicate may be lost, or have one or two typing errors; given name and surname
 * may be exchanged.
 */
public final class MisspelledPeople {
  /** Columns of a record. */
  public static final List<String> COLUMNS =
      List.of(
          "rec_id",
          "given_name",
          "surname",
          "street_number",
          "address_1",
          "address_2",
          "suburb",
          "postcode",
          "state",
          "date_of_birth",
          "soc_sec_id");

  private static final String[] GIVEN =
      ("james emily joshua lachlan sophie thomas jack olivia georgia william chloe jessica benjamin"
              + " isabella nicholas hannah matthew samuel mia lily ella daniel ruby charlotte liam"
              + " emma luke grace zoe jacob ethan lucy alexander harrison madison caitlin riley kayla"
              + " mitchell brianna michael sarah lauren jordan bailey connor amber hayden dylan abbey"
              + " cooper holly tahlia blake jayden alyssa oliver nathan finn molly kirra adam claire"
              + " ebony erin flynn jasmine keely logan noah paige sienna talia toby xavier")
          .split(" ");
  private static final String[] SURNAMES =
      ("smith jones white brown clarke ryan green campbell dixon webb reid hall miller lee morris"
              + " nguyen wilson taylor harris kelly walker martin young king wright hill scott adams"
              + " baker carter mitchell roberts phillips evans turner parker collins edwards stewart"
              + " murphy cook rogers morgan cooper bailey bell ward gray hughes price long foster"
              + " sanders ross powell sullivan russell ortiz jenkins perry butler barnes fisher"
              + " henderson coleman simmons patterson jordan reynolds hamilton graham kim gonzales"
              + " wallace woods cole west owens gibson mcdonald cruz marshall gomez freeman wells"
              + " simpson stevens tucker porter hunter hicks crawford boyd mason warren matthews"
              + " rosendale bullock goode rudd pascoe blanchfield eglinton mosby goldsworthy")
          .split(" ");
  private static final String[] ENDS = {"son", "ton", "ley", "man", "berg", "ski", "field", "well"};
  private static final String[] STREETS = {
    "street", "place", "crescent", "close", "circuit", "drive"
  };
  private static final String[] STATES = {"nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt"};

  private final Random random;
  private final double modified;

  /**
   * @param seed of the chance
   * @param modified share of a duplicate's fields that are lost or misspelled
   */
  public MisspelledPeople(long seed, double modified) {
    this.random = new Random(seed);
    this.modified = modified;
  }

  /** Originals, in a random order of their own. */
  public List<String[]> originals(int count) {
    List<String[]> people = new ArrayList<>();
    for (int person = 0; person < count; person++) {
      people.add(
          new String[] {
            "rec-" + person + "-org",
            lost(0.02) ? "" : zipf(GIVEN),
            lost(0.01) ? "" : surname(),
            lost(0.03) ? "" : String.valueOf(1 + (int) Math.abs(random.nextGaussian() * 80)),
            zipf(SURNAMES) + (random.nextInt(3) == 0 ? pick(ENDS) : "") + " " + pick(STREETS),
            lost(0.4) ? "" : zipf(SURNAMES) + " " + pick(ENDS) + " " + random.nextInt(30),
            zipf(SURNAMES) + pick(ENDS),
            String.valueOf(2000 + random.nextInt(900)),
            lost(0.01) ? "" : pick(STATES),
            lost(0.02)
                ? ""
                : String.format(
                    "%04d%02d%02d",
                    1900 + random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28)),
            String.valueOf(1_000_000 + random.nextInt(9_000_000))
          });
    }
    return people;
  }

  /** One duplicate of each original, under {@code rec-N-dup-0}. */
  public List<String[]> duplicates(List<String[]> originals) {
    List<String[]> duplicates = new ArrayList<>();
    for (String[] original : originals) {
      String[] duplicate = original.clone();
      duplicate[0] = original[0].replace("-org", "-dup-0");
      for (int field = 1; field < duplicate.length; field++) {
        if (random.nextDouble() < modified) {
          duplicate[field] = damaged(duplicate[field]);
        }
      }
      if (random.nextDouble() < 0.04) {
        String given = duplicate[1];
        duplicate[1] = duplicate[2];
        duplicate[2] = given;
      }
      duplicates.add(duplicate);
    }
    return duplicates;
  }

  private String damaged(String value) {
    if (value.isEmpty() || random.nextInt(4) == 0) {
      return "";
    }
    int errors = 1 + random.nextInt(2);
    StringBuilder text = new StringBuilder(value);
    for (int error = 0; error < errors && text.length() > 1; error++) {
      int at = random.nextInt(text.length() - 1);
      char other =
          Character.isDigit(value.charAt(0))
              ? (char) ('0' + random.nextInt(10))
              : (char) ('a' + random.nextInt(26));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, other);
        case 1 -> text.insert(at, other);
        case 2 -> text.deleteCharAt(at);
        default -> {
          char kept = text.charAt(at);
          text.setCharAt(at, text.charAt(at + 1));
          text.setCharAt(at + 1, kept);
        }
      }
    }
    return text.toString();
  }

  private String surname() {
    return random.nextInt(3) == 0 ? pick(SURNAMES) + pick(ENDS) : zipf(SURNAMES);
  }

  private boolean lost(double share) {
    return random.nextDouble() < share;
  }

  private String pick(String[] values) {
    return values[random.nextInt(values.length)];
  }

  /** The first values are the more frequent. */
  private String zipf(String[] values) {
    double x = random.nextDouble();
    return values[(int) (values.length * x * x)];
  }
}
