package fr.gouv.datalab.catalogue;

import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.sparql.graph.GraphFactory;

/** The SHACL shapes of DCAT-AP 3.0.1, as SEMIC publishes them: constraints and ranges. */
public final class Shapes {
  private static final List<String> FILES =
      List.of("shacl/dcat-ap-3.0.1-shapes.ttl", "shacl/dcat-ap-3.0.1-range.ttl");

  private Shapes() {}

  /** The statements of a document. */
  public static Graph graph(String text, Lang language) {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFParser.fromString(text, language).base("https://datalab.example/").parse(graph);
    return graph;
  }

  /** What of a description breaks a shape, each in a line; warnings are not among them. */
  public static List<String> broken(Graph description) {
    return FILES.stream()
        .flatMap(
            file ->
                ShaclValidator.get()
                    .validate(RDFDataMgr.loadGraph(file), description)
                    .getEntries()
                    .stream())
        .filter(entry -> entry.severity().level().getURI().endsWith("Violation"))
        .map(
            entry ->
                entry.focusNode()
                    + " "
                    + entry.resultPath()
                    + " "
                    + entry.value()
                    + ": "
                    + entry.message())
        .toList();
  }
}
