package fr.gouv.datalab.releases;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The questions of a reviewer's checklist that the machine answers itself, from the release's own
 * files: thresholds, suppression, residual disclosure, texts that could name someone.
 */
public final class MachineChecks {

  /** The questions that a person must answer before approving. */
  public static final List<String> FOR_PEOPLE = List.of("type", "finalite", "modeles", "lisible");

  /** An e-mail address, a plate, a VIN or a code as long, eight digits or more in a row. */
  private static final Pattern SOMEONE =
      Pattern.compile(
          "[\\w.+-]+@[\\w-]+\\.[\\w.-]+"
              + "|\\b[A-HJ-NP-TV-Z]{2}[- ]?\\d{3}[- ]?[A-HJ-NP-TV-Z]{2}\\b"
              + "|\\b(?=\\w*\\d)(?=\\w*[A-Z])[A-Z0-9]{11,}\\b"
              + "|\\d(?:[ .]?\\d){7,}");

  private MachineChecks() {}

  /**
   * Answers them.
   *
   * @throws IOException when the files cannot be read
   */
  public static List<Checklist.Item> of(ReleaseFolder folder) throws IOException {
    Draft draft = folder.draft();
    List<AuditVerdict> verdicts = new ArrayList<>();
    for (Draft.Output output : draft.outputs()) {
      verdicts.add(AuditVerdict.of(folder.output(output.name())));
    }
    return of(draft, verdicts);
  }

  /**
   * The same, of a draft whose verdicts were read.
   *
   * @param verdicts one for each table, in the draft's order
   */
  public static List<Checklist.Item> of(Draft draft, List<AuditVerdict> verdicts) {
    List<String> few = new ArrayList<>();
    List<String> others = new ArrayList<>();
    long hidden = 0;
    List<String> compared = new ArrayList<>();
    for (AuditVerdict verdict : verdicts) {
      hidden += verdict.suppressed();
      for (String shortfall : verdict.shortfalls()) {
        (shortfall.endsWith("has too few units.") ? few : others).add(shortfall);
      }
    }
    draft.outputs().forEach(output -> compared.addAll(output.comparedWith()));
    List<String> texts = speaking(draft);
    return List.of(
        new Checklist.Item("seuils", true, few.isEmpty(), String.join(" ", few)),
        new Checklist.Item("masquage", true, others.isEmpty(), Long.toString(hidden)),
        new Checklist.Item("residuel", true, others.isEmpty(), String.join(", ", compared)),
        new Checklist.Item("textes", true, texts.isEmpty(), String.join(", ", texts)));
  }

  /** Where a text looks as if it held a value of someone: an address, a number, a plate. */
  private static List<String> speaking(Draft draft) {
    List<String> found = new ArrayList<>();
    look("titre", draft.title(), found);
    look("question", draft.purpose(), found);
    draft.sentences().forEach(text -> look("constats", text, found));
    draft.method().forEach(text -> look("méthode", text, found));
    draft.limits().forEach(text -> look("limites", text, found));
    for (Draft.Output output : draft.outputs()) {
      look(output.name(), output.title(), found);
      look(output.name(), output.name(), found);
      for (Draft.Column column : output.columns()) {
        look(output.name(), column.label(), found);
        column.codes().values().forEach(label -> look(output.name(), label, found));
      }
    }
    return found;
  }

  private static void look(String where, String text, List<String> found) {
    if (SOMEONE.matcher(text).find() && !found.contains(where)) {
      found.add(where);
    }
  }
}
