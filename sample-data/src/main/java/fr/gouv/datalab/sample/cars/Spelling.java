package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.chance.Chance;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How the registration office writes what the tax office writes otherwise. None of it is a defect:
 * rows spelled this way are accepted, and it is for the linkage to see that they are the same
 * person.
 */
final class Spelling {
  /** A share of rows in which something was changed. */
  static final double ACCENTS_KEPT = 0.30;

  static final double FIRST_NAME_ONLY = 0.28;
  static final double ABBREVIATED = 0.025;
  static final double SWAPPED = 0.02;
  static final double HYPHEN_LOST = 0.30;
  static final double PARTICLE_JOINED = 0.15;
  static final double TYPO = 0.025;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private final Chance chance;

  Spelling(Chance chance) {
    this.chance = chance.of("orthographe");
  }

  /** A surname as it is written on the vehicle's certificate. */
  String surname(String name, long vehicle) {
    if (name.isEmpty()) {
      return name;
    }
    String written = name;
    if (written.indexOf('-') > 0 && chance.happens(vehicle, 1, HYPHEN_LOST)) {
      written = written.replace('-', ' ');
    }
    if (written.indexOf(' ') > 0 && chance.happens(vehicle, 2, PARTICLE_JOINED)) {
      written = written.replace(" ", "");
    }
    if (written.startsWith("SAINT") && chance.happens(vehicle, 3, 0.4)) {
      written = "ST" + written.substring(5);
    }
    if (written.indexOf('\'') > 0 && chance.happens(vehicle, 4, 0.4)) {
      written = written.replace('\'', ' ');
    }
    return chance.happens(vehicle, 5, TYPO) ? typo(written, chance.bits(vehicle, 6)) : written;
  }

  /** First names as they are written on the vehicle's certificate. */
  String firstNames(String names, long vehicle) {
    String[] all = names.split(" ");
    if (all.length > 1 && chance.happens(vehicle, 11, SWAPPED)) {
      String first = all[0];
      all[0] = all[1];
      all[1] = first;
    }
    String written = chance.happens(vehicle, 12, FIRST_NAME_ONLY) ? all[0] : String.join(" ", all);
    if (written.indexOf('-') > 0 && chance.happens(vehicle, 13, HYPHEN_LOST)) {
      written = written.replace('-', ' ');
    }
    if (chance.happens(vehicle, 14, ABBREVIATED)) {
      written = abbreviated(written);
    }
    if (chance.happens(vehicle, 15, TYPO)) {
      written = typo(written, chance.bits(vehicle, 16));
    }
    written = written.toUpperCase(Locale.FRENCH);
    return chance.happens(vehicle, 17, ACCENTS_KEPT) ? written : withoutAccents(written);
  }

  /** Text in capitals, with or without its accents. */
  String place(String text, long vehicle) {
    String written = text.toUpperCase(Locale.FRENCH);
    return chance.happens(vehicle, 18, ACCENTS_KEPT) ? written : withoutAccents(written);
  }

  /** A complement of address, now and then typed on two lines. */
  String complement(String text, long vehicle) {
    if (text.isEmpty()) {
      return chance.happens(vehicle, 19, 0.002) ? "CHEZ M. DUPONT\nBOÎTE \"B\"" : text;
    }
    return chance.happens(vehicle, 20, 0.02) ? text + "\nBOÎTE 12" : text;
  }

  static String withoutAccents(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        String plain =
            MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return plain.replace("Œ", "OE").replace("Æ", "AE").replace("œ", "oe").replace("æ", "ae");
      }
    }
    return text;
  }

  private static String abbreviated(String name) {
    int cut = name.indexOf('-');
    if (cut > 0) {
      return name.charAt(0) + name.substring(cut);
    }
    return name.startsWith("Marie")
        ? "M" + name.substring(5)
        : name.substring(0, Math.min(name.length(), 3)) + ".";
  }

  /** Two letters exchanged, one lost, one doubled, or one replaced by its neighbour. */
  static String typo(String text, long bits) {
    if (text.length() < 4) {
      return text;
    }
    int at = 1 + (int) Long.remainderUnsigned(bits >>> 8, text.length() - 2);
    String before = text.substring(0, at);
    return switch ((int) (bits & 3)) {
      case 0 -> before + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
      case 1 -> before + text.substring(at + 1);
      case 2 -> before + text.charAt(at) + text.substring(at);
      default ->
          before
              + (char) (text.charAt(at) == 'Z' ? 'S' : 'A' + (text.charAt(at) + 4) % 26)
              + text.substring(at + 1);
    };
  }
}
