package fr.gouv.datalab.sample.tax;

import fr.gouv.datalab.sample.Source;
import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Shuffle;
import fr.gouv.datalab.sample.defects.Defect;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Defects;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.defects.WrongIdentifiers;
import fr.gouv.datalab.sample.files.Column;
import fr.gouv.datalab.sample.files.Dialect;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Table;
import fr.gouv.datalab.sample.homes.Address;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.people.Population;
import fr.gouv.datalab.sample.truth.IncomeHistogram;
import java.util.List;
import java.util.Locale;

/**
 * {@code dgfip.foyers_fiscaux}: one row per tax household. The incomes of accepted rows are counted
 * on the way.
 */
public final class TaxHouseholds implements Source {
  private static final Table TABLE =
      new Table(
          "dgfip.foyers_fiscaux",
          "dgfip/foyers_fiscaux",
          Dialect.FRENCH_WITH_MARK,
          "annee",
          List.of(
              Column.integer("annee"),
              Column.text("spi_declarant1"),
              Column.text("spi_declarant2"),
              Column.text("situation_famille"),
              Column.decimal("nb_parts", 2),
              Column.integer("nb_personnes_charge"),
              Column.decimal("revenu_fiscal_reference", 2),
              Column.text("numero_voie"),
              Column.text("voie"),
              Column.text("complement"),
              Column.text("code_postal"),
              Column.text("libelle_commune"),
              Column.text("code_commune")));

  private final World world;
  private final DefectPlan plan;
  private final Shuffle order;
  private final IncomeHistogram incomes;

  /** The households of a world. */
  public TaxHouseholds(World world, Format format, IncomeHistogram incomes) {
    this.world = world;
    this.plan = plan(world, format);
    this.order = new Shuffle(world.chance().of("ordre foyers"), world.sizes().households());
    this.incomes = incomes;
  }

  /** Which households' rows are wrong, by the household's number. */
  public static DefectPlan plan(World world, Format format) {
    Defects d = new Defects(TABLE);
    List<Defect> defects =
        List.of(
            d.fields(),
            d.missing("revenu_fiscal_reference"),
            d.missing("spi_declarant1"),
            d.unreadable("revenu_fiscal_reference"),
            d.unreadable("nb_parts"),
            d.invalid("spi_declarant1", WrongIdentifiers::key),
            d.unlisted("situation_famille", "X", "U", "MARIE"),
            d.outOfBounds("nb_parts", 50),
            d.outOfBounds("revenu_fiscal_reference", -1_250_00),
            d.outOfBounds("annee", 1025),
            d.shortenedCommune(),
            d.duplicate());
    return new DefectPlan(world.chance().of("défauts foyers"), 0.004, defects, format);
  }

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public DefectPlan plan() {
    return plan;
  }

  @Override
  public long items() {
    return world.sizes().households();
  }

  @Override
  public void write(long item, Recorder recorder) {
    Household household = world.households().at(order.at(item));
    Address address = household.address();
    recorder
        .row()
        .number(Population.YEAR)
        .text(household.declarants().get(0).spi())
        .text(household.declarants().size() == 2 ? household.declarants().get(1).spi() : "")
        .text(String.valueOf(household.situation()))
        .number(household.halfParts() * 50L)
        .number(household.dependants())
        .number(household.income() * 100)
        .text(address.number())
        .text(address.street())
        .text(address.complement())
        .text(address.postcode())
        .text(address.commune().name().toUpperCase(Locale.FRENCH))
        .text(address.commune().code());
    if (recorder.emit(household.number())) {
      incomes.add(household.income());
    }
  }
}
