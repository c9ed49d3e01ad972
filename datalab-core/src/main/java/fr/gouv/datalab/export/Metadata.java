package fr.gouv.datalab.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Perturbed;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.TableSpec;
import fr.gouv.datalab.reports.ChangedFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What machines read of a package: CSVW beside each table, DCAT-AP of the whole. */
final class Metadata {
  private static final String LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";
  private static final String TYPES = "https://www.iana.org/assignments/media-types/";
  private static final String AUTHORITY = "http://publications.europa.eu/resource/authority/";

  private Metadata() {}

  /** CSV on the Web (W3C, 2015): the columns of one table, their titles and types. */
  static String csvw(Draft draft, Draft.Output output, PublishedTable table) {
    List<Object> columns = new ArrayList<>();
    List<String> dimensions =
        table.spec().dimensions().stream().map(TableSpec.Dimension::column).toList();
    for (String name : table.header()) {
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("name", name);
      if (name.equals("status")) {
        column.put("titles", Map.of("fr", "Statut"));
        boolean changed = table.perturbed().isPresent();
        column.put(
            "dc:description",
            changed
                ? "v : publié, chiffre modifié"
                : "v : publié ; c : secret statistique, sans chiffre");
        column.put("datatype", Map.of("base", "string", "format", changed ? "v" : "v|c"));
        column.put("required", true);
      } else {
        Draft.Column told = output.column(name);
        int figure = table.spec().figures().indexOf(name);
        column.put("titles", Map.of("fr", told.label()));
        if (!told.unit().isEmpty()) {
          column.put("dc:description", "En " + told.unit());
        }
        column.put(
            "datatype",
            figure < 0 ? "string" : ParquetTable.whole(table, figure) ? "integer" : "decimal");
        column.put("required", figure < 0 || table.perturbed().isPresent());
        if (figure >= 0 && table.perturbed().isPresent()) {
          column.put("dc:description", description(told, table.perturbed().get(), figure));
        }
        if (figure >= 0) {
          column.put("null", "");
        }
      }
      columns.add(column);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("columns", columns);
    schema.put("primaryKey", dimensions);
    Map<String, Object> dialect = new LinkedHashMap<>();
    dialect.put("encoding", "utf-8");
    dialect.put("delimiter", ",");
    dialect.put("header", true);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@context", List.of("http://www.w3.org/ns/csvw", Map.of("@language", "fr")));
    document.put("url", output.name() + ".csv");
    document.put("dc:title", output.title());
    table
        .perturbed()
        .ifPresent(how -> document.put("dc:description", ChangedFigures.words(how, output)));
    document.put("dc:source", draft.convention());
    document.put("dc:license", Map.of("@id", LICENCE));
    document.put("dialect", dialect);
    document.put("tableSchema", schema);
    return json(document);
  }

  private static String description(Draft.Column told, Perturbed how, int figure) {
    Perturbed.Figure own = how.figures().get(figure);
    return (told.unit().isEmpty() ? "" : "En " + told.unit() + " ; ")
        + "chiffre modifié, écart-type "
        + own.standardDeviation()
        + own.atMost().map(most -> ", au plus " + most.toPlainString()).orElse("");
  }

  /** DCAT-AP 3: one dataset, a distribution for each file of data and for the report. */
  static String dcat(Release release, Draft draft, Instant time, Path folder) throws IOException {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("dcat", "http://www.w3.org/ns/dcat#");
    context.put("dct", "http://purl.org/dc/terms/");
    context.put("foaf", "http://xmlns.com/foaf/0.1/");
    context.put("prov", "http://www.w3.org/ns/prov#");
    context.put("spdx", "http://spdx.org/rdf/terms#");
    context.put("xsd", "http://www.w3.org/2001/XMLSchema#");
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("@context", context);
    dataset.put("@id", "urn:datalab:release:" + release.id());
    dataset.put("@type", "dcat:Dataset");
    dataset.put("dct:identifier", release.id());
    dataset.put("dct:title", french(draft.title()));
    dataset.put(
        "dct:description", french(draft.purpose().isBlank() ? draft.title() : draft.purpose()));
    dataset.put("dct:issued", typed(time.truncatedTo(ChronoUnit.SECONDS).toString(), "dateTime"));
    dataset.put(
        "dct:temporal",
        Map.of(
            "@type", "dct:PeriodOfTime", "dcat:endDate", typed(draft.asOf().toString(), "date")));
    dataset.put("dct:language", thing("dct:LinguisticSystem", AUTHORITY + "language/FRA"));
    dataset.put("dct:spatial", thing("dct:Location", AUTHORITY + "country/FRA"));
    dataset.put(
        "dct:accessRights", thing("dct:RightsStatement", AUTHORITY + "access-right/PUBLIC"));
    Map<String, Object> publisher = new LinkedHashMap<>();
    publisher.put("@type", List.of("foaf:Agent", "foaf:Organization"));
    publisher.put("foaf:name", "Datalab sécurisé");
    dataset.put("dct:publisher", publisher);
    dataset.put(
        "dct:isReferencedBy", Map.of("@id", "urn:datalab:convention:" + draft.convention()));
    dataset.put(
        "prov:wasDerivedFrom",
        draft.sources().stream()
            .map(
                source -> {
                  Map<String, Object> from = new LinkedHashMap<>();
                  from.put("@id", "urn:datalab:dataset:" + source.dataset());
                  from.put("dct:title", french(source.title()));
                  return from;
                })
            .toList());
    List<Object> distributions = new ArrayList<>();
    for (String path : ExportPackage.files(folder)) {
      String type = type(path);
      if (type != null) {
        distributions.add(distribution(path, type, folder));
      }
    }
    dataset.put("dcat:distribution", distributions);
    return json(dataset);
  }

  private static String type(String path) {
    if (path.endsWith(".csv")) {
      return "text/csv";
    }
    if (path.endsWith(".parquet")) {
      return "application/vnd.apache.parquet";
    }
    if (path.endsWith(".pdf")) {
      return "application/pdf";
    }
    return path.endsWith(".html") ? "text/html" : null;
  }

  private static Map<String, Object> distribution(String path, String type, Path folder)
      throws IOException {
    Map<String, Object> checksum = new LinkedHashMap<>();
    checksum.put("@type", "spdx:Checksum");
    checksum.put(
        "spdx:algorithm",
        thing("spdx:ChecksumAlgorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"));
    checksum.put("spdx:checksumValue", typed(Sha256.hex(folder.resolve(path)), "hexBinary"));
    Map<String, Object> distribution = new LinkedHashMap<>();
    distribution.put("@type", "dcat:Distribution");
    distribution.put("dct:title", path);
    distribution.put("dcat:accessURL", Map.of("@id", path));
    distribution.put("dcat:downloadURL", Map.of("@id", path));
    distribution.put("dcat:mediaType", thing("dct:MediaType", TYPES + type));
    distribution.put(
        "dcat:byteSize",
        typed(String.valueOf(Files.size(folder.resolve(path))), "nonNegativeInteger"));
    distribution.put("dct:license", thing("dct:LicenseDocument", LICENCE));
    distribution.put("spdx:checksum", checksum);
    return distribution;
  }

  /** A thing of a known kind: whoever reads this need not look up what it is. */
  private static Map<String, Object> thing(String kind, String address) {
    return Map.of("@id", address, "@type", kind);
  }

  private static Map<String, Object> french(String text) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("@value", text);
    value.put("@language", "fr");
    return value;
  }

  private static Map<String, Object> typed(String text, String type) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("@value", text);
    value.put("@type", "xsd:" + type);
    return value;
  }

  private static String json(Map<String, Object> document) {
    try {
      return JsonMapper.builder()
              .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
