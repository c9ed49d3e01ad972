package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Derivation;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.catalogue.QualityRule;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Refusal;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowRule;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rows of one delivery, as Spark frames: those for the lake, those for quarantine, those for
 * the vault. Each frame reads the files anew; none holds a clear identifier past its own stage.
 */
final class DeliveryRows {
  private final Contract contract;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Map<Integer, RowFormat> formats = new TreeMap<>();
  private final List<Column> columns;
  private final String keys;
  private final Pseudonyms pseudonyms;

  /**
   * The rows of surveyed files.
   *
   * @param keys the key store's directory
   */
  DeliveryRows(Contract contract, List<SurveyedFile> files, String keys) {
    this.contract = contract;
    this.keys = keys;
    pseudonyms = new Pseudonyms(keys);
    columns = contract.fileColumns();
    for (SurveyedFile file : files) {
      chunks.addAll(file.chunks());
      formats.put(file.file(), RowFormat.of(contract, file.header(), file.charset()));
    }
  }

  /** Names of the columns that {@link #lake} gives. */
  List<String> lakeColumns() {
    List<String> names = new ArrayList<>();
    contract.lakeColumns().forEach(column -> names.add(column.name()));
    linked().forEach(identity -> names.add(Families.LINK_COLUMN + identity.name()));
    return names;
  }

  private List<Identity> linked() {
    return contract.identities().stream().filter(Identity::linkage).toList();
  }

  /** Rows for the lake: pseudonyms in the place of identifiers, nothing that names a person. */
  Dataset<Row> lake(SparkSession session, Duplicates duplicates) {
    int[] wanted = places(Column::isInLake, true);
    ArrayList<IdentityFormat> links = new ArrayList<>();
    StructType schema = typed(new StructType(), wanted);
    for (Identity identity : linked()) {
      links.add(IdentityFormat.of(contract, identity));
      schema = schema.add(Families.LINK_COLUMN + identity.name(), DataTypes.BinaryType);
    }
    Dataset<Row> rows =
        held(rows(session, new RowsWanted.Good(wanted, links, keys), schema, duplicates));
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    for (Column column : contract.lakeColumns()) {
      selected.add(value(column).as(column.name()));
    }
    linked()
        .forEach(identity -> selected.add(functions.col(Families.LINK_COLUMN + identity.name())));
    return rows.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  private org.apache.spark.sql.Column value(Column column) {
    if (column.derivation().isPresent()) {
      Derivation derivation = column.derivation().get();
      return functions.year(functions.col(derivation.from()));
    }
    return column.sensitivity() instanceof Sensitivity.Identifier id
        ? pseudonyms.lake(id.kind(), functions.col(column.name()))
        : functions.col(column.name());
  }

  /** Columns of {@link #quarantine}. */
  static List<String> quarantineColumns() {
    return List.of("fichier", "ligne", "colonne", "regle", "motif", "identifiants", "valeurs");
  }

  /** Rows that break their contract, and why; their identifiers are pseudonyms too. */
  Dataset<Row> quarantine(SparkSession session, Duplicates duplicates) {
    List<Column> identifiers = columns.stream().filter(Column::isIdentifier).toList();
    boolean conditions = !contract.rules().isEmpty();
    int[] wanted = conditions ? places(c -> true, false) : places(Column::isIdentifier, false);
    StructType schema =
        typed(
            new StructType()
                .add("_fichier", DataTypes.IntegerType)
                .add("_ligne", DataTypes.LongType)
                .add("_regle", DataTypes.IntegerType)
                .add("_colonne", DataTypes.IntegerType)
                .add("_detail", DataTypes.IntegerType)
                .add("_valeurs", DataTypes.StringType),
            wanted);
    Dataset<Row> rows = rows(session, new RowsWanted.Bad(wanted, conditions), schema, duplicates);
    org.apache.spark.sql.Column broken = functions.lit(-1);
    for (int i = contract.rules().size() - 1; i >= 0; i--) {
      broken = functions.when(functions.not(holds(contract.rules().get(i))), i).otherwise(broken);
    }
    rows =
        rows.withColumn(
            "_condition",
            functions.when(functions.col("_regle").equalTo(-1), broken).otherwise(-1));
    List<org.apache.spark.sql.Column> pairs = new ArrayList<>();
    for (Column column : identifiers) {
      IdentifierKind kind = ((Sensitivity.Identifier) column.sensitivity()).kind();
      pairs.add(functions.lit(column.name()));
      pairs.add(pseudonyms.lakeOrMark(kind, functions.col(column.name())));
    }
    return rows.where("_regle >= 0 or _condition >= 0")
        .select(
            functions.col("_fichier").as("fichier"),
            functions.col("_ligne").as("ligne"),
            columnName().as("colonne"),
            ruleName().as("regle"),
            reason().as("motif"),
            functions.map(pairs.toArray(org.apache.spark.sql.Column[]::new)).as("identifiants"),
            functions.coalesce(functions.col("_valeurs"), keptOfGood()).as("valeurs"));
  }

  /** What is kept of a row that the reader found good: computed for refused rows alone. */
  private org.apache.spark.sql.Column keptOfGood() {
    if (contract.rules().isEmpty()) {
      return functions.lit(null).cast(DataTypes.StringType);
    }
    return functions.to_json(
        functions.struct(
            columns.stream()
                .filter(column -> column.isInLake() && !column.isIdentifier())
                .map(column -> functions.col(column.name()).cast(DataTypes.StringType))
                .toArray(org.apache.spark.sql.Column[]::new)));
  }

  private org.apache.spark.sql.Column columnName() {
    List<Object> names = new ArrayList<>(columns.stream().map(Column::name).toList());
    org.apache.spark.sql.Column named = functions.lit("");
    for (int i = 0; i < names.size(); i++) {
      named = functions.when(functions.col("_colonne").equalTo(i), names.get(i)).otherwise(named);
    }
    for (int i = 0; i < contract.rules().size(); i++) {
      named =
          functions
              .when(functions.col("_condition").equalTo(i), firstColumn(contract.rules().get(i)))
              .otherwise(named);
    }
    String key = contract.uniqueKey().isEmpty() ? "" : contract.uniqueKey().get(0);
    return functions.when(functions.col("_colonne").equalTo(-2), key).otherwise(named);
  }

  private String firstColumn(QualityRule rule) {
    String first = "";
    int at = Integer.MAX_VALUE;
    for (Column column : columns) {
      Matcher found = named(column, rule);
      if (found.find() && found.start() < at) {
        at = found.start();
        first = column.name();
      }
    }
    return first;
  }

  private org.apache.spark.sql.Column ruleName() {
    return byRule(RowRule::id, rule -> RowRule.CONDITION.id() + ":" + rule.name());
  }

  private org.apache.spark.sql.Column reason() {
    org.apache.spark.sql.Column said = byRule(RowRule::reason, QualityRule::reason);
    for (Refusal refusal : Refusal.values()) {
      said =
          functions
              .when(functions.col("_detail").equalTo(refusal.code()), refusal.reason(Locale.FRENCH))
              .otherwise(said);
    }
    return said;
  }

  private org.apache.spark.sql.Column byRule(
      java.util.function.Function<RowRule, String> ofRule,
      java.util.function.Function<QualityRule, String> ofCondition) {
    org.apache.spark.sql.Column said = functions.lit("");
    for (RowRule rule : RowRule.values()) {
      said =
          functions
              .when(functions.col("_regle").equalTo(rule.ordinal()), ofRule.apply(rule))
              .otherwise(said);
    }
    for (int i = 0; i < contract.rules().size(); i++) {
      said =
          functions
              .when(
                  functions.col("_condition").equalTo(i),
                  ofCondition.apply(contract.rules().get(i)))
              .otherwise(said);
    }
    return said;
  }

  /** Columns of {@link #vault}. */
  static List<String> vaultColumns() {
    return List.of("identite", "cle", "lot", "numero", "entete", "scelle");
  }

  /** Whether the vault has anything of this dataset. */
  boolean hasIdentities() {
    return !contract.identities().isEmpty();
  }

  /** The identities of good rows, sealed to their custodian, under the pseudonym of their key. */
  Dataset<Row> vault(SparkSession session, Duplicates duplicates, String delivery) {
    ArrayList<IdentityFormat> identities = new ArrayList<>();
    contract
        .identities()
        .forEach(identity -> identities.add(IdentityFormat.of(contract, identity)));
    int[] wanted = conditionPlaces();
    StructType schema =
        typed(
            new StructType()
                .add("identite", DataTypes.StringType)
                .add("_cle", DataTypes.StringType)
                .add("lot", DataTypes.StringType)
                .add("numero", DataTypes.IntegerType)
                .add("entete", DataTypes.BinaryType)
                .add("scelle", DataTypes.BinaryType),
            wanted);
    Dataset<Row> rows =
        held(
            rows(
                session,
                new RowsWanted.Sealed(wanted, identities, keys, delivery),
                schema,
                duplicates));
    org.apache.spark.sql.Column key = functions.lit(null).cast(DataTypes.BinaryType);
    Map<String, IdentifierKind> kinds = new LinkedHashMap<>();
    for (Identity identity : contract.identities()) {
      Sensitivity sensitivity = contract.column(identity.key()).orElseThrow().sensitivity();
      kinds.put(identity.name(), ((Sensitivity.Identifier) sensitivity).kind());
    }
    for (Map.Entry<String, IdentifierKind> identity : kinds.entrySet()) {
      key =
          functions
              .when(
                  functions.col("identite").equalTo(identity.getKey()),
                  pseudonyms.lake(identity.getValue(), functions.col("_cle")))
              .otherwise(key);
    }
    return rows.withColumn("cle", key)
        .select("identite", "cle", "lot", "numero", "entete", "scelle");
  }

  /** Finds the rows whose key an earlier good row has. */
  Duplicates duplicates(SparkSession session) {
    if (contract.uniqueKey().isEmpty()) {
      return Duplicates.NONE;
    }
    int[] key = contract.uniqueKey().stream().mapToInt(this::place).toArray();
    StructType schema =
        new StructType()
            .add("_h1", DataTypes.LongType)
            .add("_h2", DataTypes.LongType)
            .add("_fichier", DataTypes.IntegerType)
            .add("_ligne", DataTypes.IntegerType);
    Dataset<Row> repeated =
        rows(session, new RowsWanted.Keys(key, false, new int[0]), schema, Duplicates.NONE)
            .groupBy("_h1", "_h2")
            .count()
            .where("count > 1")
            .select("_h1", "_h2")
            .persist();
    try {
      if (repeated.isEmpty()) {
        return Duplicates.NONE;
      }
      int[] wanted = conditionPlaces();
      Dataset<Row> good =
          held(
              rows(
                  session,
                  new RowsWanted.Keys(key, true, wanted),
                  typed(schema, wanted),
                  Duplicates.NONE));
      Iterator<Row> lines =
          good.join(repeated, new String[] {"_h1", "_h2"}, "inner")
              .withColumn(
                  "_rang",
                  functions
                      .row_number()
                      .over(Window.partitionBy("_h1", "_h2").orderBy("_fichier", "_ligne")))
              .where("_rang > 1")
              .select("_fichier", "_ligne")
              .toLocalIterator();
      return Duplicates.of(lines);
    } finally {
      repeated.unpersist();
    }
  }

  private int[] conditionPlaces() {
    return places(this::isInCondition, false);
  }

  private boolean isInCondition(Column column) {
    return contract.rules().stream().anyMatch(rule -> named(column, rule).find());
  }

  private static Matcher named(Column column, QualityRule rule) {
    return Pattern.compile("\\b" + column.name() + "\\b").matcher(rule.check());
  }

  private Dataset<Row> held(Dataset<Row> rows) {
    Dataset<Row> held = rows;
    for (QualityRule rule : contract.rules()) {
      held = held.where(holds(rule));
    }
    return held;
  }

  private static org.apache.spark.sql.Column holds(QualityRule rule) {
    return functions.coalesce(functions.expr(rule.check()), functions.lit(true));
  }

  private Dataset<Row> rows(
      SparkSession session, RowsWanted wanted, StructType schema, Duplicates duplicates) {
    Broadcast<TreeMap<Integer, RoaringBitmap>> lines = duplicates.broadcast(session);
    RowsRdd rdd = new RowsRdd(session.sparkContext(), chunks, formats, wanted, lines);
    return session.internalCreateDataFrame(rdd, schema, false);
  }

  /**
   * The places of columns.
   *
   * @param computing whether those are added that derived columns and conditions are computed from
   */
  private int[] places(Predicate<Column> wanted, boolean computing) {
    List<String> sources =
        contract.columns().stream()
            .flatMap(column -> column.derivation().stream())
            .map(Derivation::from)
            .toList();
    return IntStream.range(0, columns.size())
        .filter(
            at -> {
              Column column = columns.get(at);
              return wanted.test(column)
                  || computing && (sources.contains(column.name()) || isInCondition(column));
            })
        .toArray();
  }

  private int place(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("No column " + name + " in " + contract.dataset());
  }

  private StructType typed(StructType schema, int[] places) {
    StructType typed = schema;
    for (int at : places) {
      typed = typed.add(columns.get(at).name(), type(columns.get(at)));
    }
    return typed;
  }

  static DataType type(Column column) {
    ColumnType type = column.type();
    if (type instanceof ColumnType.Int) {
      return DataTypes.IntegerType;
    }
    if (type instanceof ColumnType.Long) {
      return DataTypes.LongType;
    }
    if (type instanceof ColumnType.Date) {
      return DataTypes.DateType;
    }
    if (type instanceof ColumnType.Bool) {
      return DataTypes.BooleanType;
    }
    return type instanceof ColumnType.Decimal d
        ? DataTypes.createDecimalType(d.precision(), d.scale())
        : DataTypes.StringType;
  }
}
