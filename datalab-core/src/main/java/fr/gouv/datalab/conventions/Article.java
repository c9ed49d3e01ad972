package fr.gouv.datalab.conventions;

import fr.gouv.datalab.refusals.RefusedException;

/** The articles that every convention has. A refusal cites the one it rests on. */
public enum Article {
  /** What the data is read for: the use cases. */
  PURPOSE(1, "Finalité"),
  /** Which datasets and columns, while their producers let them flow. */
  DATA(2, "Données et colonnes"),
  /** Who may act, in which role. */
  PEOPLE(3, "Personnes habilitées"),
  /** From when until when, suspension and end included. */
  DATES(4, "Durée, suspension et fin"),
  /** The text and the signatures of all parties under it. */
  SIGNATURES(5, "Parties et signatures"),
  /** What may leave, and who must approve it. */
  RELEASES(6, "Sorties et approbations"),
  /** Which persons may be known again, by whose warrant. */
  WARRANTS(7, "Mandats de réidentification");

  private final int number;
  private final String title;

  Article(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** Its number in every convention, from 1. */
  public int number() {
    return number;
  }

  /** Its title, in French. */
  public String title() {
    return title;
  }

  /** How a refusal cites it: {@code convention CONV-2026-001, article 2}. */
  public String of(String convention) {
    return "convention " + convention + ", article " + number;
  }

  /**
   * A refusal under this article.
   *
   * @param sentence what was refused, and what would make it allowed
   */
  public RefusedException refuses(String convention, String sentence) {
    return new RefusedException(of(convention), sentence);
  }
}
