package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.desk.Words;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;

/** What a refusal means, in the reader's language. */
public final class Sentences {
  private Sentences() {}

  /** The sentence of a refusal. */
  public static String of(DatalabException failure, Words words) {
    if (failure instanceof IntegrityException) {
      return words.t("refusal.altered");
    }
    if (failure instanceof RefusedException refused) {
      if (refused.rule().equals("four eyes")) {
        return words.t("refusal.foureyes");
      }
      if (refused.rule().startsWith("convention ")) {
        return words.t("refusal.convention", refused.rule());
      }
      return words.t(
          refused.rule().equals("the life of a release") ? "refusal.state" : "refusal.other",
          refused.rule());
    }
    if (failure instanceof UsageException) {
      String message = failure.getMessage();
      return words.t(
          message.startsWith("checklist")
              ? "refusal.checklist"
              : message.contains("--comment")
                  ? "refusal.comment"
                  : message.contains("--seat")
                      ? "refusal.seat"
                      : message.startsWith("A comment") ? "refusal.long" : "refusal.unknown");
    }
    return words.t("refusal.other", "");
  }
}
