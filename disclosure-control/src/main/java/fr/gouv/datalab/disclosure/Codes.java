package fr.gouv.datalab.disclosure;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which codes a table's dimensions have. Codes are compared exactly: what differs by case or accent
 * is another code; what only seems to differ, or seems not to, is refused.
 */
final class Codes {

  private Codes() {}

  /** Each dimension's own hierarchy, or all codes found under one total. */
  static Hierarchy[] hierarchies(ProtectionSpec spec, List<TableRow> rows) {
    Hierarchy[] hierarchies = new Hierarchy[spec.dimensions().size()];
    for (int d = 0; d < hierarchies.length; d++) {
      String column = spec.columns().get(d);
      for (TableRow row : rows) {
        if (row.codes().get(d).isEmpty()) {
          throw new BadInputException(
              "The cell "
                  + row.name(spec)
                  + " has an empty code in "
                  + column
                  + ": every cell needs one.");
        }
      }
      if (spec.dimensions().get(d).hierarchy().isPresent()) {
        hierarchies[d] = spec.dimensions().get(d).hierarchy().get();
      } else {
        TreeSet<String> found = new TreeSet<>();
        for (TableRow row : rows) {
          found.add(row.codes().get(d));
        }
        found.remove(Hierarchy.TOTAL);
        requireDistinct(column, found);
        hierarchies[d] =
            spec.dimensions().get(d).ordered() ? Ordered.flat(found) : Hierarchy.flat(found);
      }
    }
    return hierarchies;
  }

  /** A code with white space around it, or two that look the same, are one mistyped. */
  static void requireDistinct(String where, Iterable<String> codes) {
    Map<String, String> seen = new HashMap<>();
    for (String code : codes) {
      if (!code.equals(code.strip()) || code.chars().anyMatch(c -> c == 0xA0 || c < ' ')) {
        throw new BadInputException(
            "The code \""
                + visible(code)
                + "\" of "
                + where
                + " has white space or an invisible character in it: remove it.");
      }
      String other = seen.put(Normalizer.normalize(code, Normalizer.Form.NFC), code);
      if (other != null && !other.equals(code)) {
        throw new BadInputException(
            "The code \""
                + code
                + "\" of "
                + where
                + " is written in two ways that look the same (accents as one character or two):"
                + " write it in one.");
      }
    }
  }

  private static String visible(String code) {
    StringBuilder text = new StringBuilder();
    for (char c : code.toCharArray()) {
      text.append(c == 0xA0 || c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
    }
    return text.toString();
  }

  /** The sentence for a code that a hierarchy has not, with the one that was probably meant. */
  static BadInputException unknown(ProtectionSpec spec, int d, Hierarchy hierarchy, TableRow row) {
    String code = row.codes().get(d);
    String near = "";
    for (String each : hierarchy.codes()) {
      if (plain(each).equals(plain(code))) {
        near = " The hierarchy has \"" + each + "\".";
      }
    }
    return new BadInputException(
        "The code \""
            + visible(code)
            + "\" of "
            + spec.columns().get(d)
            + (row.line() > 0 ? ", line " + row.line() + "," : "")
            + " is not in its hierarchy: add it there, or correct the table."
            + near);
  }

  private static String plain(String code) {
    return Normalizer.normalize(code, Normalizer.Form.NFD)
        .replaceAll("[\\p{M}\\p{Cntrl}\\h]", "")
        .replaceFirst("^[.0]+", "")
        .toLowerCase(Locale.ROOT);
  }
}
