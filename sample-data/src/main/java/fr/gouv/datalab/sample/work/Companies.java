package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.names.Names;
import fr.gouv.datalab.sample.numbers.Siren;

/**
 * Companies and their establishments, by number. Establishments stand in groups of sixteen, and the
 * group's pattern says which of them share a company, so an establishment knows its company without
 * a table. Company 0 is La Poste: the first group is all its own.
 */
public final class Companies {
  private static final int GROUP = 16;
  private static final String[] WORDS = {
    "TRANSPORTS",
    "GARAGE",
    "BOULANGERIE",
    "SARL",
    "ETABLISSEMENTS",
    "SAS",
    "CABINET",
    "MENUISERIE",
    "ELECTRICITE",
    "RESTAURANT"
  };

  private final long groups;
  private final long establishments;
  private final Siren sirens;
  private final Names names = Names.load();
  private final Chance chance;

  /** The companies of a world. */
  public Companies(World world) {
    this.establishments = world.sizes().establishments();
    this.groups = (establishments + GROUP - 1) / GROUP;
    this.sirens = new Siren(world.chance());
    this.chance = world.chance().of("entreprises");
  }

  /** The company of an establishment. */
  public long companyOf(long establishment) {
    long group = establishment / GROUP;
    return group == 0 ? 0 : group * GROUP + establishment % GROUP / size(group) * size(group);
  }

  /** The SIREN of a company. */
  public String siren(long company) {
    return sirens.of(company);
  }

  /** The SIRET of an establishment. */
  public String siret(long establishment) {
    long company = companyOf(establishment);
    int order = 1 + (int) (establishment - company) + chance.below(company, 1, 9) * 16;
    return Siren.siret(sirens.of(company), order);
  }

  /** The name of a company. */
  public String name(long company) {
    if (company == 0) {
      return "LA POSTE";
    }
    return WORDS[chance.below(company, 2, WORDS.length)]
        + " "
        + names.surname(chance.bits(company, 3));
  }

  /** The company that holds a company vehicle: large ones hold many. */
  public long holder(long vehicle) {
    double u = chance.unit(vehicle, 4);
    return companyOf(
        Math.min(establishments - 1, (long) (establishments * StrictMath.pow(u, 2.5))));
  }

  /** Sixteen, eight, four, two or one establishment per company. */
  private int size(long group) {
    double u = chance.unit(group, 5);
    return group >= groups ? 1 : u < 0.02 ? 16 : u < 0.05 ? 8 : u < 0.12 ? 4 : u < 0.30 ? 2 : 1;
  }
}
