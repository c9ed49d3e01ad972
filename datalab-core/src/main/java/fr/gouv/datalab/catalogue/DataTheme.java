package fr.gouv.datalab.catalogue;

/**
 * The themes of European catalogues (Publications Office, authority table {@code data-theme}), with
 * their names in French: a description names what it refers to.
 */
enum DataTheme {
  AGRI("Agriculture, pêche, sylviculture et alimentation"),
  ECON("Économie et finances"),
  EDUC("Éducation, culture et sport"),
  ENER("Énergie"),
  ENVI("Environnement"),
  GOVE("Gouvernement et secteur public"),
  HEAL("Santé"),
  INTR("Questions internationales"),
  JUST("Justice, système juridique et sécurité publique"),
  REGI("Régions et villes"),
  SOCI("Population et société"),
  TECH("Science et technologie"),
  TRAN("Transports");

  private final String french;

  DataTheme(String french) {
    this.french = french;
  }

  /** The name of a theme; of one that the table does not have, its code. */
  static String french(String code) {
    for (DataTheme theme : values()) {
      if (theme.name().equals(code)) {
        return theme.french;
      }
    }
    return code;
  }
}
