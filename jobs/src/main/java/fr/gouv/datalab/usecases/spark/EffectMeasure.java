package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.disclosure.SafeTable;
import fr.gouv.datalab.effects.Effect;
import fr.gouv.datalab.effects.Interval;
import fr.gouv.datalab.effects.Proportion;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.usecases.Mailing;
import fr.gouv.datalab.usecases.Output;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a letter changed, as far as published figures say.
 *
 * @param drafted the draft of its table
 * @param list to whom one wrote, and whom one set aside
 * @param effect the difference; empty when a figure that it needs is hidden
 */
public record EffectMeasure(
    DraftRelease.Drafted drafted, MailingList list, Optional<Effect> effect) {

  /** The effect that the published cells of the table give, and nothing but them. */
  static Optional<Effect> of(Output output, SafeTable table) {
    List<String> columns = table.spec().columns();
    if (table.spec().isChanged()) {
      throw new BadDataException(
          "The table of the effect, "
              + output.name()
              + ", is protected by suppression: an effect that is measured on changed figures is not"
              + " the letter's.");
    }
    if (columns.size() != 2
        || !columns.contains(Mailing.Effect.GROUP)
        || !columns.contains(Mailing.Effect.OUTCOME)) {
      throw new BadDataException(
          "The table of the effect, "
              + output.name()
              + ", must have the dimensions groupe and issue, and no other.");
    }
    Optional<Proportion> treated = proportion(table, columns, Mailing.Effect.TREATED);
    Optional<Proportion> control = proportion(table, columns, Mailing.Effect.CONTROL);
    return treated.flatMap(t -> control.map(c -> new Effect(t, c)));
  }

  private static Optional<Proportion> proportion(
      SafeTable table, List<String> columns, String group) {
    Optional<Long> yes = figure(table, columns, group, "OUI");
    Optional<Long> no = figure(table, columns, group, "NON");
    return yes.flatMap(a -> no.filter(b -> a + b > 0).map(b -> new Proportion(a, a + b)));
  }

  private static Optional<Long> figure(
      SafeTable table, List<String> columns, String group, String outcome) {
    boolean groupFirst = columns.get(0).equals(Mailing.Effect.GROUP);
    return (groupFirst ? table.figures(group, outcome) : table.figures(outcome, group))
        .map(figures -> figures.get(0))
        .map(BigDecimal::longValueExact);
  }

  /** The sentences of the report: the difference first, then what the use case says of it. */
  static Map<String, List<String>> report(
      Mailing.Effect effect, MailingList list, LocalDate asOf, Optional<Effect> measured) {
    Map<String, List<String>> report = new LinkedHashMap<>(effect.report());
    List<String> resume = new ArrayList<>();
    resume.add(
        measured
            .map(found -> sentence(found, effect.outcome()))
            .orElse(
                "Les effectifs sont trop petits pour être publiés tous : l'effet du courrier n'est pas donné."));
    resume.add(
        "Liste tirée au "
            + French.date(list.asOf())
            + ", effet observé au "
            + French.date(asOf)
            + "."
            + " La graine du tirage est au journal, avec l'empreinte de la liste ("
            + list.shortId()
            + ").");
    resume.addAll(effect.report().getOrDefault("resume", List.of()));
    report.put("resume", resume);
    return report;
  }

  private static String sentence(Effect effect, String outcome) {
    Interval interval = effect.interval();
    return French.percent(effect.treated().value())
        + " des foyers écrits "
        + outcome
        + ", contre "
        + French.percent(effect.control().value())
        + " du groupe témoin : un écart de "
        + points(effect.difference())
        + " (intervalle de confiance à "
        + Effect.LEVEL
        + " % : de "
        + points(interval.lower())
        + " à "
        + points(interval.upper())
        + ").";
  }

  private static String points(double share) {
    return String.format(
        Locale.FRENCH, "%+.1f point%s", 100 * share, Math.abs(100 * share) < 2 ? "" : "s");
  }

  /** Two lines for a person. */
  String words() {
    return effect
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "treated %,d of %,d (%.2f %%), control %,d of %,d (%.2f %%): %+.2f points, %d %%"
                        + " interval %+.2f to %+.2f",
                    found.treated().successes(),
                    found.treated().units(),
                    100 * found.treated().value(),
                    found.control().successes(),
                    found.control().units(),
                    100 * found.control().value(),
                    100 * found.difference(),
                    Effect.LEVEL,
                    100 * found.interval().lower(),
                    100 * found.interval().upper()))
        .orElse("Counts are too small to be published: the effect is not given.");
  }
}
