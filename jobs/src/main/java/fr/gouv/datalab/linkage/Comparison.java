package fr.gouv.datalab.linkage;

import java.util.List;

/**
 * What is compared between two persons, and the levels of agreement from the least to the most.
 * Level 0, missing on a side, is before them and tells nothing. What depends on one another, the
 * parts of an address for instance, is one comparison: the model takes comparisons as independent.
 */
public enum Comparison {
  /** Surnames. */
  NOM(
      "différent",
      "ressemblant",
      "même son",
      "nom de naissance de l'un, d'usage de l'autre",
      "identique",
      "nom et prénom échangés"),
  /** First names. */
  PRENOM(
      "différent",
      "ressemblant ou abrégé",
      "même son",
      "autre ordre",
      "premier identique",
      "plusieurs, tous identiques"),
  /** Sex. */
  SEXE("différent", "identique"),
  /** Date of birth. */
  NAISSANCE("différente", "deux parties sur trois", "jour et mois échangés", "identique"),
  /** Commune of birth. */
  LIEU_NAISSANCE("différent", "identique"),
  /** Address: place (commune or postcode), street, house. */
  ADRESSE(
      "différente",
      "voie identique, autre lieu",
      "voie et numéro identiques, autre lieu",
      "même lieu",
      "même lieu, voie ressemblante",
      "même lieu et voie",
      "même lieu, voie et numéro"),
  /** Complement of the address. */
  COMPLEMENT("différent", "identique"),
  /** Region. */
  REGION("différente", "identique"),
  /** Telephone and electronic mail. */
  CONTACT("différent", "un identique", "deux identiques"),
  /** Number of any kind. */
  IDENTIFIANT("différent", "identique");

  private final List<String> levels;

  Comparison(String... levels) {
    this.levels = List.of(levels);
  }

  /** Names of the levels from 1 on, in French as they stand in a report. */
  public List<String> levels() {
    return levels;
  }

  /**
   * Whether it is about the person alone, not about the family: of two persons of one household it
   * tells no more than of any two persons.
   */
  boolean isPersonal() {
    return switch (this) {
      case PRENOM, SEXE, NAISSANCE, IDENTIFIANT -> true;
      case NOM, LIEU_NAISSANCE, ADRESSE, COMPLEMENT, REGION, CONTACT -> false;
    };
  }

  /** The level of those that are the same and well written. */
  int exact() {
    return this == NOM ? 5 : levels.size();
  }

  /** Number of levels, missing included. */
  int radix() {
    return levels.size() + 1;
  }
}
