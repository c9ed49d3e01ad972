package fr.gouv.datalab.sample.homes;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.places.Commune;

/**
 * Composes addresses in a commune; street names are our own list of the names that most communes
 * have.
 */
public final class Addresses {
  private static final String[] KINDS = {
    "RUE", "AVENUE", "CHEMIN", "IMPASSE", "ROUTE", "ALLEE", "PLACE", "BOULEVARD", "LIEU DIT"
  };
  private static final Weighted KIND = new Weighted(46, 10, 11, 9, 9, 7, 3, 3, 2);
  private static final String[] NAMES = {
    "DE L'ÉGLISE",
    "DU STADE",
    "DE LA MAIRIE",
    "DES ÉCOLES",
    "DU MOULIN",
    "DE LA GARE",
    "DU CHÂTEAU",
    "VICTOR HUGO",
    "JEAN JAURÈS",
    "PASTEUR",
    "DU GÉNÉRAL DE GAULLE",
    "DE LA RÉPUBLIQUE",
    "DE LA FONTAINE",
    "DU 8 MAI 1945",
    "DU 11 NOVEMBRE",
    "DES LILAS",
    "DES ROSES",
    "DES TILLEULS",
    "DES ACACIAS",
    "DES PRÉS",
    "DU BOIS",
    "DES VIGNES",
    "DE LA LIBERTÉ",
    "GAMBETTA",
    "JULES FERRY",
    "DU LAVOIR",
    "DE LA FORÊT",
    "DES JARDINS",
    "DU PONT",
    "NEUVE",
    "ÉMILE ZOLA",
    "LÉON BLUM",
    "JEAN MOULIN",
    "SAINT-MARTIN",
    "SAINT-JEAN",
    "DU MARÉCHAL FOCH",
    "MARIE CURIE",
    "LOUISE MICHEL",
    "ANATOLE FRANCE",
    "VOLTAIRE",
    "DES CERISIERS",
    "DU CALVAIRE",
    "DE BELLEVUE",
    "DE LA POSTE",
    "DES ÉRABLES",
    "DU PUITS",
    "DU PARC",
    "DES MARRONNIERS",
    "DE LA CROIX",
    "GEORGES CLEMENCEAU",
    "DE VERDUN",
    "DU LOTISSEMENT LES ÉPIS",
    "DES FRÈRES LUMIÈRE",
    "ALBERT CAMUS",
    "DE LA PLAGE",
    "DU PORT",
    "DE BRETAGNE",
    "D'ALSACE",
    "DE PROVENCE",
    "DE PARIS"
  };
  private static final String[] BUILDINGS = {
    "BÂTIMENT", "RÉSIDENCE LES PINS", "ESCALIER", "APPARTEMENT", "CHEZ M."
  };

  private final Chance streets;
  private final Chance complements;

  /** Addresses of one world. */
  public Addresses(Chance chance) {
    this.streets = chance.of("voies");
    this.complements = chance.of("compléments");
  }

  /** An entity's address in a commune. */
  public Address in(Commune commune, long entity) {
    String kind = KINDS[KIND.pick(streets.bits(entity))];
    String name = NAMES[(int) (NAMES.length * Math.pow(streets.unit(entity, 1), 1.3))];
    int number =
        1
            + (int)
                (90
                    * Math.pow(streets.unit(entity, 2), 2.2)
                    * (commune.population() > 20_000 ? 2 : 1));
    double suffix = streets.unit(entity, 3);
    String written =
        kind.equals("LIEU DIT")
            ? ""
            : number + (suffix < 0.03 ? " BIS" : suffix < 0.04 ? " TER" : "");
    String postcode = commune.postcodes().get(streets.below(entity, 4, commune.postcodes().size()));
    return new Address(written, kind + " " + name, complement(commune, entity), postcode, commune);
  }

  private String complement(Commune commune, long entity) {
    double share =
        commune.population() > 50_000 ? 0.40 : commune.population() > 5_000 ? 0.15 : 0.03;
    if (!complements.happens(entity, share)) {
      return "";
    }
    String building = BUILDINGS[complements.below(entity, 1, 4)];
    return building.startsWith("RÉS")
        ? building
        : building + " " + (char) ('A' + complements.below(entity, 2, 12));
  }
}
