package fr.gouv.datalab.bridge.flight.spark;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql;

/** What clients ask about the server and its types before they ask for data. */
final class ServerFacts {
  private ServerFacts() {}

  static SqlInfoBuilder info() {
    return SqlDialect.describe(new SqlInfoBuilder())
        .withFlightSqlServerName("datalab bridge")
        .withFlightSqlServerVersion("1.0.0")
        .withFlightSqlServerArrowVersion("19.0.0")
        .withFlightSqlServerSql(true)
        .withFlightSqlServerSubstrait(false)
        .withFlightSqlServerReadOnly(true)
        .withFlightSqlServerCancel(true)
        .withFlightSqlServerBulkIngestion(false)
        .withFlightSqlServerTransaction(
            FlightSql.SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE)
        .withSqlDdlCatalog(false)
        .withSqlDdlSchema(false)
        .withSqlDdlTable(false)
        .withSqlIdentifierCase(
            FlightSql.SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
        .withSqlQuotedIdentifierCase(
            FlightSql.SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
        .withSqlIdentifierQuoteChar("`")
        .withSqlSearchStringEscape("\\")
        .withSqlCatalogTerm("convention")
        .withSqlSchemaTerm("producteur")
        .withSqlCatalogAtStart(true)
        .withSqlAllTablesAreSelectable(true)
        .withSqlSupportsColumnAliasing(true)
        .withSqlSupportsTableCorrelationNames(true)
        .withSqlSupportsExpressionsInOrderBy(true)
        .withSqlSupportsOrderByUnrelated(true)
        .withSqlSupportsLikeEscapeClause(true)
        .withSqlCorrelatedSubqueriesSupported(true)
        .withSqlNullOrdering(FlightSql.SqlNullOrdering.SQL_NULLS_SORTED_LOW)
        .withSqlSupportedGroupBy(FlightSql.SqlSupportedGroupBy.SQL_GROUP_BY_UNRELATED)
        .withSqlSupportedUnions(
            FlightSql.SqlSupportedUnions.SQL_UNION, FlightSql.SqlSupportedUnions.SQL_UNION_ALL)
        .withSqlOuterJoinSupportLevel(FlightSql.SqlOuterJoinsSupportLevel.SQL_FULL_OUTER_JOINS)
        .withSqlTransactionsSupported(false)
        .withSqlSavepointsSupported(false)
        .withSqlStoredProceduresSupported(false)
        .withSqlSelectForUpdateSupported(false)
        .withSqlBatchUpdatesSupported(false)
        .withSqlNamedParametersSupported(false);
  }

  private record Type(
      String name, int jdbc, Integer size, String quote, boolean number, Integer scale) {}

  private static final List<Type> TYPES =
      List.of(
          new Type("boolean", Types.BIT, 1, null, false, null),
          new Type("tinyint", Types.TINYINT, 3, null, true, null),
          new Type("smallint", Types.SMALLINT, 5, null, true, null),
          new Type("integer", Types.INTEGER, 10, null, true, null),
          new Type("bigint", Types.BIGINT, 19, null, true, null),
          new Type("float", Types.REAL, 7, null, true, null),
          new Type("double", Types.DOUBLE, 15, null, true, null),
          new Type("decimal", Types.DECIMAL, 38, null, true, 38),
          new Type("string", Types.VARCHAR, null, "'", false, null),
          new Type("binary", Types.VARBINARY, null, "X'", false, null),
          new Type("date", Types.DATE, 10, "DATE '", false, null),
          new Type("timestamp", Types.TIMESTAMP, 26, "TIMESTAMP '", false, null));

  /**
   * The rows of Flight SQL's type information.
   *
   * @param jdbc only the types of this number of {@link Types}; null for all
   */
  static List<List<Object>> types(Integer jdbc) {
    List<List<Object>> rows = new ArrayList<>();
    for (Type type : TYPES) {
      if (jdbc == null || jdbc == type.jdbc()) {
        rows.add(
            Arrays.asList(
                type.name(),
                type.jdbc(),
                type.size(),
                type.quote(),
                type.quote() == null ? null : "'",
                null,
                1,
                type.name().equals("string"),
                3,
                type.number() ? false : null,
                type.name().equals("decimal"),
                false,
                type.name(),
                type.scale() == null ? null : 0,
                type.scale(),
                type.jdbc(),
                null,
                type.number() ? 10 : null,
                null));
      }
    }
    return rows;
  }
}
