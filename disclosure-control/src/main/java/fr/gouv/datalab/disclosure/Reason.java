package fr.gouv.datalab.disclosure;

/** Why a cell is hidden; {@link #SHOWN} when it is not. */
public enum Reason {
  SHOWN("", "publiée"),
  FREQUENCY("frequency", "trop peu d'unités"),
  DOMINANCE("dominance", "une unité domine"),
  P_PERCENT("p-percent", "la première unité serait estimée par la deuxième"),
  PRIOR_POSTERIOR("prior-posterior", "une unité préciserait ce qu’elle sait d’une autre"),
  REQUEST("request", "une unité a demandé à être protégée"),
  GROUP("group", "tout un groupe est dans cette catégorie"),
  DECIDED("decided", "masquée par décision"),
  PAST("past-release", "dirait, avec une publication antérieure, ce qui est caché"),
  LINKED("secondary", "protège une cellule d’un autre tableau"),
  SECONDARY("secondary", "protège une autre cellule");

  private final String word;
  private final String french;

  Reason(String word, String french) {
    this.word = word;
    this.french = french;
  }

  /** The word in {@code audit.csv}. */
  public String word() {
    return word;
  }

  /** What the report says. */
  public String french() {
    return french;
  }

  /** Whether a rule hides the cell by itself. */
  public boolean isPrimary() {
    return this != SHOWN && this != LINKED && this != SECONDARY;
  }
}
