package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.lake.spark.TableRewrite;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.replays.spark.StagedRows;
import fr.gouv.datalab.rights.Candidates;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.ErasureRequest;
import fr.gouv.datalab.rights.Erasures;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.Handles.Handle;
import fr.gouv.datalab.rights.PersonSet;
import fr.gouv.datalab.rights.PersonToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Erases persons from lake, vault and quarantine, their old versions included, and proves it by
 * reading every file that is left.
 *
 * <p>Every step may be done again: an erasure that was killed is begun anew and ends the same.
 * Envelopes go before rows, because rows say which envelopes are the person's.
 */
public final class Erasure {
  private final SparkSession engine;
  private final Home home;
  private final KeyStore keys;
  private final Registry registry;
  private final Erasures erasures;
  private final Catalogue catalogue;

  /** Erasures in the registry's home. */
  public Erasure(Engine engine, Registry registry) {
    this.engine = engine.session();
    this.registry = registry;
    home = registry.home();
    keys = KeyStore.open(home.keys());
    erasures = new Erasures(registry);
    catalogue = Catalogue.of(home);
  }

  /** Counts the rows of a dataset that name a person: what an approver must know. */
  public Candidates count(Contract contract, List<PersonToken> person) {
    Handles handles = Handles.of(contract);
    try (LakeAccess access = LakeAccess.open(keys, key -> {});
        PersonLookup lookup = new PersonLookup(PersonSet.of(keys, List.of(person), handles));
        PersonLookup own = new PersonLookup(own(person));
        PersonLookup all = new PersonLookup(PersonSet.ofAll(keys, person))) {
      DatasetTables tables = DatasetTables.of(engine, home, access, contract);
      long numbered = 0;
      long exact = 0;
      long probable = 0;
      long shared = 0;
      if (tables.lake().exists()) {
        Naming certain = new Naming(handles, lookup, CivilKey.Level.EXACT);
        Naming likely = new Naming(handles, lookup, CivilKey.Level.PROBABLE);
        Row counted =
            tables
                .lake()
                .rows()
                .agg(
                    functions.count_if(certain.byNumber()),
                    functions.count_if(certain.any()),
                    functions.count_if(likely.any()),
                    functions.count_if(likely.shared()))
                .head();
        numbered = counted.getLong(0);
        exact = counted.getLong(1) - numbered;
        probable = counted.getLong(2) - counted.getLong(1);
        shared = counted.getLong(3);
      }
      RefusedNaming refused =
          new RefusedNaming(contract, person, own, all, CivilKey.Level.PROBABLE);
      long quarantined =
          tables.quarantine().exists()
              ? tables.quarantine().rows().where(refused.any(columns(tables.quarantine()))).count()
              : 0;
      return new Candidates(contract.dataset(), numbered, exact, probable, shared, quarantined);
    }
  }

  /**
   * Executes an approved erasure.
   *
   * @throws fr.gouv.datalab.refusals.RefusedException when it is not approved, or someone else
   *     writes one of its datasets, or the lake's key is being changed
   * @throws IntegrityException when a file is left that names the person: the erasure is not done
   */
  public Erased execute(String id, String person) {
    LakeAccess.requireWritable(keys);
    ErasureRequest request = erasures.begin(id, person);
    List<PersonToken> tokens = erasures.tokens(id);
    List<Contract> contracts =
        request.datasets().keySet().stream().sorted().map(catalogue::dataset).toList();
    List<DatasetLock> locks = new ArrayList<>();
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      contracts.forEach(contract -> locks.add(DatasetLock.take(home, contract.dataset())));
      List<Erased.Rows> rows = new ArrayList<>();
      for (Contract contract : contracts) {
        // Rows of a replay that was killed are under no delivery yet: first they are moved.
        new StagedRows(engine, registry, access, contract).settle();
        rows.add(new InDataset(access, contract, request, tokens).erase());
      }
      RemainingFiles.Figures figures = prove(access, contracts, request, tokens);
      if (figures.found() > 0) {
        throw new IntegrityException(
            id
                + " is not done: "
                + figures.found()
                + " of "
                + figures.rows()
                + " rows left still name the person. Run `datalab erase execute "
                + id
                + "` again, and if it stays so, have the tables looked at.");
      }
      Erased erased =
          new Erased(id, rows, figures.files(), figures.rows(), figures.bytes(), figures.found());
      erasures.done(id, person, erased.figures());
      return erased;
    } finally {
      locks.forEach(DatasetLock::close);
    }
  }

  /** What names the person by itself, wherever it stands. */
  private PersonSet own(List<PersonToken> person) {
    boolean byName = person.stream().anyMatch(PersonToken::isCivil);
    return PersonSet.ofTokens(
        keys,
        person.stream()
            .filter(token -> !token.isCivil())
            .filter(token -> !(byName && Handles.isOfThing(token.kind())))
            .map(PersonToken::token)
            .toList());
  }

  private static List<String> columns(TableRewrite table) {
    return List.of(table.rows().columns());
  }

  private static Column inQuarantine(PersonLookup lookup) {
    return functions.coalesce(
        functions.exists(functions.map_values(functions.col("identifiants")), lookup::names),
        functions.lit(false));
  }

  private RemainingFiles.Figures prove(
      LakeAccess access,
      List<Contract> contracts,
      ErasureRequest request,
      List<PersonToken> tokens) {
    List<PersonLookup> open = new ArrayList<>();
    Map<String, Function<StructType, Column>> byPath = new TreeMap<>();
    try {
      for (Contract contract : contracts) {
        byPath.put(
            "/" + contract.dataset().replace('.', '/'),
            new InDataset(access, contract, request, tokens).sought(open));
      }
      return new RemainingFiles(engine, access)
          .read(
              List.of(home.configuration().lake(), home.configuration().vault()),
              directory ->
                  byPath.entrySet().stream()
                      .filter(each -> isOf(directory, each.getKey()))
                      .findFirst()
                      .map(Map.Entry::getValue)
                      .orElse(schema -> functions.lit(false)),
              own(tokens).pseudonyms());
    } finally {
      open.forEach(PersonLookup::close);
    }
  }

  private static boolean isOf(String directory, String table) {
    return directory.endsWith(table) || directory.contains(table + "/_");
  }

  /** One erasure in one dataset. */
  private final class InDataset {
    private final LakeAccess access;
    private final Contract contract;
    private final DatasetTables tables;
    private final String id;
    private final CivilKey.Level level;
    private final Handles handles;
    private final List<PersonToken> person;

    InDataset(
        LakeAccess access, Contract contract, ErasureRequest request, List<PersonToken> person) {
      this.access = access;
      this.contract = contract;
      this.person = person;
      tables = DatasetTables.of(engine, home, access, contract);
      id = request.id();
      level = request.level().orElse(CivilKey.Level.EXACT);
      handles = Handles.of(contract);
    }

    Erased.Rows erase() {
      try (PersonLookup lookup = new PersonLookup(PersonSet.of(keys, List.of(person), handles));
          PersonLookup own = new PersonLookup(own(person));
          PersonLookup all = new PersonLookup(PersonSet.ofAll(keys, person))) {
        Naming naming = new Naming(handles, lookup, level);
        if (tables.lake().exists()) {
          erasures.keepKeys(id, contract.dataset(), envelopeKeys(naming));
        }
        Map<String, PersonLookup> kept = kept();
        try {
          long envelopes =
              Envelopes.remove(
                  tables.vault(), own.names(functions.col("cle")).or(under(kept, "cle")));
          long quarantined = 0;
          if (tables.quarantine().exists()) {
            Column refused =
                new RefusedNaming(contract, person, own, all, level)
                    .any(columns(tables.quarantine()));
            for (PersonLookup each : kept.values()) {
              refused = refused.or(inQuarantine(each));
            }
            quarantined = tables.quarantine().delete(refused);
          }
          long emptied = tables.lake().update(naming.shared(), values(naming, lookup));
          long rows = tables.lake().delete(naming.any());
          tables.forgetPast();
          return new Erased.Rows(contract.dataset(), rows, emptied, envelopes, quarantined);
        } finally {
          kept.values().forEach(PersonLookup::close);
        }
      }
    }

    private Map<String, PersonLookup> kept() {
      Map<String, PersonLookup> kept = new TreeMap<>();
      erasures
          .keys(id, contract.dataset())
          .forEach(
              (delivery, tokens) ->
                  kept.put(delivery, new PersonLookup(PersonSet.ofTokens(keys, tokens))));
      return kept;
    }

    private Column under(Map<String, PersonLookup> kept, String column) {
      return kept.entrySet().stream()
          .map(
              each ->
                  functions
                      .col(LakeTable.DELIVERY)
                      .equalTo(each.getKey())
                      .and(each.getValue().names(functions.col(column))))
          .reduce(functions.lit(false), Column::or);
    }

    /** Under which keys, in which delivery, the vault has what rows of the person say of them. */
    private Map<String, List<byte[]>> envelopeKeys(Naming naming) {
      Permutation layer = Permutation.ofLake(keys, access.lakeVersion());
      Map<String, List<byte[]>> byDelivery = new TreeMap<>();
      for (Identity identity : contract.identities()) {
        for (Row row :
            tables
                .lake()
                .rows()
                .where(naming.any().and(functions.not(naming.shared())))
                .where(functions.col(identity.key()).isNotNull())
                .select(LakeTable.DELIVERY, identity.key())
                .distinct()
                .collectAsList()) {
          byDelivery
              .computeIfAbsent(row.getString(0), delivery -> new ArrayList<>())
              .add(layer.inverted(row.getAs(1)));
        }
      }
      return byDelivery;
    }

    /** What is written over the person's columns where the row is somebody else's too. */
    private Map<String, Column> values(Naming naming, PersonLookup lookup) {
      Map<String, Column> values = new LinkedHashMap<>();
      for (Handle handle : naming.emptied()) {
        Column nobody =
            handle.required()
                ? lookup.nobody(functions.col(handle.column()))
                : functions.lit(null).cast("binary");
        values.put(
            handle.column(),
            functions.when(naming.at(handle), nobody).otherwise(functions.col(handle.column())));
      }
      return values;
    }

    /**
     * Which rows of a file of this dataset name the person still.
     *
     * @param open receives the look-ups that the condition uses, to be closed after it
     */
    Function<StructType, Column> sought(List<PersonLookup> open) {
      PersonLookup lookup = new PersonLookup(PersonSet.of(keys, List.of(person), handles));
      PersonLookup own = new PersonLookup(own(person));
      PersonLookup all = new PersonLookup(PersonSet.ofAll(keys, person));
      Map<String, PersonLookup> kept = kept();
      open.add(lookup);
      open.add(own);
      open.add(all);
      open.addAll(kept.values());
      Naming naming = new Naming(handles, lookup, level);
      return schema -> {
        List<String> columns = List.of(schema.fieldNames());
        Column sought = RemainingFiles.anyValue(schema, own);
        if (columns.containsAll(naming.columns())) {
          sought = sought.or(naming.any());
        }
        if (columns.contains("cle") && columns.contains(LakeTable.DELIVERY)) {
          sought = sought.or(under(kept, "cle"));
        }
        if (columns.contains(RefusedNaming.LINKS)) {
          sought = sought.or(new RefusedNaming(contract, person, own, all, level).any(columns));
        }
        return sought;
      };
    }
  }
}
