package fr.gouv.datalab.usecases;

import java.util.List;
import java.util.Map;

/**
 * One declared purpose of the datalab: what it reads, the steps that compute, the tables that may
 * leave.
 *
 * @param id name of the use case, as conventions cite it
 * @param title French title, for reports
 * @param purpose French sentence that says what it is for
 * @param protectedUnit French name of the unit that disclosure control protects
 * @param inputs columns read, by dataset; a convention must grant every one of them
 * @param reference views made from open reference files of the folder, by view name
 * @param steps computations, in order; each makes one view
 * @param outputs tables proposed for release
 * @param report sentences for the report: {@code resume}, {@code methode}, {@code limites} (each a
 *     list)
 */
public record UseCase(
    String id,
    String title,
    String purpose,
    String protectedUnit,
    Map<String, List<String>> inputs,
    Map<String, String> reference,
    List<Step> steps,
    List<Output> outputs,
    Map<String, List<String>> report) {

  public UseCase {
    inputs = Map.copyOf(inputs);
    reference = Map.copyOf(reference);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
    report = Map.copyOf(report);
  }

  /** The view under which SQL steps find a dataset: {@code a.b} is {@code a_b}. */
  public static String view(String dataset) {
    return dataset.replace('.', '_');
  }
}
