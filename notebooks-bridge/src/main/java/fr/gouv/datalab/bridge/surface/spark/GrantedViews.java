package fr.gouv.datalab.bridge.surface.spark;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The tables of a session, each as a Spark view over what the gate granted.
 *
 * <p>A table {@code dgfip.declarants} also answers to {@code dgfip_declarants}, the name that use
 * cases give it. A view stops metadata columns (a file's path, for one) from being seen through it,
 * and is recognised again in an analysed plan by what it holds, so a plan cannot pretend to be one.
 */
public final class GrantedViews {

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, View> views = new LinkedHashMap<>();

  /**
   * Makes the views.
   *
   * @param session the isolated session that queries run in
   * @param catalogue a name that may stand before a table's, as tools that browse write it
   * @param tables each table by its dotted name
   */
  public GrantedViews(SparkSession session, String catalogue, Map<String, Dataset<Row>> tables) {
    tables.forEach(
        (name, rows) -> {
          String flat = name.replace('.', '_').toLowerCase(Locale.ROOT);
          rows.createOrReplaceTempView(flat);
          LogicalPlan plan =
              ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
          View named = viewOf(session, rows, flat, plan);
          views.put(name, named);
          names.put(flat, name);
          names.put(name.toLowerCase(Locale.ROOT), name);
          names.put((catalogue + "." + name).toLowerCase(Locale.ROOT), name);
        });
  }

  private static View viewOf(
      SparkSession session, Dataset<Row> rows, String flat, LogicalPlan plan) {
    SparkSession owner = (SparkSession) rows.sparkSession();
    View view = owner.sessionState().catalog().getTempView(flat).get();
    owner.sessionState().catalog().dropTempView(flat);
    return view.copy(view.desc(), true, plan, view.options());
  }

  /** The name of the granted table that a name in a query stands for. */
  Optional<String> tableNamed(List<String> parts) {
    return Optional.ofNullable(names.get(String.join(".", parts).toLowerCase(Locale.ROOT)));
  }

  /** The table as a relation of a query, named as the query named it. */
  LogicalPlan relation(String table, List<String> parts) {
    String alias = parts.get(parts.size() - 1);
    List<String> qualifier = parts.subList(0, parts.size() - 1);
    return new SubqueryAlias(
        new AliasIdentifier(alias, CollectionConverters.asScala(qualifier).toSeq()),
        views.get(table));
  }

  /** The granted table that a view of an analysed plan shows, if it shows one. */
  Optional<String> tableOf(View view) {
    return views.entrySet().stream()
        .filter(granted -> granted.getValue().desc().equals(view.desc()))
        .filter(granted -> granted.getValue().child().sameResult(view.child()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The dotted names of the granted tables, in order. */
  Collection<String> tables() {
    return views.keySet();
  }
}
