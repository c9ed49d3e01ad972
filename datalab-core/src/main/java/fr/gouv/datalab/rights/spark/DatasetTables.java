package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.TableRewrite;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The three tables of a dataset.
 *
 * @param lake its rows
 * @param quarantine its refused rows
 * @param vault its sealed identities
 */
record DatasetTables(TableRewrite lake, TableRewrite quarantine, TableRewrite vault) {
  static DatasetTables of(SparkSession engine, Home home, LakeAccess access, Contract contract) {
    LakePlaces places = LakePlaces.of(home, access);
    String dataset = contract.dataset();
    return new DatasetTables(
        new TableRewrite(engine, access, places.table(dataset), Families.of(contract)),
        new TableRewrite(
            engine, access, places.quarantine(dataset), Families.ofQuarantine(dataset)),
        new TableRewrite(engine, access, places.vault(dataset), Families.ofVault(dataset)));
  }

  boolean exists() {
    return lake.exists() || quarantine.exists() || vault.exists();
  }

  void forgetPast() {
    lake.forgetPast();
    quarantine.forgetPast();
    vault.forgetPast();
  }
}
