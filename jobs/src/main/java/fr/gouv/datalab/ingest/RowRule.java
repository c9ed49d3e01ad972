package fr.gouv.datalab.ingest;

/** The rules that a row may break, in the order in which a value is held against them. */
public enum RowRule {
  /** Another number of fields than the header, a quote out of place, or no JSON object. */
  COLUMNS("colonnes", "La ligne n'a pas les champs de l'en-tête, ou n'est pas lisible."),
  /** A required value is missing. */
  REQUIRED("obligatoire", "La valeur est obligatoire et manque."),
  /** The text is not of the column's type. */
  TYPE("type", "La valeur n'est pas du type de la colonne."),
  /** An identifier breaks the rule of its kind. */
  IDENTIFIER("identifiant", "L'identifiant n'est pas valide."),
  /** The value is not among those listed. */
  LIST("liste", "La valeur n'est pas dans la liste du contrat."),
  /** The value is under the least or over the greatest allowed. */
  BOUNDS("bornes", "La valeur est hors des bornes du contrat."),
  /** The value does not have the form that the contract gives. */
  PATTERN("motif", "La valeur n'a pas la forme que donne le contrat."),
  /** A condition between columns; the name of the condition follows. */
  CONDITION("regle", "Une condition entre colonnes n'est pas tenue."),
  /** Another row of the delivery, before it, has the same key. */
  DUPLICATE("doublon", "Une autre ligne de la livraison, avant elle, a la même clé."),
  /** The row names a person who was erased. */
  ERASED("effacement", "La personne a été effacée : rien n'est gardé de la ligne.");

  private final String id;
  private final String reason;

  RowRule(String id, String reason) {
    this.id = id;
    this.reason = reason;
  }

  /** The rule that a stable name says, {@code regle:NAME} being a condition. */
  public static RowRule of(String id) {
    for (RowRule rule : values()) {
      if (id.equals(rule.id) || id.startsWith(rule.id + ":")) {
        return rule;
      }
    }
    throw new IllegalArgumentException("No rule is called " + id);
  }

  /** The stable name that quarantine shows. */
  public String id() {
    return id;
  }

  /** What is wrong, in French, without the value. */
  public String reason() {
    return reason;
  }
}
