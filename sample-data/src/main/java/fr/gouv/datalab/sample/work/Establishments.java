package fr.gouv.datalab.sample.work;

import fr.gouv.datalab.sample.Source;
import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.chance.Shuffle;
import fr.gouv.datalab.sample.chance.Weighted;
import fr.gouv.datalab.sample.defects.Defect;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Defects;
import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.defects.WrongIdentifiers;
import fr.gouv.datalab.sample.files.Column;
import fr.gouv.datalab.sample.files.Dialect;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.files.Table;
import java.time.LocalDate;
import java.util.List;

/** {@code insee.etablissements}: the establishments that employ, as open data writes them. */
public final class Establishments implements Source {
  private static final Table TABLE =
      new Table(
          "insee.etablissements",
          "insee/etablissements",
          Dialect.OPEN_DATA,
          "siret",
          List.of(
              Column.text("siret"),
              Column.text("siren"),
              Column.text("naf"),
              Column.text("tranche_effectif"),
              Column.date("date_creation"),
              Column.text("code_commune")));

  private static final String[] NAF = {
    "47.11B", "56.10A", "43.21A", "43.99C", "49.41A", "86.21Z", "96.02A", "68.20B", "70.22Z",
    "62.02A", "85.59A", "01.11Z", "10.71C", "45.20A", "55.10Z", "69.10Z", "81.21Z", "87.10A",
    "88.10A", "64.19Z", "25.62B", "84.11Z"
  };
  private static final String[] BANDS = {
    "53", "52", "51", "42", "41", "32", "31", "22", "21", "12", "11", "03", "02", "01", "00", "NN"
  };
  private static final double[] UP_TO = {
    0.0001, 0.0004, 0.0008, 0.002, 0.0035, 0.006, 0.009, 0.019, 0.036, 0.068, 0.12, 0.20, 0.32,
    0.62, 0.85, 1
  };
  private static final long SCHOOLS_FROM = 16;
  private final World world;
  private final Companies companies;
  private final DefectPlan plan;
  private final Shuffle order;
  private final Chance chance;
  private final Weighted naf =
      new Weighted(6, 10, 5, 6, 3, 5, 5, 7, 6, 5, 3, 5, 3, 4, 2, 3, 3, 2, 2, 3, 2, 2);

  /** The establishments of a world. */
  public Establishments(World world, Format format) {
    this.world = world;
    this.companies = new Companies(world);
    this.chance = world.chance().of("établissements");
    this.order = new Shuffle(world.chance().of("ordre établissements"), items());
    Defects d = new Defects(TABLE);
    List<Defect> defects =
        List.of(
            d.fields(),
            d.missing("naf"),
            d.unreadable("date_creation"),
            d.invalid("siret", WrongIdentifiers::key),
            d.invalid("siren", WrongIdentifiers::key),
            d.unlisted("tranche_effectif", "99", "7", "1 à 2"),
            d.outOfBounds("date_creation", LocalDate.of(1066, 10, 14).toEpochDay()),
            d.misshapen("naf", "8559A", "85.5", "ZZ.ZZZ"),
            d.shortenedCommune(),
            d.duplicate());
    this.plan = new DefectPlan(world.chance().of("défauts établissements"), 0.003, defects, format);
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
    return world.sizes().establishments();
  }

  @Override
  public void write(long item, Recorder recorder) {
    long number = order.at(item);
    long company = companies.companyOf(number);
    long schools = SCHOOLS_FROM + world.sizes().formations() / 5;
    boolean school = number >= SCHOOLS_FROM && number <= schools;
    Row row = recorder.row();
    row.text(companies.siret(number)).text(companies.siren(company));
    row.text(company == 0 ? "53.10Z" : school ? "85.32Z" : NAF[naf.pick(chance.bits(company))]);
    row.text(band((double) number / items()));
    row.number(
        LocalDate.of(2025, 12, 31).toEpochDay()
            - (long) (18_000 * StrictMath.pow(chance.unit(number, 1), 2)));
    row.text(world.communes().anywhere(chance.bits(number, 2)).code());
    recorder.emit(number);
  }

  private static String band(double rank) {
    int i = 0;
    while (i < UP_TO.length - 1 && rank >= UP_TO[i]) {
      i++;
    }
    return BANDS[i];
  }
}
