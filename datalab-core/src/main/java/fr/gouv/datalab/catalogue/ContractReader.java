package fr.gouv.datalab.catalogue;

import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.yaml.Section;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code dataset.yaml}, refusing what it does not know and what does not hold together. */
final class ContractReader {
  static final String DATASET_NAME = "[a-z][a-z0-9_-]*\\.[a-z][a-z0-9_]*";
  static final Set<String> ROLES =
      Set.of(
          "nomNaissance",
          "nomUsage",
          "prenoms",
          "sexe",
          "dateNaissance",
          "communeNaissance",
          "numeroVoie",
          "voie",
          "complement",
          "commune",
          "codeCommune",
          "codePostal",
          "region",
          "telephone",
          "email",
          "identifiant");
  private static final String NAME = "[a-z][a-z0-9_]*";
  private static final Set<String> THEMES =
      Set.of(
          "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI",
          "TECH", "TRAN");

  private final String folder;
  private final Section file;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  private ContractReader(String folder, Section file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * Reads a contract.
   *
   * @param folder the dataset's name, which is its folder's
   * @param utf8 the bytes of its {@code dataset.yaml}
   * @throws BadDataException naming the line and the key that is wrong
   */
  static Contract read(String folder, byte[] utf8) {
    return read(folder, utf8, true);
  }

  /** The same; where it is not held to a folder's name, the folder names it in sentences alone. */
  static Contract read(String folder, byte[] utf8, boolean held) {
    Section file =
        Section.of(held ? "Dataset " + folder + ", dataset.yaml" : "Contract " + folder, utf8);
    return new ContractReader(held ? folder : file.text("dataset"), file).read();
  }

  private Contract read() {
    if (!file.text("dataset").equals(folder)) {
      file.fail("dataset", "must be the folder's name, " + folder);
    }
    if (!folder.matches(DATASET_NAME)) {
      file.fail("dataset", "must be two words of a-z, 0-9 and _ with a dot between them");
    }
    file.sections("columns").forEach(this::column);
    if (columns.isEmpty()) {
      file.fail("columns", "is missing: a dataset has at least one column");
    }
    Contract contract =
        new Contract(
            folder,
            file.text("title"),
            file.text("description"),
            producer(),
            file.text("legalBasis"),
            file.text("grain"),
            retention(),
            excludedRights(),
            themes(),
            file.optionalTexts("keywords"),
            dialect(file.section("dialect")),
            uniqueKey(),
            List.copyOf(columns.values()),
            identities(),
            rules(),
            schemaChanges());
    file.nothingElse();
    return contract;
  }

  private String producer() {
    String producer = file.text("producer");
    return producer.matches("[a-z][a-z0-9-]*")
        ? producer
        : file.fail("producer", "must be a party's name in a-z, 0-9 and -");
  }

  private Retention retention() {
    if (!file.isSection("retention")) {
      return Retention.of(period(file, "retention", file.text("retention")));
    }
    Section section = file.section("retention");
    Period period = period(section, "period", section.text("period"));
    Optional<String> from = section.optionalText("from");
    from.ifPresent(name -> dated(section, name));
    Period quarantine =
        section
            .optionalText("quarantine")
            .map(text -> period(section, "quarantine", text))
            .orElse(Retention.shorter(Retention.QUARANTINE, period));
    section.nothingElse();
    return new Retention(period, from, quarantine);
  }

  private static Period period(Section section, String key, String text) {
    Period period = parsed(section, key, text, Period::parse, "an ISO period, P3Y");
    return period.isZero() || period.isNegative()
        ? section.fail(key, "must be longer than nothing, as P3Y")
        : period;
  }

  private void dated(Section section, String name) {
    known(section, "from", name);
    Column column = columns.get(name);
    boolean dated =
        column.type() instanceof ColumnType.Date || column.type() instanceof ColumnType.Int;
    if (!column.isInLake() || !dated) {
      section.fail("from", "must name a date or a year that the lake holds");
    }
  }

  private Map<String, String> excludedRights() {
    Map<String, String> excluded = file.textByKey("excludedRights");
    for (String right : excluded.keySet()) {
      if (!right.equals(Contract.ERASURE) && !right.equals(Contract.OPPOSITION)) {
        file.fail("excludedRights", "has " + right + ": it may have erasure and opposition");
      }
    }
    return excluded;
  }

  private List<String> themes() {
    for (String theme : file.optionalTexts("theme")) {
      if (!THEMES.contains(theme)) {
        file.fail("theme", "has " + theme + ", which is not one of the EU's data themes");
      }
    }
    return file.optionalTexts("theme");
  }

  private static Dialect dialect(Section section) {
    List<Charset> encodings = new ArrayList<>();
    for (String name : section.texts("encodings")) {
      encodings.add(parsed(section, "encodings", name, Charset::forName, "names of encodings"));
    }
    char separator = section.character("separator");
    char decimal = section.character("decimal");
    if (decimal != ',' && decimal != '.') {
      section.fail("decimal", "must be \",\" or \".\"");
    }
    String dates = section.text("dates");
    parsed(section, "dates", dates, DateTimeFormatter::ofPattern, "a pattern such as dd/MM/yyyy");
    Dialect.Accepted accepts =
        section
            .optionalSection("accepts")
            .map(ContractReader::accepted)
            .orElse(Dialect.Accepted.NOTHING);
    section.nothingElse();
    return new Dialect(encodings, separator, decimal, dates, accepts);
  }

  private static Dialect.Accepted accepted(Section section) {
    List<Character> separators = new ArrayList<>();
    for (String written : section.optionalTexts("separators")) {
      String separator = written.equals("tab") ? "\t" : written;
      if (separator.length() != 1) {
        section.fail("separators", "must be single characters, or tab");
      }
      separators.add(separator.charAt(0));
    }
    List<Character> decimals = new ArrayList<>();
    for (String decimal : section.optionalTexts("decimals")) {
      if (!decimal.equals(",") && !decimal.equals(".")) {
        section.fail("decimals", "must be \",\" or \".\"");
      }
      decimals.add(decimal.charAt(0));
    }
    List<String> dates = section.optionalTexts("dates");
    for (String pattern : dates) {
      if (!pattern.contains("yyyy") || !pattern.contains("MM") || !pattern.contains("dd")) {
        section.fail("dates", "must be patterns of yyyy, MM and dd, such as dd/MM/yyyy");
      }
    }
    section.nothingElse();
    return new Dialect.Accepted(separators, decimals, dates);
  }

  private Set<SchemaChange> schemaChanges() {
    if (!file.keys().contains("schemaChanges")) {
      return SchemaChange.USUAL;
    }
    EnumSet<SchemaChange> changes = EnumSet.noneOf(SchemaChange.class);
    for (String word : file.optionalTexts("schemaChanges")) {
      changes.add(parsed(file, "schemaChanges", word, SchemaChange::of, ""));
    }
    return changes;
  }

  private void column(Section section) {
    String name = section.text("name");
    if (!name.matches(NAME)) {
      section.fail("name", "must be a word of a-z, 0-9 and _");
    }
    ColumnType type = parsed(section, "type", section.text("type"), ColumnType::of, "");
    Sensitivity sensitivity =
        parsed(section, "sensitivity", section.text("sensitivity"), Sensitivity::of, "");
    Column column =
        new Column(
            name,
            type,
            section.optionalText("unit"),
            sensitivity,
            section.flag("required"),
            bound(section, "min", type),
            bound(section, "max", type),
            section.optionalTexts("values"),
            section.optionalText("pattern"),
            section
                .optionalText("derived")
                .map(text -> parsed(section, "derived", text, Derivation::of, "")),
            aliases(section),
            section
                .optionalText("repair")
                .map(text -> parsed(section, "repair", text, t -> Repair.of(t, sensitivity), "")),
            section.text("description"));
    section.nothingElse();
    if (columns.put(name, column) != null) {
      section.fail("name", "is that of two columns: " + name);
    }
    checkColumn(section, column);
  }

  private static List<String> aliases(Section section) {
    return section.optionalTexts("aliases").stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  private void checkColumn(Section section, Column column) {
    boolean text = column.type() instanceof ColumnType.Text;
    if (column.repair().isPresent() && (!text || column.isDerived())) {
      section.fail("repair", "is for string columns of the file");
    }
    if (column.repair().isPresent()
        && !column.isIdentifier()
        && column.values().isEmpty()
        && column.pattern().isEmpty()) {
      section.fail(
          "repair", "needs values, a pattern or an identifier to hold what is mended against");
    }
    for (Column other : columns.values()) {
      boolean shared =
          column.aliases().contains(other.name())
              || other.aliases().contains(column.name())
              || other != column && other.aliases().stream().anyMatch(column.aliases()::contains);
      if (shared) {
        section.fail("aliases", "has a name of the column " + other.name());
      }
    }
    if (column.isIdentifier() && !text) {
      section.fail("type", "of an identifier must be string");
    }
    if (!text && (!column.values().isEmpty() || column.pattern().isPresent())) {
      section.fail("type", "must be string for a column with values or a pattern");
    }
    column
        .pattern()
        .ifPresent(p -> parsed(section, "pattern", p, Pattern::compile, "a regular expression"));
    if (column.min().isPresent()
        && column.max().isPresent()
        && compare(column.type(), column.min().get(), column.max().get()) > 0) {
      section.fail("max", "is below min");
    }
    column
        .derivation()
        .ifPresent(
            derivation -> {
              Column from = columns.get(derivation.from());
              if (from == null || !(from.type() instanceof ColumnType.Date) || from.isDerived()) {
                section.fail("derived", "must name a date column listed above it");
              }
              if (!(column.type() instanceof ColumnType.Int) || column.isIdentifier()) {
                section.fail("type", "of a year must be integer");
              }
            });
  }

  private static Optional<String> bound(Section section, String key, ColumnType type) {
    Optional<String> text = section.optionalText(key);
    text.ifPresent(
        value -> {
          if (type instanceof ColumnType.Date) {
            parsed(section, key, value, LocalDate::parse, "a date such as 2000-01-01");
          } else if (type.isNumber()) {
            parsed(section, key, value, BigDecimal::new, "a number");
          } else {
            section.fail(key, "is for numbers and dates only");
          }
        });
    return text;
  }

  private static int compare(ColumnType type, String a, String b) {
    return type instanceof ColumnType.Date
        ? LocalDate.parse(a).compareTo(LocalDate.parse(b))
        : new BigDecimal(a).compareTo(new BigDecimal(b));
  }

  private List<String> uniqueKey() {
    List<String> key = file.texts("uniqueKey");
    key.forEach(name -> known(file, "uniqueKey", name));
    for (String name : key) {
      if (!columns.get(name).isInLake()) {
        file.fail("uniqueKey", "names the direct identifier " + name + ", which no lake holds");
      }
    }
    return key;
  }

  private List<Identity> identities() {
    Map<String, Identity> identities = new LinkedHashMap<>();
    for (Section section : file.sections("identities")) {
      Identity identity =
          new Identity(
              section.text("name"),
              section.text("key"),
              section.textByKey("when"),
              section.textByKey("roles"),
              section.flag("linkage"));
      section.nothingElse();
      if (!identity.name().matches(NAME)) {
        section.fail("name", "must be a word of a-z, 0-9 and _");
      }
      known(section, "key", identity.key());
      if (!columns.get(identity.key()).isIdentifier()) {
        section.fail("key", "must be a column of sensitivity identifier(KIND)");
      }
      identity.when().keySet().forEach(name -> known(section, "when", name));
      identity.roles().forEach((role, name) -> role(section, role, name));
      if (identity.roles().isEmpty()) {
        section.fail("roles", "is missing: say which columns name the person");
      }
      if (identities.put(identity.name(), identity) != null) {
        section.fail("name", "is that of two identities: " + identity.name());
      }
    }
    return List.copyOf(identities.values());
  }

  private void role(Section section, String role, String column) {
    if (!ROLES.contains(role)) {
      section.fail("roles", "has " + role + ", which is none of " + String.join(", ", sorted()));
    }
    known(section, "roles", column);
  }

  private static List<String> sorted() {
    return ROLES.stream().sorted().toList();
  }

  private List<QualityRule> rules() {
    List<QualityRule> rules = new ArrayList<>();
    for (Section section : file.sections("rules")) {
      rules.add(
          new QualityRule(section.text("name"), section.text("check"), section.text("reason")));
      section.nothingElse();
    }
    return rules;
  }

  private void known(Section section, String key, String column) {
    if (!columns.containsKey(column)) {
      section.fail(key, "names " + column + ", which is not a column of this dataset");
    }
  }

  /** What a text means, or a failure that says what was expected. */
  private static <T> T parsed(
      Section section, String key, String text, Function<String, T> parser, String expected) {
    try {
      return parser.apply(text);
    } catch (PatternSyntaxException | DateTimeException | NumberFormatException e) {
      return section.fail(key, "must be " + expected);
    } catch (IllegalArgumentException e) {
      return section.fail(
          key, expected.isEmpty() ? withoutFullStop(e.getMessage()) : "must be " + expected);
    }
  }

  private static String withoutFullStop(String sentence) {
    return sentence.replaceFirst("\\.$", "");
  }
}
