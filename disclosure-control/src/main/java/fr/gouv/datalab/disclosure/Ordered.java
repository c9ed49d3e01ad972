package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Codes that come in an order: numbers within them count as numbers, so that D2 is before D10. */
final class Ordered {

  private static final Pattern PARTS = Pattern.compile("\\d{1,18}|\\D+|\\d+");

  private Ordered() {}

  /** All codes under one total, in their order. */
  static Hierarchy flat(Collection<String> codes) {
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node(Hierarchy.TOTAL, "", "Total"));
    codes.stream()
        .sorted(Ordered::compare)
        .forEach(code -> nodes.add(new Hierarchy.Node(code, Hierarchy.TOTAL, code)));
    return Hierarchy.of("of one level", nodes);
  }

  private static int compare(String one, String other) {
    List<String> ours = parts(one);
    List<String> theirs = parts(other);
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      String a = ours.get(i);
      String b = theirs.get(i);
      boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
      int by =
          numbers && a.length() <= 18 && b.length() <= 18
              ? Long.compare(Long.parseLong(a), Long.parseLong(b))
              : a.compareTo(b);
      if (by != 0) {
        return by;
      }
    }
    return Comparator.<String>comparingInt(String::length)
        .thenComparing(Comparator.naturalOrder())
        .compare(one, other);
  }

  private static List<String> parts(String code) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = PARTS.matcher(code);
    while (matcher.find()) {
      parts.add(matcher.group());
    }
    return parts;
  }
}
