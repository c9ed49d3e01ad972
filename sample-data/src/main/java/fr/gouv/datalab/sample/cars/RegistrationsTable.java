package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.defects.Defect;
import fr.gouv.datalab.sample.defects.DefectPlan;
import fr.gouv.datalab.sample.defects.Defects;
import fr.gouv.datalab.sample.defects.WrongIdentifiers;
import fr.gouv.datalab.sample.files.Column;
import fr.gouv.datalab.sample.files.Dialect;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.files.Table;
import java.time.LocalDate;
import java.util.List;

/** The columns of {@code siv.immatriculations}, and its defects. */
final class RegistrationsTable {
  static final Table TABLE =
      new Table(
          "siv.immatriculations",
          "interieur/immatriculations",
          Dialect.WINDOWS,
          "immatriculation",
          List.of(
              Column.text("immatriculation"),
              Column.text("vin"),
              Column.date("date_premiere_immatriculation"),
              Column.date("date_certificat"),
              Column.text("marque"),
              Column.text("genre_national"),
              Column.text("energie"),
              Column.integer("puissance_fiscale"),
              Column.decimal("co2", 1),
              Column.text("type_titulaire"),
              Column.text("siren"),
              Column.text("nom_naissance"),
              Column.text("nom_usage"),
              Column.text("prenoms"),
              Column.text("sexe"),
              Column.date("date_naissance"),
              Column.text("code_commune_naissance"),
              Column.text("raison_sociale"),
              Column.text("numero_voie"),
              Column.text("voie"),
              Column.text("complement"),
              Column.text("code_postal"),
              Column.text("libelle_commune"),
              Column.text("code_commune")));

  private RegistrationsTable() {}

  /** Which vehicles' rows are wrong, by the vehicle's number. */
  static DefectPlan plan(World world, Format format) {
    Defects d = new Defects(TABLE);
    List<Defect> defects =
        List.of(
            d.fields(),
            d.missing("vin"),
            d.missing("energie"),
            d.unreadable("puissance_fiscale"),
            d.unreadable("co2"),
            d.unreadable("date_certificat"),
            d.invalid("immatriculation", WrongIdentifiers::plate),
            d.invalid("vin", WrongIdentifiers::vin),
            d.unlisted("energie", "XX", "DIESEL", "0"),
            d.unlisted("genre_national", "VTC", "REM"),
            d.outOfBounds("puissance_fiscale", 999),
            d.outOfBounds("co2", 15_000),
            d.outOfBounds("date_premiere_immatriculation", LocalDate.of(1899, 12, 30).toEpochDay()),
            d.shortenedCommune(),
            d.duplicate());
    return new DefectPlan(world.chance().of("défauts immatriculations"), 0.005, defects, format);
  }
}
