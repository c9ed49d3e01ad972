package fr.gouv.datalab.usecases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * @param mailing the letter that it ends with, where there is one
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
    Map<String, List<String>> report,
    Optional<Mailing> mailing) {

  public UseCase {
    inputs = Map.copyOf(inputs);
    reference = Map.copyOf(reference);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
    report = Map.copyOf(report);
  }

  /**
   * The columns that a part of it reads, by dataset.
   *
   * @throws java.util.NoSuchElementException when it has no such part
   */
  public Map<String, List<String>> inputs(Part part) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    inputs.forEach((dataset, columns) -> all.put(dataset, new ArrayList<>(columns)));
    if (part == Part.EFFECT) {
      mailing
          .flatMap(Mailing::effect)
          .orElseThrow()
          .inputs()
          .forEach(
              (dataset, columns) ->
                  all.computeIfAbsent(dataset, name -> new ArrayList<>()).addAll(columns));
    }
    return all;
  }

  /**
   * The computations of a part of it, in order.
   *
   * @throws java.util.NoSuchElementException when it has no such part
   */
  public List<Step> steps(Part part) {
    List<Step> all = new ArrayList<>(steps);
    switch (part) {
      case TABLES -> {}
      case LIST -> all.addAll(mailing.orElseThrow().steps());
      case EFFECT -> all.addAll(mailing.flatMap(Mailing::effect).orElseThrow().steps());
    }
    return all;
  }

  /** Whether it has that part. */
  public boolean has(Part part) {
    return switch (part) {
      case TABLES -> true;
      case LIST -> mailing.isPresent();
      case EFFECT -> mailing.flatMap(Mailing::effect).isPresent();
    };
  }

  /** The view under which SQL steps find a dataset: {@code a.b} is {@code a_b}. */
  public static String view(String dataset) {
    return dataset.replace('.', '_');
  }
}
