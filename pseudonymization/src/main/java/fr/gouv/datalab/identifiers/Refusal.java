package fr.gouv.datalab.identifiers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * Every reason for which an identifier is refused: a closed table of rules.
 *
 * <p>A rule's name ({@code nir.cle}) is stable and may be stored; its sentence comes from a
 * resource bundle in English and French and never holds a value. The readers that work on bytes
 * return a refusal as a negative number, {@link #code()}, so that refusing allocates nothing.
 */
public enum Refusal {
  EMPTY("vide"),
  TOO_LONG("trop-long"),
  NIR_CHARACTER("nir.caractere"),
  NIR_LENGTH("nir.longueur"),
  NIR_SEX("nir.sexe"),
  NIR_MONTH("nir.mois"),
  NIR_DEPARTMENT("nir.departement"),
  NIR_ORDER("nir.ordre"),
  NIR_KEY("nir.cle"),
  SPI_CHARACTER("spi.caractere"),
  SPI_LENGTH("spi.longueur"),
  SPI_FIRST("spi.premier-chiffre"),
  SPI_KEY("spi.cle"),
  INE_LENGTH("ine.longueur"),
  INE_FORM("ine.forme"),
  SIREN_CHARACTER("siren.caractere"),
  SIREN_LENGTH("siren.longueur"),
  SIREN_KEY("siren.cle"),
  SIRET_CHARACTER("siret.caractere"),
  SIRET_LENGTH("siret.longueur"),
  SIRET_KEY("siret.cle"),
  PLATE_CHARACTER("immatriculation.caractere"),
  PLATE_FORM("immatriculation.forme"),
  PLATE_LETTERS("immatriculation.lettres"),
  PLATE_NUMBER("immatriculation.numero"),
  PLATE_DEPARTMENT("immatriculation.departement"),
  VIN_LENGTH("vin.longueur"),
  VIN_CHARACTER("vin.caractere"),
  VIN_KEY("vin.cle"),
  CIVIL_ENCODING("etat-civil.encodage"),
  CIVIL_FIELDS("etat-civil.champs"),
  CIVIL_NAME("etat-civil.nom"),
  CIVIL_DATE("etat-civil.date"),
  EMAIL_ENCODING("email.encodage"),
  EMAIL_FORM("email.forme"),
  EMAIL_DOMAIN("email.domaine"),
  PHONE_CHARACTER("telephone.caractere"),
  PHONE_FORM("telephone.forme");

  private static final Refusal[] ALL = values();

  private final String rule;

  Refusal(String rule) {
    this.rule = rule;
  }

  /** The rule's stable name. */
  public String rule() {
    return rule;
  }

  /** What a byte reader returns for this refusal; always negative. */
  public int code() {
    return -1 - ordinal();
  }

  /**
   * The sentence for people, without the value.
   *
   * @param locale French gives French, anything else English
   */
  public String reason(Locale locale) {
    Locale spoken = "fr".equals(locale.getLanguage()) ? Locale.FRENCH : Locale.ROOT;
    return ResourceBundle.getBundle(
            "fr.gouv.datalab.identifiers.Refusals",
            spoken,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
        .getString(rule);
  }

  /** This refusal as a reading, with its English sentence. */
  public Reading.Invalid reading() {
    return new Reading.Invalid(rule, reason(Locale.ROOT));
  }

  /**
   * The refusal that a byte reader returned.
   *
   * @throws IllegalArgumentException when the number is not a refusal's code
   */
  public static Refusal ofCode(int code) {
    if (code >= 0 || -1 - code >= ALL.length) {
      throw new IllegalArgumentException("Not the code of a refusal: " + code);
    }
    return ALL[-1 - code];
  }

  /** The refusal of a rule's name, when there is one. */
  public static Optional<Refusal> ofRule(String rule) {
    return Arrays.stream(ALL).filter(refusal -> refusal.rule.equals(rule)).findFirst();
  }
}
