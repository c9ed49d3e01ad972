package fr.gouv.datalab.quality;

/**
 * What a person should know of how a file is written, that its bytes do not decide or that a tool
 * spoilt. Never holds a value.
 *
 * @param kind of remark
 * @param column of the file; an empty text when it is about the whole
 * @param count values concerned
 * @param detail what else the sentence says
 */
public record Remark(Kind kind, String column, long count, String detail) {
  /** The kinds of remark. */
  public enum Kind {
    /** Every date can be read with day and month the other way round. */
    DATE_ORDER,
    /** Every mark before decimals could as well set thousands apart. */
    THOUSANDS_OR_DECIMALS,
    /** Long numbers as a spreadsheet rounds them. */
    SCIENTIFIC,
    /** Numbers whose thousands are set apart. */
    GROUPED,
    /** Years of two digits. */
    SHORT_YEARS,
    /** Values that would be right with zeros in front. */
    LOST_ZEROS,
    /** The file is written otherwise than usual, as the contract accepts. */
    OTHER_DIALECT
  }

  /** A sentence for the command line. */
  public String english() {
    return switch (kind) {
      case DATE_ORDER ->
          "the dates of "
              + column
              + " can be "
              + detail
              + ": nothing in what was looked at decides, they are read as the contract says";
      case THOUSANDS_OR_DECIMALS ->
          "every number with a "
              + detail
              + " has three digits after it: whether they are decimals or thousands cannot be told"
              + " from the file";
      case SCIENTIFIC ->
          count
              + " value(s) of "
              + column
              + " are written as 1,23E+13: a spreadsheet lost their digits, nothing can mend them";
      case GROUPED ->
          count + " number(s) of " + column + " have their thousands set apart: they are refused";
      case SHORT_YEARS ->
          count + " date(s) of " + column + " have a year of two digits: they are refused";
      case LOST_ZEROS ->
          count
              + " value(s) of "
              + column
              + " lack zeros in front, which a spreadsheet takes away: they are refused, unless the"
              + " contract says `repair: "
              + detail
              + "` on that column";
      case OTHER_DIALECT -> "written otherwise than usual, as the contract accepts: " + detail;
    };
  }

  /** A sentence for the report. */
  public String french() {
    return switch (kind) {
      case DATE_ORDER ->
          "Les dates de "
              + column
              + " peuvent se lire "
              + detail.replace(" as well as ", " comme ")
              + " : rien dans les lignes regardées ne tranche, elles sont lues comme le contrat le"
              + " dit.";
      case THOUSANDS_OR_DECIMALS ->
          "Tous les nombres écrits avec "
              + detail
              + " ont trois chiffres après : le fichier ne dit pas si ce sont des décimales ou des"
              + " milliers.";
      case SCIENTIFIC ->
          count
              + " valeur(s) de "
              + column
              + " sont écrites comme 1,23E+13 : un tableur en a perdu les chiffres.";
      case GROUPED ->
          count + " nombre(s) de " + column + " ont un séparateur de milliers : ils sont refusés.";
      case SHORT_YEARS ->
          count
              + " date(s) de "
              + column
              + " ont une année de deux chiffres : elles sont refusées.";
      case LOST_ZEROS ->
          "Des valeurs de "
              + column
              + " ont perdu leurs zéros de tête, comme un tableur le fait : elles sont refusées"
              + " tant que le contrat n’en permet pas la réparation.";
      case OTHER_DIALECT ->
          "Le fichier n’est pas écrit comme d’habitude, mais le contrat l’accepte : "
              + detail.replace("separator", "séparateur").replace("decimal", "décimale")
              + ".";
    };
  }
}
