package fr.gouv.datalab.drafts;

import fr.gouv.datalab.catalogue.Repair;
import fr.gouv.datalab.dialects.ColumnLook;
import fr.gouv.datalab.dialects.ValueForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One column of a draft: what is written of it, and what is asked.
 *
 * @param name in the contract
 * @param sensitivity as a contract writes it
 * @param why in French, what the sensitivity rests on
 * @param draft what its values told
 */
record DraftedColumn(String name, String sensitivity, String why, ColumnDraft draft) {

  static DraftedColumn of(String name, ColumnDraft draft) {
    HeaderWords words = new HeaderWords(draft.header());
    Optional<ColumnDraft.Likely> likely = draft.identifier();
    if (likely.isPresent()) {
      String kind = likely.get().kind().id();
      boolean reach = kind.equals("email") || kind.equals("telephone");
      boolean sure = likely.get().share() >= 0.95;
      return new DraftedColumn(
          name,
          reach ? "direct-identifier" : "identifier(" + kind + ")",
          DraftText.percent(likely.get().share())
              + " des valeurs sont des "
              + kind.toUpperCase(java.util.Locale.ROOT)
              + " valides"
              + (sure ? "" : " : les autres seront refusées ; est-ce bien cela ?"),
          draft);
    }
    if (words.isDirect()) {
      return new DraftedColumn(
          name, "direct-identifier", "le nom de la colonne dit une identité ou une adresse", draft);
    }
    if (draft.isIban()) {
      return new DraftedColumn(
          name, "direct-identifier", "les valeurs sont des IBAN (clé vérifiée)", draft);
    }
    if (draft.isBirths()) {
      return new DraftedColumn(
          name,
          "direct-identifier",
          "des dates dont la plupart sont d'avant 2000, peut-être de naissance",
          draft);
    }
    if (draft.isAddress() || draft.isFreeText()) {
      return new DraftedColumn(
          name,
          "direct-identifier",
          draft.isAddress()
              ? "les valeurs ressemblent à des adresses"
              : "texte libre, où quelqu'un peut être nommé ; s'il ne sert pas, ne pas le livrer",
          draft);
    }
    if (draft.isWords()) {
      return new DraftedColumn(
          name, "direct-identifier", "des mots tous différents, peut-être des noms", draft);
    }
    if (words.isSensitive()) {
      return new DraftedColumn(name, "sensitive", "le nom de la colonne le laisse penser", draft);
    }
    ValueForm form = draft.look().form();
    if (form == ValueForm.DECIMAL) {
      return new DraftedColumn(name, "sensitive", "un nombre décimal, peut-être un montant", draft);
    }
    if (draft.isUnique() && draft.isVaried() && !words.isQuasi()) {
      return new DraftedColumn(
          name,
          "direct-identifier",
          "un numéro propre à chaque ligne : connu hors de ces données ? Sinon `plain`",
          draft);
    }
    return new DraftedColumn(
        name,
        "quasi-identifier",
        words.isQuasi() ? "le nom de la colonne le laisse penser" : "dans le doute",
        draft);
  }

  boolean isInLake() {
    return !sensitivity.equals("direct-identifier");
  }

  Optional<String> datePattern() {
    return draft.look().form() == ValueForm.DATE ? draft.look().datePattern() : Optional.empty();
  }

  private String type() {
    ColumnLook look = draft.look();
    if (!isInLake() && look.form() != ValueForm.DATE || sensitivity.startsWith("identifier(")) {
      return "string";
    }
    return switch (look.form()) {
      case DATE -> "date";
      case BOOLEAN -> "boolean";
      case INTEGER ->
          look.digitsBefore() <= 9 ? "integer" : look.digitsBefore() <= 18 ? "long" : "string";
      case DECIMAL -> decimal(look);
      default -> "string";
    };
  }

  private static String decimal(ColumnLook look) {
    int scale = look.digitsAfter();
    int precision = Math.max(scale + look.digitsBefore() + 2, 12);
    return scale + look.digitsBefore() > 18
        ? "string"
        : "\"decimal(" + Math.min(18, precision) + "," + scale + ")\"";
  }

  void write(DraftText text) {
    ColumnLook look = draft.look();
    String type = type();
    questions(text, type);
    List<String> parts = new ArrayList<>();
    parts.add("name: " + name);
    parts.add("type: " + type);
    parts.add("sensitivity: " + sensitivity);
    if (look.empty() == 0 && look.values() > 0) {
      parts.add("required: true");
    }
    boolean code = type.equals("string") && isInLake() && !sensitivity.startsWith("identifier(");
    if (code && !draft.codes().isEmpty()) {
      parts.add(
          "values: ["
              + String.join(", ", draft.codes().stream().map(DraftText::quoted).toList())
              + "]");
    } else if (code && draft.digits() > 0) {
      parts.add("pattern: \"[0-9]{" + draft.digits() + "}\"");
    }
    if (!draft.header().toLowerCase(java.util.Locale.ROOT).equals(name)) {
      parts.add(
          "aliases: [" + DraftText.quoted(draft.header().toLowerCase(java.util.Locale.ROOT)) + "]");
    }
    parts.add("description: " + DraftText.quoted("À décrire : " + draft.header()));
    text.line("  - {" + String.join(", ", parts) + "}");
  }

  private void questions(DraftText text, String type) {
    ColumnLook look = draft.look();
    double all = Math.max(1, look.values() + look.empty());
    text.comment(
        name
            + " : "
            + DraftText.percent(look.empty() / all)
            + " de vides ; "
            + sensitivity
            + " : "
            + why
            + ".");
    if (look.values() == 0) {
      text.question("Cette colonne est toujours vide : sert-elle ?");
    }
    ValueForm form = look.form();
    if ((form == ValueForm.DATE || form == ValueForm.INTEGER || form == ValueForm.DECIMAL)
        && look.share(form) < 1
        && !type.equals("string")) {
      text.question(
          DraftText.percent(1 - look.share(form))
              + " des valeurs ne sont pas de ce type : faut-il bien les refuser ?");
    }
    if (form == ValueForm.DATE) {
      String pattern = look.datePattern().orElse("");
      if ((pattern.startsWith("dd") || pattern.startsWith("MM")) && look.decisive(pattern) == 0) {
        text.question("Rien ne dit si le jour ou le mois vient d'abord : lequel ?");
      }
    }
    if (look.zeroFirst() > 0 && form == ValueForm.TEXT && type.equals("string")) {
      text.question(
          "Certaines valeurs commencent par un zéro : un tableur en a-t-il retiré à d'autres"
              + " (repair: leading-zeros"
              + (draft.digits() > 0 && draft.identifier().isEmpty()
                  ? "(" + draft.digits() + ")"
                  : "")
              + ") ?");
    }
    draft
        .identifier()
        .filter(likely -> Repair.width(likely.kind()).isPresent() && likely.share() < 1)
        .ifPresent(
            likely ->
                text.question(
                    "Des zéros de tête ont-ils pu être perdus (repair: leading-zeros) ?"));
  }
}
