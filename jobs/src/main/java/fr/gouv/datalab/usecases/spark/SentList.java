package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.spark.ListTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * A list whose letters were sent, as the steps of the effect see it: each unit once, with its group
 * and its stratum, and none of its persons.
 *
 * @param list how it was drawn
 * @param table where its rows are, open as long as the run
 */
record SentList(MailingList list, ListTable table) {
  /** The units, as a view of the run's own session. */
  Dataset<Row> units(SparkSession session) {
    Dataset<Row> units =
        table
            .rows(list)
            .select(ListTable.UNIT, ListTable.GROUP, ListTable.STRATUM)
            .dropDuplicates(ListTable.UNIT);
    return session.createDataFrame(units.javaRDD(), units.schema());
  }
}
