package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Dialect;
import fr.gouv.datalab.dialects.ColumnLook;
import fr.gouv.datalab.dialects.Separators;
import fr.gouv.datalab.quality.Remark;
import fr.gouv.datalab.refusals.BadDataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the way in which a CSV file was found to be written against its contract's. What differs is
 * taken where the contract {@code accepts} it; otherwise the file is refused, with what was found
 * and what to write. What cannot be told from the file is said.
 */
final class DialectFinder {
  /** Fewer dates than this in another form are wrong values, not another way of writing. */
  private static final int ENOUGH = 5;

  /** From this share on, a minority is a second way of writing, not mistakes. */
  private static final double MINORITY = 0.05;

  private final String label;
  private final Contract contract;
  private final Dialect usual;

  /**
   * Looks at one file.
   *
   * @param label names it in sentences
   */
  DialectFinder(String label, Contract contract) {
    this.label = label;
    this.contract = contract;
    usual = contract.dialect();
  }

  /** What separates the fields of a text. */
  char separator(Head head) {
    Set<String> expected = new HashSet<>();
    for (Column column : contract.fileColumns()) {
      expected.add(column.name().toLowerCase(Locale.ROOT));
      expected.addAll(column.aliases());
    }
    Separators.Cut cut = Separators.of(head.bytes(), usual.separator(), expected);
    if (cut.known() == 0 && !cut.names().isEmpty() && isData(cut.names())) {
      throw new BadDataException(
          label
              + " has no header: its first line is a row. Deliver it again with the names of its"
              + " columns first: "
              + String.join(
                  String.valueOf(usual.separator()),
                  contract.fileColumns().stream().map(Column::name).toList())
              + ".");
    }
    boolean told = cut.known() > 0 || cut.names().size() > 1 && cut.alike() > 0.5;
    if (!told || usual.allowsSeparator(cut.separator())) {
      return told ? cut.separator() : usual.separator();
    }
    if (cut.known() == 0) {
      // None of the names is one of the contract's: that is what will be said.
      return usual.separator();
    }
    throw new BadDataException(
        label
            + " is separated by "
            + FileLook.shown(cut.separator())
            + ", and the contract "
            + contract.dataset()
            + " says "
            + FileLook.shown(usual.separator())
            + ": deliver it so, or, where both are agreed on, write `accepts: {separators: ["
            + (cut.separator() == '\t' ? "tab" : "\"" + cut.separator() + "\"")
            + "]}` under `dialect` in the contract.");
  }

  /** Whether a first record has values where names should be. */
  private static boolean isData(List<String> names) {
    ColumnLook look = new ColumnLook();
    for (String name : names) {
      byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      look.take(bytes, 0, bytes.length);
    }
    boolean dates = ColumnLook.DATE_PATTERNS.stream().anyMatch(p -> look.dates(p) > 0);
    boolean numbers =
        look.share(fr.gouv.datalab.dialects.ValueForm.DECIMAL) > 0 || look.zeroFirst() > 0;
    return dates || numbers;
  }

  /**
   * What a file is read by.
   *
   * @param columns what its values look like
   * @param written its encoding and separator, with the contract's decimals and dates
   * @param remarks takes the sentences that a person should read
   */
  FileDialect dialect(
      List<FileLook.SeenColumn> columns, FileDialect written, List<Remark> remarks) {
    char decimal = written.decimal();
    List<Found> dates = new ArrayList<>();
    long usualMark = 0;
    long otherMark = 0;
    long thousands = 0;
    for (FileLook.SeenColumn seen : columns) {
      Optional<Column> column = contract.column(seen.name());
      if (column.isEmpty()) {
        continue;
      }
      ColumnLook look = seen.look();
      if (column.get().type() instanceof ColumnType.Decimal) {
        usualMark += usual.decimal() == ',' ? look.commas() : look.points();
        otherMark += usual.decimal() == ',' ? look.points() : look.commas();
        thousands += look.threeDecimals();
      } else if (column.get().type() instanceof ColumnType.Date && look.values() > 0) {
        dates.add(found(seen.name(), look, remarks));
      }
      damage(column.get(), look, remarks);
    }
    if (otherMark >= ENOUGH && otherMark > 19 * usualMark) {
      decimal = usual.decimal() == ',' ? '.' : ',';
      if (thousands == otherMark) {
        remarks.add(
            new Remark(Remark.Kind.THOUSANDS_OR_DECIMALS, "", otherMark, FileLook.shown(decimal)));
      }
      refuseUnless(
          usual.allowsDecimal(decimal),
          "has \"" + decimal + "\" before its decimals",
          "\"" + usual.decimal() + "\"",
          "decimals: [\"" + decimal + "\"]");
    }
    FileDialect found =
        new FileDialect(written.charset(), written.separator(), decimal, dates(dates));
    unusual(found, remarks);
    return found;
  }

  private void unusual(FileDialect found, List<Remark> remarks) {
    List<String> others = new ArrayList<>();
    if (found.separator() != usual.separator()) {
      others.add("separator " + FileLook.shown(found.separator()));
    }
    if (found.decimal() != usual.decimal()) {
      others.add("decimal " + FileLook.shown(found.decimal()));
    }
    if (!found.dates().equals(usual.dates())) {
      others.add("dates " + found.dates());
    }
    if (!found.charset().equals(usual.encodings().get(0))) {
      others.add(found.charset().name());
    }
    if (!others.isEmpty()) {
      remarks.add(new Remark(Remark.Kind.OTHER_DIALECT, "", 0, String.join(", ", others)));
    }
  }

  /** How one column writes its dates, where that is told by its values. */
  private record Found(String column, String pattern) {}

  private Found found(String name, ColumnLook look, List<Remark> remarks) {
    String other = swapped(usual.dates());
    long inUsual = look.dates(usual.dates());
    long onlyUsual = look.decisive(usual.dates());
    long onlyOther = look.decisive(other);
    boolean hasOther = ColumnLook.DATE_PATTERNS.contains(other) && !other.equals(usual.dates());
    if (hasOther && onlyOther > 0) {
      if (onlyUsual == 0) {
        return new Found(name, other);
      }
      if (onlyOther >= ENOUGH && onlyOther > MINORITY * (onlyUsual + onlyOther)) {
        throw new BadDataException(
            label
                + " writes the dates of "
                + name
                + " in two orders: of those looked at, "
                + onlyUsual
                + " can only be "
                + usual.dates()
                + " and "
                + onlyOther
                + " only "
                + other
                + ", so the others cannot be trusted. Deliver it again with one order.");
      }
    }
    if (hasOther && inUsual > 0 && onlyUsual == 0) {
      remarks.add(
          new Remark(
              Remark.Kind.DATE_ORDER, name, inUsual, usual.dates() + " as well as " + other));
    }
    Optional<String> most = look.datePattern();
    if (inUsual == 0 && most.isPresent() && look.values() >= ENOUGH) {
      return new Found(name, most.get());
    }
    return new Found(name, inUsual > 0 ? usual.dates() : "");
  }

  private static String swapped(String pattern) {
    return pattern.replace("dd", "##").replace("MM", "dd").replace("##", "MM");
  }

  private String dates(List<Found> found) {
    Set<String> patterns = new TreeSet<>();
    found.stream().map(Found::pattern).filter(p -> !p.isEmpty()).forEach(patterns::add);
    if (patterns.size() > 1) {
      throw new BadDataException(
          label
              + " writes its dates in several ways: "
              + String.join(
                  ", ",
                  found.stream()
                      .filter(f -> !f.pattern().isEmpty())
                      .map(f -> f.column() + " as " + f.pattern())
                      .toList())
              + ". Deliver it again with one.");
    }
    String pattern = patterns.isEmpty() ? usual.dates() : patterns.iterator().next();
    refuseUnless(
        usual.allowsDates(pattern),
        "writes its dates as " + pattern,
        usual.dates(),
        "dates: [" + pattern + "]");
    return pattern;
  }

  private void refuseUnless(boolean allowed, String found, String said, String write) {
    if (!allowed) {
      throw new BadDataException(
          label
              + " "
              + found
              + ", and the contract "
              + contract.dataset()
              + " says "
              + said
              + ": deliver it so, or, where both are agreed on, write `accepts: {"
              + write
              + "}` under `dialect` in the contract.");
    }
  }

  /** What a spreadsheet does to numbers that are none. */
  private static void damage(Column column, ColumnLook look, List<Remark> remarks) {
    boolean text = column.type() instanceof ColumnType.Text;
    String name = column.name();
    if (text && look.scientific() > 0 && (column.isIdentifier() || column.repair().isPresent())) {
      remarks.add(new Remark(Remark.Kind.SCIENTIFIC, name, look.scientific(), ""));
    }
    if (!text && look.grouped() > 0) {
      remarks.add(new Remark(Remark.Kind.GROUPED, name, look.grouped(), ""));
    }
    if (column.type() instanceof ColumnType.Date && look.shortYears() > 0) {
      remarks.add(new Remark(Remark.Kind.SHORT_YEARS, name, look.shortYears(), ""));
    }
  }
}
