package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.CivilStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Two files of invented persons under a setting drawn by chance: how many rows, how many persons in
 * common, which columns, how frequent names are, how often a value is lost or misspelled, families
 * that share a surname and an address, moves, exchanged names. What a linkage was not designed for.
 */
public final class InventedFiles {
  private static final String[] SYLLABLES =
      ("ba be bi bo bou bra bri ca co cha che cla da de du dra el fa fe flo fra ga gre gui ha he"
              + " jo ja la le lo lu ma me mi mo mar mon na ne no pa pe pi por ra re ri ro rou sa se"
              + " si so ta te ti to tra val ver vi vo")
          .split(" ");

  /** What is drawn. */
  public record Setting(
      int left,
      int right,
      int common,
      Set<CivilStatus> columns,
      int names,
      double skew,
      double lost,
      double misspelled,
      double exchanged,
      double moved,
      double families) {}

  private final Random random;
  private final Setting setting;
  private final List<String> surnames;
  private final List<String> firsts;
  private final List<String> streets;
  private final List<String> places;

  /** Rows by id. */
  public final Map<String, Map<CivilStatus, String>> left = new java.util.LinkedHashMap<>();

  /** Rows by id. */
  public final Map<String, Map<CivilStatus, String>> right = new java.util.LinkedHashMap<>();

  /** Pairs of ids. */
  public final Set<List<String>> truth = new HashSet<>();

  /** Draws a setting. */
  public static Setting drawn(long seed, int most) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int left = size(random, most);
    int right = random.nextBoolean() ? left : size(random, most);
    double[] shares = {0, 0.05, 0.3, 0.6, 0.9, 1};
    int common = (int) (Math.min(left, right) * shares[random.nextInt(shares.length)]);
    Set<CivilStatus> columns = EnumSet.of(CivilStatus.nomNaissance, CivilStatus.prenoms);
    CivilStatus[] others = {
      CivilStatus.dateNaissance,
      CivilStatus.sexe,
      CivilStatus.communeNaissance,
      CivilStatus.numeroVoie,
      CivilStatus.voie,
      CivilStatus.codePostal,
      CivilStatus.commune,
      CivilStatus.telephone,
      CivilStatus.email
    };
    double kept = 0.3 + 0.7 * random.nextDouble();
    columns.add(others[random.nextInt(2) == 0 ? 0 : 5]);
    for (CivilStatus other : others) {
      if (random.nextDouble() < kept) {
        columns.add(other);
      }
    }
    return new Setting(
        left,
        right,
        common,
        columns,
        50 + random.nextInt(3_000),
        1 + 2 * random.nextDouble(),
        0.15 * random.nextDouble(),
        0.25 * random.nextDouble(),
        0.08 * random.nextDouble(),
        0.3 * random.nextDouble(),
        random.nextDouble());
  }

  private static int size(Random random, int most) {
    return (int) (40 * Math.pow(most / 40.0, random.nextDouble()));
  }

  /** Writes both files. */
  public InventedFiles(long seed, Setting setting) {
    this.random = new Random(seed * 31 + 7);
    this.setting = setting;
    this.surnames = words(setting.names(), 2, 4);
    this.firsts = words(20 + setting.names() / 5, 2, 3);
    this.streets = words(Math.max(30, setting.names() / 2), 2, 4);
    this.places = words(Math.max(5, setting.names() / 20), 2, 4);
    int all = setting.left() + setting.right() - setting.common();
    List<Map<CivilStatus, String>> people = people(all);
    List<Integer> order = new ArrayList<>();
    for (int person = 0; person < all; person++) {
      order.add(person);
    }
    Collections.shuffle(order, random);
    for (int i = 0; i < setting.left(); i++) {
      left.put("L" + i, damaged(people.get(order.get(i)), false));
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < setting.right(); i++) {
      ids.add("R" + i);
    }
    Collections.shuffle(ids, random);
    for (int i = 0; i < setting.right(); i++) {
      int person = i < setting.common() ? i : setting.left() + i - setting.common();
      right.put(ids.get(i), damaged(people.get(order.get(person)), true));
      if (i < setting.common()) {
        truth.add(List.of("L" + i, ids.get(i)));
      }
    }
  }

  private List<Map<CivilStatus, String>> people(int count) {
    List<Map<CivilStatus, String>> people = new ArrayList<>();
    Map<CivilStatus, String> head = null;
    for (int person = 0; person < count; person++) {
      Map<CivilStatus, String> values = new EnumMap<>(CivilStatus.class);
      boolean sameHome = head != null && random.nextDouble() < setting.families() * 0.6;
      boolean woman = random.nextBoolean();
      int first = pick(firsts.size());
      values.put(CivilStatus.nomNaissance, surnames.get(pick(surnames.size())));
      values.put(
          CivilStatus.prenoms,
          firsts.get(first)
              + (random.nextInt(3) == 0 ? " " + firsts.get(pick(firsts.size())) : ""));
      values.put(CivilStatus.sexe, woman ? "F" : "M");
      values.put(
          CivilStatus.dateNaissance,
          String.format(
              "%04d-%02d-%02d",
              1930 + random.nextInt(75), 1 + random.nextInt(12), 1 + random.nextInt(28)));
      values.put(CivilStatus.communeNaissance, places.get(pick(places.size())));
      address(values);
      values.put(CivilStatus.telephone, String.format("06%08d", random.nextInt(100_000_000)));
      values.put(
          CivilStatus.email,
          firsts.get(first) + "." + random.nextInt(10_000) + "@" + places.get(0) + ".fr");
      if (sameHome) {
        for (CivilStatus shared :
            List.of(
                CivilStatus.numeroVoie,
                CivilStatus.voie,
                CivilStatus.codePostal,
                CivilStatus.commune)) {
          values.put(shared, head.get(shared));
        }
        if (random.nextInt(4) > 0) {
          values.put(CivilStatus.nomNaissance, head.get(CivilStatus.nomNaissance));
        }
        if (random.nextInt(3) == 0) {
          values.put(CivilStatus.telephone, head.get(CivilStatus.telephone));
        }
      } else {
        head = values;
      }
      people.add(values);
    }
    return people;
  }

  private void address(Map<CivilStatus, String> values) {
    int place = pick(places.size());
    values.put(
        CivilStatus.numeroVoie, String.valueOf(1 + (int) Math.abs(random.nextGaussian() * 40)));
    values.put(CivilStatus.voie, "rue " + streets.get(pick(streets.size())));
    values.put(CivilStatus.codePostal, String.valueOf(10_000 + 37 * place));
    values.put(CivilStatus.commune, places.get(place));
  }

  private Map<CivilStatus, String> damaged(Map<CivilStatus, String> person, boolean other) {
    Map<CivilStatus, String> values = new EnumMap<>(person);
    if (other && random.nextDouble() < setting.moved()) {
      address(values);
    }
    if (other && random.nextDouble() < setting.exchanged()) {
      String name = values.get(CivilStatus.nomNaissance);
      values.put(CivilStatus.nomNaissance, values.get(CivilStatus.prenoms));
      values.put(CivilStatus.prenoms, name);
    }
    values.keySet().retainAll(setting.columns());
    values.replaceAll(
        (role, value) ->
            random.nextDouble() < setting.lost()
                ? ""
                : other && random.nextDouble() < setting.misspelled() ? typo(value) : value);
    return values;
  }

  private String typo(String value) {
    StringBuilder text = new StringBuilder(value);
    int at = random.nextInt(Math.max(1, text.length() - 1));
    char letter =
        Character.isDigit(text.charAt(at))
            ? (char) ('0' + random.nextInt(10))
            : (char) ('a' + random.nextInt(26));
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, letter);
      case 1 -> text.insert(at, letter);
      case 2 -> text.deleteCharAt(at);
      default -> {
        if (at + 1 < text.length()) {
          char kept = text.charAt(at);
          text.setCharAt(at, text.charAt(at + 1));
          text.setCharAt(at + 1, kept);
        }
      }
    }
    return text.toString();
  }

  private int pick(int size) {
    return (int) (size * Math.pow(random.nextDouble(), setting.skew()));
  }

  private List<String> words(int count, int least, int most) {
    Set<String> words = new java.util.LinkedHashSet<>();
    while (words.size() < count) {
      StringBuilder word = new StringBuilder();
      for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words.add(word.toString());
    }
    return List.copyOf(words);
  }
}
