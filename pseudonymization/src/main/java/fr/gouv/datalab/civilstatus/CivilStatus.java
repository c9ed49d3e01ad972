package fr.gouv.datalab.civilstatus;

/**
 * The parts of a civil status and of an address that a column may hold. The names are those of the
 * contracts' {@code roles} and of {@code LINK.yaml}; the ordinal is the place of the value in what
 * {@link LinkTokens#encode} takes.
 */
public enum CivilStatus {
  /** Surname at birth. */
  nomNaissance,
  /** Surname in use, a husband's or wife's for instance. */
  nomUsage,
  /** First names, separated by spaces, the usual one first. */
  prenoms,
  /** {@code M} or {@code F}; {@code H}, {@code 1} and {@code 2} are understood. */
  sexe,
  /** Date of birth: {@code dd/MM/yyyy}, {@code yyyy-MM-dd} or {@code yyyyMMdd}. */
  dateNaissance,
  /** INSEE's code of the commune of birth, or its name. */
  communeNaissance,
  /** Number in the street, with its {@code BIS} or letter. */
  numeroVoie,
  /** Type and name of the street; a number in front is taken as {@link #numeroVoie} if it lacks. */
  voie,
  /** Building, floor, locality. */
  complement,
  /** Name of the commune of residence. */
  commune,
  /** INSEE's code of the commune of residence. */
  codeCommune,
  /** Postcode. */
  codePostal,
  /** Region, State. */
  region,
  /** Telephone number. */
  telephone,
  /** Address of electronic mail. */
  email,
  /** Any number that both files have for some persons. */
  identifiant
}
