package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.LinkSlot;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which rows are worth comparing: those that agree in all slots of a rule. Surname and first name
 * make one part whatever their order, so that exchanged names meet.
 *
 * @param names whether the sounds of surname and first name, in any order, are part of the key
 * @param slots the other parts
 * @param split a block that is too large is compared where its rows agree in this slot too
 */
public record BlockingRule(boolean names, List<LinkSlot> slots, LinkSlot split)
    implements Serializable {
  /** Rows from which few rules are enough where much is known. */
  private static final long MANY = 200_000;

  /** What may split a large block, the first choice first. */
  private static final List<LinkSlot> SPLITS =
      List.of(
          LinkSlot.FIRST_SOUND,
          LinkSlot.BIRTH_YEAR_MONTH,
          LinkSlot.NAME_SOUND,
          LinkSlot.POSTCODE,
          LinkSlot.COMMUNE,
          LinkSlot.COMMUNE_NAME,
          LinkSlot.HOUSE,
          LinkSlot.STREET,
          LinkSlot.BIRTHPLACE);

  /** The rules where two files have one part in common and no more. */
  private static final List<BlockingRule> ALONE =
      List.of(
          of(LinkSlot.NAME_SOUND),
          of(LinkSlot.FIRST_SOUND),
          of(LinkSlot.STREET),
          of(LinkSlot.HOUSE),
          of(LinkSlot.COMPLEMENT),
          of(LinkSlot.COMMUNE),
          of(LinkSlot.COMMUNE_NAME),
          of(LinkSlot.POSTCODE),
          of(LinkSlot.BIRTHPLACE));

  public BlockingRule {
    slots = List.copyOf(slots);
  }

  /**
   * The rules for two files, by what both have. Where birth date and birthplace are known in large
   * files, a few narrow rules find all but the most damaged rows; else there are more.
   *
   * @param rows of both files
   * @param presence the lesser of the two sides' shares of rows that have the slot
   */
  public static List<BlockingRule> choose(Map<LinkSlot, Double> presence, long rows) {
    LinkSlot place = place(presence);
    boolean rich =
        rows > MANY && has(presence, LinkSlot.BIRTH) && has(presence, LinkSlot.BIRTHPLACE);
    List<BlockingRule> rules = new ArrayList<>();
    rules.add(of(LinkSlot.BIRTH_ANY_ORDER, LinkSlot.NAME_SOUND));
    rules.add(of(LinkSlot.BIRTH_ANY_ORDER, LinkSlot.BIRTHPLACE));
    rules.add(of(LinkSlot.BIRTH, place));
    rules.add(ofNames(LinkSlot.BIRTH_YEAR_MONTH));
    rules.add(ofNames(LinkSlot.BIRTH_YEAR_DAY));
    rules.add(ofNames(LinkSlot.BIRTH_MONTH_DAY));
    rules.add(ofNames(place));
    rules.add(of(LinkSlot.IDENTIFIER));
    rules.add(of(LinkSlot.TELEPHONE));
    rules.add(of(LinkSlot.EMAIL));
    if (!rich) {
      rules.add(of(LinkSlot.BIRTH_ANY_ORDER, LinkSlot.FIRST_START));
      rules.add(of(LinkSlot.BIRTH_ANY_ORDER, LinkSlot.HOUSE));
      rules.add(of(LinkSlot.NAME_SOUND, place));
      rules.add(of(LinkSlot.FIRST, LinkSlot.HOUSE, place));
      rules.add(of(LinkSlot.STREET, LinkSlot.HOUSE));
      rules.add(of(LinkSlot.STREET, place));
      rules.add(of(LinkSlot.BIRTH, LinkSlot.STREET));
      for (LinkSlot part :
          List.of(LinkSlot.BIRTH_YEAR_MONTH, LinkSlot.BIRTH_YEAR_DAY, LinkSlot.BIRTH_MONTH_DAY)) {
        rules.add(of(part, LinkSlot.NAME_SOUND));
        rules.add(of(part, LinkSlot.FIRST_SOUND));
        rules.add(of(part, place));
      }
      for (LinkSlot name : List.of(LinkSlot.NAME_SOUND, LinkSlot.FIRST_SOUND)) {
        rules.add(of(name, LinkSlot.HOUSE));
        rules.add(of(name, LinkSlot.STREET));
        rules.add(of(name, LinkSlot.COMMUNE_NAME));
        rules.add(of(name, LinkSlot.COMPLEMENT));
      }
      rules.add(of(LinkSlot.FIRST_SOUND, place));
      rules.add(of(LinkSlot.COMPLEMENT, place));
      rules.add(ofNames());
      rules.add(of(LinkSlot.BIRTH));
    }
    List<BlockingRule> usable = usable(rules, presence);
    return (usable.isEmpty() ? usable(ALONE, presence) : usable)
        .stream()
            .map(rule -> new BlockingRule(rule.names, rule.slots, rule.bestSplit(presence)))
            .toList();
  }

  private static List<BlockingRule> usable(
      List<BlockingRule> rules, Map<LinkSlot, Double> presence) {
    return rules.stream()
        .filter(rule -> rule.slots.stream().allMatch(slot -> presence.getOrDefault(slot, 0.0) > 0))
        .filter(
            rule ->
                !rule.names
                    || presence.getOrDefault(LinkSlot.NAME, 0.0) > 0
                        && presence.getOrDefault(LinkSlot.FIRST, 0.0) > 0)
        .distinct()
        .toList();
  }

  /** The slot that most rows have, of those that the rule does not imply. */
  private LinkSlot bestSplit(Map<LinkSlot, Double> presence) {
    LinkSlot best = SPLITS.get(0);
    double most = -1;
    for (LinkSlot slot : SPLITS) {
      double share = presence.getOrDefault(slot, 0.0);
      if (!implies(slot) && share > most + 0.05) {
        best = slot;
        most = share;
      }
    }
    return best;
  }

  private boolean implies(LinkSlot slot) {
    boolean name = slot == LinkSlot.FIRST_SOUND || slot == LinkSlot.NAME_SOUND;
    return slots.contains(slot)
        || names && name
        || slot == LinkSlot.FIRST_SOUND && slots.contains(LinkSlot.FIRST)
        || slot == LinkSlot.BIRTH_YEAR_MONTH
            && (slots.contains(LinkSlot.BIRTH) || slots.contains(LinkSlot.BIRTH_ANY_ORDER));
  }

  /**
   * The key of a person under rule number {@code number}; 0 when a part is missing.
   *
   * @param tokens a token for each {@link LinkSlot}, at its ordinal
   */
  public long key(long[] tokens, int number) {
    long key = mixed(number + 1L);
    if (names) {
      long one = tokens[LinkSlot.NAME_SOUND.ordinal()];
      long two = tokens[LinkSlot.FIRST_SOUND.ordinal()];
      if (one == 0 || two == 0) {
        return 0;
      }
      key = mixed(key + Math.min(one, two));
      key = mixed(key + Math.max(one, two));
    }
    for (int i = 0; i < slots.size(); i++) {
      long token = tokens[slots.get(i).ordinal()];
      if (token == 0) {
        return 0;
      }
      key = mixed(key + token);
    }
    return key == 0 ? 1 : key;
  }

  /** What the rule asks, for a report: {@code NAME+FIRST, POSTCODE}. */
  public String title() {
    List<String> parts = new ArrayList<>();
    if (names) {
      parts.add("NAMES");
    }
    slots.forEach(slot -> parts.add(slot.name()));
    return String.join("+", parts);
  }

  private static LinkSlot place(Map<LinkSlot, Double> presence) {
    LinkSlot best = LinkSlot.POSTCODE;
    for (LinkSlot slot : List.of(LinkSlot.COMMUNE, LinkSlot.COMMUNE_NAME)) {
      if (presence.getOrDefault(slot, 0.0) > presence.getOrDefault(best, 0.0) + 0.1) {
        best = slot;
      }
    }
    return best;
  }

  private static boolean has(Map<LinkSlot, Double> presence, LinkSlot slot) {
    return presence.getOrDefault(slot, 0.0) > 0.8;
  }

  private static BlockingRule of(LinkSlot... slots) {
    return new BlockingRule(false, List.of(slots), SPLITS.get(0));
  }

  private static BlockingRule ofNames(LinkSlot... slots) {
    return new BlockingRule(true, List.of(slots), SPLITS.get(0));
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
