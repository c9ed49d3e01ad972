package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.places.Commune;
import fr.gouv.datalab.sample.work.Companies;
import java.util.Locale;

/** Composes trainings: a pure function of their number. */
final class Formations {
  private static final int PER_SCHOOL = 5;
  private static final String UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ";
  private static final String[] ACCESS = {"SCOLAIRE", "APPRENTISSAGE", "CONTINUE"};
  private static final Weighted ACCESS_CHOICE = new Weighted(38, 26, 36);
  private static final Weighted LEVELS = new Weighted(22, 30, 24, 16, 7, 1);
  private static final String[][] TITLES = {
    {"CAP", "Titre professionnel de niveau 3"},
    {"Bac pro", "Titre professionnel de niveau 4"},
    {"BTS", "Titre professionnel de niveau 5"},
    {"Licence pro", "Bachelor"},
    {"Master", "Titre d'ingénieur"},
    {"Doctorat professionnel"}
  };
  private static final String[] OPTIONS = {
    "; option A", "; option B", " (en \"alternance\")", " ; parcours renforcé", "", "", "", ""
  };

  private final World world;
  private final Companies companies;
  private final Fields fields = new Fields();
  private final Shuffle ids;
  private final Chance chance;

  Formations(World world) {
    this.world = world;
    this.companies = new Companies(world);
    this.chance = world.chance().of("formations");
    this.ids = new Shuffle(chance, 100_000_000);
  }

  Formation at(int number) {
    long school = number / PER_SCHOOL;
    Commune commune = world.communes().anywhere(chance.bits(school, 1));
    int field = fields.pick(chance.bits(number, 2));
    int level = 3 + LEVELS.pick(chance.bits(number, 3));
    String[] titles = TITLES[level - 3];
    String title =
        titles[chance.below(number, 4, titles.length)]
            + " "
            + fields.label(field).replace(" - ", ", ");
    return new Formation(
        number,
        String.format(Locale.ROOT, "F%08d", ids.at(number)),
        uai(commune.department(), chance.below(school, 5, 10_000)),
        companies.siret(16 + school % Math.max(1, world.sizes().establishments() - 16)),
        "RNCP" + (1_000 + chance.below(field * 6L + level, 6, 38_000)),
        title + OPTIONS[chance.below(number, 7, OPTIONS.length)],
        fields.code(field),
        level,
        ACCESS[ACCESS_CHOICE.pick(chance.bits(number, 8))],
        commune,
        0.45 * chance.normal(number, 9),
        StrictMath.exp(0.4 * chance.normal(number, 10)));
  }

  private static String uai(String department, int order) {
    String place =
        switch (department) {
          case "2A" -> "620";
          case "2B" -> "720";
          default -> department.length() == 2 ? "0" + department : department;
        };
    int number = Integer.parseInt(place) * 10_000 + order;
    return String.format(Locale.ROOT, "%07d%c", number, UAI_KEYS.charAt(number % 23));
  }
}
