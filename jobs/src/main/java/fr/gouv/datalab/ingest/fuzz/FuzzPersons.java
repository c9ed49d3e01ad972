package fr.gouv.datalab.ingest.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Good files of fictional persons, of every form and dialect, for {@link Mutator} to spoil. */
public final class FuzzPersons {
  private static final String[] LAST = {
    "ZARKANDOUX", "QUIBREVAL", "d'OSTERWICQ", "ÉBRELLIÈRE", "LE GRUMEC", "VANTOURNHOUT"
  };
  private static final String[] FIRST = {"Zénobie", "Théodulphe", "Ysaline", "Gontran Marc"};
  private static final String HEADER = "nir;nom;prenoms;naissance;siren;code;montant;remarque";

  private final List<String[]> persons = new ArrayList<>();
  private final Set<String> numbers = new HashSet<>();

  /** So many persons, the same for a seed. */
  public FuzzPersons(int count, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      long number =
          1_000_000_000_000L * (1 + random.nextInt(2))
              + (50 + random.nextInt(50)) * 10_000_000_000L
              + (1 + random.nextInt(12)) * 100_000_000L
              + (1 + random.nextInt(90)) * 1_000_000L
              + (1 + random.nextInt(900)) * 1000L
              + 1
              + i % 998;
      persons.add(
          new String[] {
            number + String.format("%02d", 97 - number % 97),
            LAST[random.nextInt(LAST.length)] + (char) ('A' + i % 26),
            FIRST[random.nextInt(FIRST.length)],
            String.format(
                "%02d/%02d/%d", 1 + random.nextInt(28), 1 + random.nextInt(12), 1930 + i % 80),
            "732829320",
            String.format("%05d", 1000 + random.nextInt(90_000)),
            random.nextInt(9000) + "," + String.format("%02d", random.nextInt(100)),
            random.nextInt(3) == 0 ? "oui" : "non"
          });
      numbers.add(Long.toString(number));
    }
  }

  /** Whether a text has the name or the number of one of them. */
  public boolean areToldBy(String text) {
    for (String name : LAST) {
      if (text.contains(name)) {
        return true;
      }
    }
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      digits = Character.isDigit(text.charAt(i)) ? digits + 1 : 0;
      if (digits >= 13 && numbers.contains(text.substring(i - 12, i + 1))) {
        return true;
      }
    }
    return false;
  }

  /** The name of the first of them. */
  public String oneName() {
    return persons.get(0)[1];
  }

  /** The same persons as the truth that a scan of bytes looks for, as CSV. */
  public String truth() {
    StringBuilder text = new StringBuilder("nir,spi,nom_naissance,nom_usage,prenoms\n");
    for (String[] p : persons) {
      text.append(p[0]).append(",,").append(p[1]).append(",,").append(p[2]).append('\n');
    }
    return text.toString();
  }

  /** A good file: some of the persons, in a form and a dialect drawn at random. */
  public byte[] file(Random random) {
    int rows = 1 + random.nextInt(30);
    int from = random.nextInt(persons.size());
    switch (random.nextInt(6)) {
      case 0:
        return json(from, rows);
      case 1:
        List<String[]> some = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
          some.add(persons.get((from + i) % persons.size()));
        }
        return FuzzParquet.of(some, random);
      default:
        return csv(from, rows, random);
    }
  }

  private byte[] csv(int from, int rows, Random random) {
    char separator = random.nextInt(4) == 0 ? ',' : ';';
    boolean iso = random.nextInt(4) == 0;
    boolean quoted = separator == ',' || random.nextInt(3) == 0;
    String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder(random.nextInt(6) == 0 ? "\uFEFF" : "");
    text.append(HEADER.replace(';', separator)).append(end);
    for (int i = 0; i < rows; i++) {
      String[] person = persons.get((from + i) % persons.size());
      for (int c = 0; c < person.length; c++) {
        String value = c == 3 && iso ? iso(person[c]) : person[c];
        text.append(c == 0 ? "" : separator);
        text.append(quoted ? "\"" + value + "\"" : value);
      }
      text.append(end);
    }
    Charset charset =
        random.nextInt(4) == 0 ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
    return text.toString().getBytes(charset);
  }

  private static String iso(String french) {
    return french.substring(6) + "-" + french.substring(3, 5) + "-" + french.substring(0, 2);
  }

  private byte[] json(int from, int rows) {
    String[] names = HEADER.split(";");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      String[] person = persons.get((from + i) % persons.size());
      text.append('{');
      for (int c = 0; c < person.length; c++) {
        String value = c == 3 ? iso(person[c]) : c == 6 ? person[c].replace(',', '.') : person[c];
        text.append(c == 0 ? "" : ", ");
        text.append('"').append(names[c]).append("\": ");
        text.append(c == 6 ? value : "\"" + value + "\"");
      }
      text.append("}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
