package fr.gouv.datalab.usecases;

import fr.gouv.datalab.letters.LetterText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A letter at the end of a use case: to which units, with whose names, at which address, and how
 * its effect is measured. A list is drawn by {@link Part#LIST}; names and addresses are opened
 * under a warrant alone.
 *
 * @param steps computations that the list needs besides the use case's own
 * @param from view of the units to write to
 * @param unit its column that names them: pseudonyms of the key of the address's identity
 * @param strata columns of that view within which those set aside are drawn
 * @param control share of each stratum that is set aside, in ]0, 1[
 * @param persons who is named on the letter to each unit: one or two persons
 * @param address identity that holds the address of a unit
 * @param names identity that holds the name of a person
 * @param letter what it says
 * @param effect how its effect is measured, where it is
 */
public record Mailing(
    List<Step> steps,
    String from,
    String unit,
    List<String> strata,
    BigDecimal control,
    Persons persons,
    VaultIdentity address,
    VaultIdentity names,
    LetterText letter,
    Optional<Effect> effect) {
  /** The view under which the steps of the effect find the list. */
  public static final String LIST_VIEW = "liste_courrier";

  /** Copies the lists. */
  public Mailing {
    steps = List.copyOf(steps);
    strata = List.copyOf(strata);
  }

  /**
   * A view of units and persons.
   *
   * @param unit column of the unit
   * @param person column of the person: pseudonyms of the key of the names' identity
   */
  public record Persons(String from, String unit, String person) {}

  /** An identity of a dataset, as the vault keeps it. */
  public record VaultIdentity(String dataset, String identity) {}

  /**
   * How the effect is measured, by intention to treat: the units of the list as chance divided
   * them, whatever became of their letters. The output counts units by {@code groupe} ({@code
   * COURRIER}, {@code TEMOIN}) and {@code issue} ({@code OUI}, {@code NON}). Its steps find the
   * list as {@link #LIST_VIEW} ({@code unite, groupe, strate}), and the date of the list as {@code
   * :since}.
   *
   * @param inputs columns read besides the use case's own, by dataset
   * @param steps computations besides the use case's own
   * @param outcome French words for what the difference is about: {@code ont changé de véhicule}
   * @param output the table
   * @param report sentences of the effect's report, in place of the use case's
   */
  public record Effect(
      Map<String, List<String>> inputs,
      List<Step> steps,
      String outcome,
      Output output,
      Map<String, List<String>> report) {
    /** The column of the group, in the output. */
    public static final String GROUP = "groupe";

    /** The column of the outcome, in the output. */
    public static final String OUTCOME = "issue";

    /** Those to write to. */
    public static final String TREATED = "COURRIER";

    /** Those set aside. */
    public static final String CONTROL = "TEMOIN";

    /** Copies what it is given. */
    public Effect {
      inputs = Map.copyOf(inputs);
      steps = List.copyOf(steps);
      report = Map.copyOf(report);
    }
  }
}
