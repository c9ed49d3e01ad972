package fr.gouv.datalab.conventions;

import fr.gouv.datalab.yaml.Section;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the document of a convention, refusing what it does not know or does not hold together. */
final class ConventionReader {
  static final String ID = "[A-Za-z0-9][A-Za-z0-9-]{0,63}";
  private static final String PARTY = "[a-z][a-z0-9-]*";
  private static final String PERSON = "[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9.-]+)?";

  private final Section file;

  private ConventionReader(Section file) {
    this.file = file;
  }

  /**
   * Reads a document.
   *
   * @param name how errors call it: a file's name, or an identifier
   * @param utf8 its bytes
   * @throws fr.gouv.datalab.refusals.BadDataException naming the line and the key that is wrong
   */
  static Convention read(String name, byte[] utf8) {
    return new ConventionReader(Section.of("Convention " + name, utf8)).read();
  }

  private Convention read() {
    Map<String, List<String>> groups = file.textsByKey("groups");
    Convention convention =
        new Convention(
            id(),
            version(),
            file.text("title"),
            file.text("legalBasis"),
            party("consumer", file.text("consumer")),
            file.textByKey("producers"),
            file.text("purpose"),
            file.texts("useCases"),
            file.textsByKey("datasets"),
            groups,
            people(groups),
            date("from"),
            date("until"),
            retention(),
            file.texts("approvals"),
            warrants(),
            template(),
            file.textByKey("answers"));
    file.nothingElse();
    check(convention);
    return convention;
  }

  private String id() {
    String id = file.text("convention");
    return id.matches(ID)
        ? id
        : file.fail("convention", "must be letters, digits and hyphens, such as CONV-2026-001");
  }

  private int version() {
    int version = file.integer("version");
    return version >= 1 ? version : file.fail("version", "must be 1 or more");
  }

  private String party(String key, String party) {
    return party.matches(PARTY)
        ? party
        : file.fail(key, "has " + party + ": a party is written in a-z, 0-9 and -");
  }

  private LocalDate date(String key) {
    try {
      return LocalDate.parse(file.text(key));
    } catch (DateTimeException e) {
      return file.fail(key, "must be a date such as 2026-12-31");
    }
  }

  private Period retention() {
    try {
      return Period.parse(file.text("retention"));
    } catch (DateTimeException e) {
      return file.fail("retention", "must be an ISO period such as P2Y");
    }
  }

  private Optional<String> template() {
    Optional<String> template = file.optionalText("template");
    if (template.isPresent() && LegalTemplate.find(template.get()).isEmpty()) {
      file.fail(
          "template",
          "names no legal basis of this datalab: there are "
              + String.join(", ", LegalTemplate.names()));
    }
    return template;
  }

  private Map<String, WarrantTerms> warrants() {
    Map<String, WarrantTerms> warrants = new LinkedHashMap<>();
    file.optionalSection("warrants")
        .ifPresent(
            all -> {
              for (String useCase : all.keys()) {
                Section terms = all.section(useCase);
                warrants.put(
                    useCase,
                    new WarrantTerms(
                        terms.textsByKey("identities"), terms.texts("approvals"), validity(terms)));
                terms.nothingElse();
              }
              all.nothingElse();
            });
    return warrants;
  }

  private static Period validity(Section terms) {
    try {
      Period validity =
          terms.optionalText("validity").map(Period::parse).orElse(WarrantTerms.VALIDITY);
      return validity.isNegative() || validity.isZero()
          ? terms.fail("validity", "must be longer than nothing")
          : validity;
    } catch (DateTimeException e) {
      return terms.fail("validity", "must be an ISO period such as P30D");
    }
  }

  private Map<String, List<String>> people(Map<String, List<String>> groups) {
    groups.values().forEach(members -> persons("groups", members));
    Map<String, List<String>> people = new LinkedHashMap<>();
    file.textsByKey("people")
        .forEach(
            (role, names) -> {
              Set<String> persons = new LinkedHashSet<>();
              for (String name : names) {
                persons.addAll(groups.getOrDefault(name, List.of(name)));
              }
              people.put(role, persons("people", new ArrayList<>(persons)));
            });
    return people;
  }

  private List<String> persons(String key, List<String> persons) {
    for (String person : persons) {
      if (!person.matches(PERSON)) {
        file.fail(key, "has a name that is neither a group nor of the form person@party");
      }
    }
    return persons;
  }

  private void check(Convention c) {
    c.producers().values().forEach(party -> party("producers", party));
    if (c.datasets().isEmpty()) {
      file.fail("datasets", "is missing: name each dataset with its columns");
    }
    for (String dataset : c.datasets().keySet()) {
      if (!c.producers().containsKey(dataset)) {
        file.fail("producers", "does not say who answers for " + dataset);
      }
    }
    for (String dataset : c.producers().keySet()) {
      if (!c.datasets().containsKey(dataset)) {
        file.fail("producers", "names " + dataset + ", of which no column is granted");
      }
    }
    for (String role : c.people().keySet()) {
      if (!role.equals(Convention.ANALYST) && !role.equals(Convention.LEGAL) && !ofParty(c, role)) {
        file.fail(
            "people", "has the role " + role + ": use analyste, juriste or administrateur-PARTY");
      }
    }
    if (c.until().isBefore(c.from())) {
      file.fail("until", "is before `from`");
    }
    checkSeats(c);
    c.warrants().forEach((useCase, terms) -> checkWarrants(c, useCase, terms));
  }

  /** Whoever answers for names and addresses has a say in each warrant, and so has a jurist. */
  private void checkWarrants(Convention c, String useCase, WarrantTerms terms) {
    if (!c.useCases().contains(useCase)) {
      file.fail("warrants", "has the use case " + useCase + ", which `useCases` does not list");
    }
    if (terms.identities().isEmpty()) {
      file.fail("warrants", "names no identity for " + useCase + ": nothing could be opened");
    }
    Set<String> needed = new LinkedHashSet<>(Set.of(Convention.LEGAL));
    for (String dataset : terms.identities().keySet()) {
      if (!c.datasets().containsKey(dataset)) {
        file.fail("warrants", "opens " + dataset + ", which `datasets` does not grant");
      }
      needed.add(Convention.administrator(c.producers().get(dataset)));
    }
    for (String seat : needed) {
      if (!terms.approvals().contains(seat)) {
        file.fail(
            "warrants",
            "must have "
                + seat
                + " among the approvals of "
                + useCase
                + ": a jurist and the producer of each identity approve warrants");
      }
    }
    for (String seat : terms.approvals()) {
      if (!c.people().containsKey(seat)) {
        file.fail("warrants", "has the seat " + seat + ", which `people` gives to nobody");
      }
    }
  }

  private static boolean ofParty(Convention c, String role) {
    return c.parties().stream().map(Convention::administrator).anyMatch(role::equals);
  }

  /** A legal reviewer and each producer must approve every release, and each must be someone. */
  private void checkSeats(Convention c) {
    Set<String> needed = new LinkedHashSet<>(Set.of(Convention.LEGAL));
    c.producers().values().forEach(party -> needed.add(Convention.administrator(party)));
    for (String seat : needed) {
      if (!c.approvals().contains(seat)) {
        file.fail(
            "approvals", "must have " + seat + ": jurists and each producer approve releases");
      }
    }
    for (String seat : c.approvals()) {
      if (!c.people().containsKey(seat)) {
        file.fail("approvals", "has the seat " + seat + ", which `people` gives to nobody");
      }
    }
    if (!c.people().containsKey(Convention.ANALYST)) {
      file.fail("people", "gives the role analyste to nobody: nobody could read");
    }
  }
}
