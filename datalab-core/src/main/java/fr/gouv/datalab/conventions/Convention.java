package fr.gouv.datalab.conventions;

import fr.gouv.datalab.catalogue.Contract;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the parties agreed on, as the document says it. Being one proves nothing: only {@link
 * ConventionStore} says which are signed and in force.
 *
 * @param id such as {@code CONV-2026-001}
 * @param version from 1; a later one replaces the earlier once every party signed it
 * @param title in French
 * @param legalBasis the texts that allow it
 * @param consumer the party that reads
 * @param producers the party that answers for each dataset
 * @param purpose what the reading is for, in French (article 1)
 * @param useCases the use cases that serve the purpose (article 1)
 * @param datasets columns granted, by dataset; {@code identite:NAME} grants linkage (article 2)
 * @param groups names that stand for several persons
 * @param people persons by role, groups already replaced by their members (article 3)
 * @param from first day (article 4)
 * @param until last day (article 4)
 * @param retention how long what was computed may be kept
 * @param approvals the seats that must each approve a release (article 6)
 * @param warrants what may be known again of the persons behind a list, by use case (article 7)
 * @param template the legal basis whose questions must be answered before it is signed, if it names
 *     one
 * @param answers to those questions, by their id
 */
public record Convention(
    String id,
    int version,
    String title,
    String legalBasis,
    String consumer,
    Map<String, String> producers,
    String purpose,
    List<String> useCases,
    Map<String, List<String>> datasets,
    Map<String, List<String>> groups,
    Map<String, List<String>> people,
    LocalDate from,
    LocalDate until,
    Period retention,
    List<String> approvals,
    Map<String, WarrantTerms> warrants,
    Optional<String> template,
    Map<String, String> answers) {

  /** The role that reads data and runs use cases. */
  public static final String ANALYST = "analyste";

  /** The role that answers for lawfulness, and one of the seats. */
  public static final String LEGAL = "juriste";

  /** Before the name of a party, in the role of those who act for it. */
  public static final String ADMINISTRATOR = "administrateur-";

  /** Where dates begin and end. */
  public static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  /** Copies what it is given. */
  public Convention {
    producers = ordered(producers);
    useCases = List.copyOf(useCases);
    datasets = ordered(datasets);
    groups = ordered(groups);
    people = ordered(people);
    approvals = List.copyOf(approvals);
    warrants = ordered(warrants);
    answers = ordered(answers);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** All who must sign: the consumer and every producer. */
  public Set<String> parties() {
    Set<String> parties = new TreeSet<>(producers.values());
    parties.add(consumer);
    return parties;
  }

  /** The role of those who act for a party. */
  public static String administrator(String party) {
    return ADMINISTRATOR + party;
  }

  /** The roles of a person in this convention; none when it does not name them. */
  public Set<String> rolesOf(String person) {
    Set<String> roles = new TreeSet<>();
    people.forEach(
        (role, persons) -> {
          if (persons.contains(person)) {
            roles.add(role);
          }
        });
    return roles;
  }

  /** Whether a person has a role in it. */
  public boolean holds(String person, String role) {
    return people.getOrDefault(role, List.of()).contains(person);
  }

  /** Whether a person may sign, suspend and end for a party. */
  public boolean actsFor(String person, String party) {
    return holds(person, administrator(party)) || (party.equals(consumer) && holds(person, LEGAL));
  }

  /** Whether it grants the linkage of an identity of a dataset. */
  public boolean grantsLinkage(String dataset, String identity) {
    return datasets.getOrDefault(dataset, List.of()).contains(Contract.IDENTITY_PREFIX + identity);
  }
}
