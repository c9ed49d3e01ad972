package fr.gouv.datalab.drafts;

import fr.gouv.datalab.dialects.ValueForm;
import fr.gouv.datalab.ingest.FileForm;
import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.UnknownFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drafts a {@code dataset.yaml} from a file: what its values tell, and, as comments, what only the
 * producer knows. In doubt between two sensitivities the stronger is written. No value of the file
 * stands in the draft but codes: at most thirty in a column, each met eleven times or more, in
 * columns that neither name nor number anybody.
 */
public final class ContractDraft {
  private static final int KEY_ROWS = 50_000;

  private final String dataset;
  private final Path file;
  private final List<ColumnDraft> columns = new ArrayList<>();
  private final List<DraftedColumn> drafted = new ArrayList<>();
  private long rows;
  private long malformed;
  private List<List<String>> keys = List.of();
  private boolean nearly;

  private ContractDraft(String dataset, Path file) {
    this.dataset = dataset;
    this.file = file;
  }

  /**
   * The draft of a contract.
   *
   * @param dataset its name
   * @return UTF-8 text of a {@code dataset.yaml}
   * @throws fr.gouv.datalab.refusals.BadDataException when the file cannot be read
   */
  public static String of(String dataset, Path file) throws IOException {
    ContractDraft draft = new ContractDraft(dataset, file);
    try (UnknownFile open = UnknownFile.open(file)) {
      draft.read(open);
      draft.decide();
      return draft.yaml(open);
    }
  }

  private void read(UnknownFile open) throws IOException {
    open.names().forEach(name -> columns.add(new ColumnDraft(name)));
    Records records = open.records();
    while (records.next()) {
      rows++;
      if (records.malformed() || records.fields() != columns.size()) {
        malformed++;
        continue;
      }
      for (int i = 0; i < columns.size(); i++) {
        take(records, i);
      }
    }
  }

  private void take(Records records, int field) {
    if (!records.hasDoubledQuotes(field)) {
      columns.get(field).take(records.buffer(), records.from(field), records.to(field));
      return;
    }
    byte[] text = new byte[records.to(field) - records.from(field)];
    int length = 0;
    for (int i = records.from(field); i < records.to(field); i++) {
      text[length++] = records.buffer()[i];
      i += records.buffer()[i] == '"' ? 1 : 0;
    }
    columns.get(field).take(text, 0, length);
  }

  private void decide() throws IOException {
    List<String> taken = new ArrayList<>();
    for (ColumnDraft column : columns) {
      String name = HeaderWords.columnName(column.header());
      String free = name;
      for (int n = 2; taken.contains(free); n++) {
        free = name + "_" + n;
      }
      taken.add(free);
      drafted.add(DraftedColumn.of(free, column));
    }
    List<List<String>> unique = new ArrayList<>();
    for (DraftedColumn column : drafted) {
      if (column.isInLake() && column.draft().isUnique()) {
        unique.add(List.of(column.name()));
      }
    }
    if (unique.isEmpty()) {
      for (DraftedColumn column : drafted) {
        if (column.isInLake() && column.draft().isNearlyUnique()) {
          unique.add(List.of(column.name()));
          nearly = true;
        }
      }
    }
    keys = unique.isEmpty() ? composed() : unique;
  }

  /** Pairs and triples of columns that do not repeat in the first rows. */
  private List<List<String>> composed() throws IOException {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < drafted.size() && places.size() < 10; i++) {
      ValueForm form = drafted.get(i).draft().look().form();
      if (drafted.get(i).isInLake()
          && drafted.get(i).draft().look().empty() == 0
          && form != ValueForm.DECIMAL
          && form != ValueForm.BOOLEAN) {
        places.add(i);
      }
    }
    List<int[]> candidates = new ArrayList<>();
    for (int a = 0; a < places.size(); a++) {
      for (int b = a + 1; b < places.size(); b++) {
        candidates.add(new int[] {places.get(a), places.get(b)});
      }
    }
    for (int a = 0; a < places.size(); a++) {
      for (int b = a + 1; b < places.size(); b++) {
        for (int c = b + 1; c < places.size(); c++) {
          candidates.add(new int[] {places.get(a), places.get(b), places.get(c)});
        }
      }
    }
    List<Distinct> seen = new ArrayList<>();
    candidates.forEach(candidate -> seen.add(new Distinct()));
    try (UnknownFile open = UnknownFile.open(file)) {
      Records records = open.records();
      for (int row = 0; row < KEY_ROWS && records.next(); row++) {
        if (records.malformed() || records.fields() != columns.size()) {
          continue;
        }
        for (int i = 0; i < candidates.size(); i++) {
          if (row == 0 || seen.get(i).isUnique()) {
            long hash = 0;
            for (int at : candidates.get(i)) {
              hash = Distinct.hash(records.buffer(), records.from(at), records.to(at), hash);
            }
            seen.get(i).take(hash);
          }
        }
      }
    }
    List<List<String>> found = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      List<String> names = new ArrayList<>();
      for (int at : candidates.get(i)) {
        names.add(drafted.get(at).name());
      }
      boolean minimal = found.stream().noneMatch(names::containsAll);
      if (seen.get(i).isUnique() && seen.get(i).seen() > 1 && minimal && found.size() < 5) {
        found.add(names);
      }
    }
    return found;
  }

  private String yaml(UnknownFile open) {
    DraftText text = new DraftText();
    text.comment(
        "Ébauche tirée de "
            + text.count(rows, "ligne")
            + (malformed == 0
                ? ""
                : ", dont " + text.count(malformed, "ligne") + " sans les champs de l'en-tête")
            + ". Chaque « QUESTION » attend une réponse du producteur ; ce qui est vide doit être"
            + " rempli avant que `catalogue show` ne lise ce contrat.");
    text.line("dataset: " + dataset);
    text.question("Quel titre et quelle description, en français, pour qui cherche ces données ?");
    text.line("title:").line("description:");
    text.question("Qui produit ces données (a-z, 0-9, -), et sur quel texte se fonde leur envoi ?");
    text.line("producer:").line("legalBasis:");
    text.question("Que représente une ligne : une personne, un contrat, un événement ?");
    text.line("grain:");
    text.question("Combien de temps les lignes sont-elles gardées (P3Y : trois ans) ?");
    text.line("retention:");
    text.line("dialect: " + dialect(open, text));
    key(text);
    text.question(
        "Quels changements de colonnes accepter d'une livraison à l'autre : added, removed,"
            + " renamed, retyped, reordered ?");
    text.line("schemaChanges: [added, renamed, reordered]");
    text.line("columns:");
    drafted.forEach(column -> column.write(text));
    identity(text);
    return text.toString();
  }

  private String dialect(UnknownFile open, DraftText text) {
    if (!open.isText()) {
      text.question(
          "Le fichier mêle plusieurs encodages ou n'est pas du texte : lequel est le bon ?");
    }
    long commas = 0;
    long points = 0;
    List<String> patterns = new ArrayList<>();
    for (DraftedColumn column : drafted) {
      if (column.draft().look().form() == ValueForm.DECIMAL) {
        commas += column.draft().look().commas();
        points += column.draft().look().points();
      }
      column.datePattern().filter(p -> !patterns.contains(p)).ifPresent(patterns::add);
    }
    if (commas > 0 && points > 0) {
      text.question("Les décimales sont écrites avec une virgule et avec un point : laquelle ?");
    }
    if (patterns.size() > 1) {
      text.question("Les dates sont écrites de plusieurs façons, " + patterns + " : laquelle ?");
    }
    boolean csv = open.form() == FileForm.CSV;
    String separator = open.separator() == '\t' ? "\\t" : String.valueOf(open.separator());
    return "{encodings: ["
        + open.encodings().get(0)
        + "], separator: \""
        + (csv ? separator : ";")
        + "\", decimal: \""
        + (commas > points || commas + points == 0 && csv && open.separator() == ';' ? "," : ".")
        + "\", dates: "
        + (patterns.isEmpty() ? "yyyy-MM-dd" : patterns.get(0))
        + "}";
  }

  private void key(DraftText text) {
    if (keys.isEmpty()) {
      text.question(
          "Quelles colonnes ne se répètent jamais ensemble ? Aucune trouvée parmi celles que le lac"
              + " peut garder.");
      text.line("uniqueKey: []");
      return;
    }
    text.question(
        (nearly
                ? "Est-ce bien la clé ? Presque sans répétition, les autres lignes seraient refusées : "
                : "Est-ce bien la clé ? Sans répétition dans ce qui a été lu : ")
            + String.join(" ; ", keys.stream().map(key -> String.join(" + ", key)).toList())
            + ".");
    List<String> best =
        keys.stream()
            .filter(key -> key.stream().anyMatch(this::isIdentifier))
            .findFirst()
            .orElse(keys.get(0));
    text.line("uniqueKey: [" + String.join(", ", best) + "]");
  }

  private boolean isIdentifier(String name) {
    return drafted.stream()
        .anyMatch(
            column -> column.name().equals(name) && column.sensitivity().startsWith("identifier("));
  }

  private void identity(DraftText text) {
    Optional<DraftedColumn> key =
        drafted.stream()
            .filter(column -> column.sensitivity().matches("identifier\\((nir|spi|ine)\\)"))
            .findFirst();
    List<String> roles = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (DraftedColumn column : drafted) {
      String role = new HeaderWords(column.draft().header()).role();
      if (!role.isEmpty() && !known.contains(role)) {
        known.add(role);
        roles.add(role + ": " + column.name());
      }
    }
    if (!known.contains("nomNaissance")
        && !known.contains("nomUsage")
        && !known.contains("prenoms")
        && !known.contains("dateNaissance")) {
      return;
    }
    if (key.isEmpty()) {
      text.question(
          "Ces colonnes nomment quelqu'un ("
              + String.join(", ", roles)
              + ") : sous quel identifiant le coffre les garde-t-il ?");
      return;
    }
    text.question("Est-ce la personne que la ligne nomme ? Sert-elle à apparier (linkage: true) ?");
    text.line("identities:");
    text.line("  - name: personne");
    text.line("    key: " + key.get().name());
    text.line("    roles: {" + String.join(", ", roles) + "}");
  }
}
