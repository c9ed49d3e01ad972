package fr.gouv.datalab.bridge.sessions.spark;

import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import fr.gouv.datalab.bridge.surface.spark.GrantedViews;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.Grants;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.gate.spark.GatedLake;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Oppositions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the gate opened to one person at one moment: a Spark session, a table for each dataset that
 * flows and was ever ingested, and the reason why each other one is absent.
 */
final class GrantedRoom implements AutoCloseable {
  private final Grants grants;
  private final Grant grant;
  private final GatedLake lake;
  private final Map<String, GrantedTable> tables = new LinkedHashMap<>();
  private final Map<String, DatalabException> absent = new LinkedHashMap<>();
  private final ClosedSurface surface;
  private final Deliveries deliveries;
  private final Map<String, List<String>> delivered;
  private final Oppositions oppositions;
  private final List<String> opposed;

  private GrantedRoom(
      Engine engine, Registry registry, Grant grant, Map<String, DatalabException> refused) {
    this.grants = new Grants(registry);
    this.grant = grant;
    this.deliveries = new Deliveries(registry);
    this.delivered = delivered();
    this.oppositions = new Oppositions(registry);
    this.opposed = oppositions.idsInForce(grant.convention());
    this.lake = GatedLake.open(engine, registry, grant);
    absent.putAll(refused);
    Map<String, Dataset<Row>> views = new LinkedHashMap<>();
    Catalogue catalogue = Catalogue.of(registry.home());
    grant.datasets().forEach((dataset, columns) -> add(catalogue.dataset(dataset), columns, views));
    surface =
        new ClosedSurface(
            lake.session(), new GrantedViews(lake.session(), grant.convention(), views));
  }

  /**
   * Asks the gate for every column of every dataset that the convention grants. A dataset whose
   * flow is stopped is asked for apart, so that its refusal is journaled and the others open.
   *
   * @throws RefusedException when the gate opens none of them
   */
  static GrantedRoom open(
      Engine engine, Registry registry, Convention convention, String useCase, String person) {
    Gate gate = new Gate(registry);
    Flows flows = new Flows(registry);
    Map<String, List<String>> flowing = new LinkedHashMap<>();
    Map<String, DatalabException> refused = new LinkedHashMap<>();
    columns(convention)
        .forEach(
            (dataset, columns) -> {
              if (flows.stopped(dataset).isEmpty()) {
                flowing.put(dataset, columns);
              } else {
                refusal(gate, convention.id(), useCase, dataset, columns, person)
                    .ifPresent(refusal -> refused.put(dataset, refusal));
              }
            });
    if (flowing.isEmpty()) {
      throw refused.values().iterator().next();
    }
    Grant grant = gate.open(convention.id(), new UseCaseRequest(useCase, flowing), person);
    return new GrantedRoom(engine, registry, grant, refused);
  }

  /** Columns of rows: linkage tokens are for use cases, not for queries. */
  private static Map<String, List<String>> columns(Convention convention) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    convention
        .datasets()
        .forEach(
            (dataset, granted) -> {
              List<String> plain =
                  granted.stream()
                      .filter(name -> !name.startsWith(Contract.IDENTITY_PREFIX))
                      .toList();
              if (!plain.isEmpty()) {
                columns.put(dataset, plain);
              }
            });
    return columns;
  }

  private static Optional<RefusedException> refusal(
      Gate gate,
      String convention,
      String useCase,
      String dataset,
      List<String> columns,
      String person) {
    try {
      gate.open(convention, new UseCaseRequest(useCase, Map.of(dataset, columns)), person);
      return Optional.empty();
    } catch (RefusedException refusal) {
      return Optional.of(refusal);
    }
  }

  private void add(Contract contract, List<String> columns, Map<String, Dataset<Row>> views) {
    try {
      Dataset<Row> rows = lake.dataset(contract.dataset());
      views.put(contract.dataset(), rows);
      tables.put(
          contract.dataset(),
          new GrantedTable(
              contract,
              columns.stream().map(name -> contract.column(name).orElseThrow()).toList(),
              rows.schema()));
    } catch (BadDataException nothing) {
      absent.put(contract.dataset(), nothing);
    }
  }

  private Map<String, List<String>> delivered() {
    Map<String, List<String>> ids = new LinkedHashMap<>();
    for (String dataset : grant.datasets().keySet()) {
      // Replayed rows change a delivery's count, and come under a label of their own at first.
      ids.put(
          dataset,
          Stream.concat(
                  deliveries.labels(dataset).stream(),
                  deliveries.of(dataset).stream().map(each -> each.id() + ":" + each.accepted()))
              .toList());
    }
    return ids;
  }

  /** Whether something was ingested, somebody objected, or the lake's key changed meanwhile. */
  boolean outdated() {
    return !delivered.equals(delivered())
        || !opposed.equals(oppositions.idsInForce(grant.convention()))
        || lake.outdated();
  }

  ClosedSurface surface() {
    return surface;
  }

  Collection<GrantedTable> tables() {
    return tables.values();
  }

  /** Why a table that the convention grants is not there; empty for every other name. */
  Optional<DatalabException> absence(String named) {
    String flat = named.toLowerCase(Locale.ROOT).replace("`", "");
    return absent.entrySet().stream()
        .filter(
            entry -> {
              String name = entry.getKey().toLowerCase(Locale.ROOT);
              return flat.equals(name)
                  || flat.equals(name.replace('.', '_'))
                  || flat.equals((grant.convention() + "." + name).toLowerCase(Locale.ROOT));
            })
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The dataset of which a column was not granted, when it has a column of that name. */
  Optional<String> ungranted(String column) {
    return tables.values().stream()
        .filter(table -> table.contract().column(column).isPresent())
        .filter(table -> table.columns().stream().noneMatch(c -> c.name().equals(column)))
        .map(GrantedTable::name)
        .findFirst();
  }

  /** Throws when a table may not be read any more. */
  void check(String table) {
    lake.requireCurrent();
    grants.check(grant, table);
  }

  @Override
  public void close() {
    lake.close();
  }
}
