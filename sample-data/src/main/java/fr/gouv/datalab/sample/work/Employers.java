package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;

/** Who employs: large establishments have low numbers and many contracts. */
final class Employers {
  private final long establishments;
  private final Companies companies;
  private final Chance chance;

  Employers(World world) {
    this.establishments = world.sizes().establishments();
    this.companies = new Companies(world);
    this.chance = world.chance().of("employeurs");
  }

  /** The employing establishment's SIRET, for a contract. */
  String siret(long contract) {
    double u = chance.unit(contract);
    return companies.siret(Math.min(establishments - 1, (long) (establishments * u * u)));
  }
}
