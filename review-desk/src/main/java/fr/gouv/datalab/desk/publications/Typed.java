package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.releases.MachineChecks;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person typed in a form that was refused, so that the page gives it back to be put right.
 *
 * @param decision the comment of a decision
 * @param note a comment of its own
 * @param ticked the points that were ticked
 * @param seat that was chosen
 */
public record Typed(String decision, String note, Set<String> ticked, String seat) {
  /** Nothing yet. */
  static final Typed NOTHING = new Typed("", "", Set.of(), "");

  /** Copies the points. */
  public Typed {
    ticked = Set.copyOf(ticked);
  }

  static Typed decision(Context context) {
    Set<String> ticked = new TreeSet<>();
    for (String question : MachineChecks.FOR_PEOPLE) {
      if ("oui".equals(context.formParam("verifie-" + question))) {
        ticked.add(question);
      }
    }
    return new Typed(said(context, "commentaire"), "", ticked, said(context, "siege"));
  }

  static Typed note(Context context) {
    return new Typed("", said(context, "commentaire"), Set.of(), "");
  }

  private static String said(Context context, String field) {
    return Optional.ofNullable(context.formParam(field)).orElse("");
  }
}
