package fr.gouv.datalab.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The catalogue as other portals read it: DCAT-AP 3 (SEMIC), in JSON-LD or Turtle. Says that the
 * datasets exist and who answers for them; never a value. Every dataset's access right is {@code
 * RESTRICTED}: it is read in the datalab, under a convention.
 */
public final class DcatDescription {
  private static final String AUTHORITY = "http://publications.europa.eu/resource/authority/";
  private static final Map<String, String> PREFIXES =
      new TreeMap<>(
          Map.of(
              "dcat", "http://www.w3.org/ns/dcat#",
              "dct", "http://purl.org/dc/terms/",
              "foaf", "http://xmlns.com/foaf/0.1/",
              "rdfs", "http://www.w3.org/2000/01/rdf-schema#",
              "skos", "http://www.w3.org/2004/02/skos/core#"));

  private static final RdfNode FRENCH =
      new RdfNode(AUTHORITY + "language/FRA", "dct:LinguisticSystem");

  private final RdfNode catalogue;

  private DcatDescription(RdfNode catalogue) {
    this.catalogue = catalogue;
  }

  /** Describes datasets. */
  public static DcatDescription of(List<Contract> contracts) {
    RdfNode catalogue =
        new RdfNode("urn:datalab:catalogue", "dcat:Catalog")
            .text("dct:title", "Catalogue du datalab sécurisé")
            .text(
                "dct:description",
                "Données protégées des administrations, croisées sous convention et jamais"
                    + " diffusées en l'état.")
            .node("dct:publisher", agent("datalab"))
            .node("dct:language", FRENCH);
    contracts.forEach(contract -> catalogue.node("dcat:dataset", dataset(contract)));
    return new DcatDescription(catalogue);
  }

  private static RdfNode agent(String party) {
    return new RdfNode("", "foaf:Agent").plain("foaf:name", party);
  }

  private static RdfNode dataset(Contract contract) {
    RdfNode dataset =
        new RdfNode("urn:datalab:dataset:" + contract.dataset(), "dcat:Dataset")
            .plain("dct:identifier", contract.dataset())
            .text("dct:title", contract.title())
            .text("dct:description", contract.description())
            .node("dct:publisher", agent(contract.producer()))
            .node(
                "dct:accessRights",
                new RdfNode(AUTHORITY + "access-right/RESTRICTED", "dct:RightsStatement"))
            .node(
                "dct:rights",
                new RdfNode("", "dct:RightsStatement").text("rdfs:label", contract.legalBasis()))
            .node("dct:language", FRENCH);
    contract.keywords().forEach(keyword -> dataset.text("dcat:keyword", keyword));
    contract
        .theme()
        .forEach(
            theme ->
                dataset.node(
                    "dcat:theme",
                    new RdfNode(AUTHORITY + "data-theme/" + theme, "skos:Concept")
                        .text("skos:prefLabel", DataTheme.french(theme))));
    return dataset;
  }

  /** As a JSON-LD document: maps, lists and texts. */
  public Map<String, Object> jsonLd() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@context", PREFIXES);
    document.putAll(catalogue.jsonLd());
    return document;
  }

  /** As the text of a JSON-LD document. */
  public String jsonLdText() {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(jsonLd());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Turtle. */
  public String turtle() {
    StringBuilder out = new StringBuilder();
    PREFIXES.forEach(
        (prefix, address) -> out.append("@prefix " + prefix + ": <" + address + "> .\n"));
    return out.append('\n').append(catalogue.turtle()).toString().stripTrailing();
  }
}
