package fr.gouv.datalab.usecases;

import fr.gouv.datalab.letters.LetterText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code mailing} of {@code usecase.yaml}. */
final class MailingReader {
  record Entry(
      List<UseCaseReader.StepEntry> steps,
      String from,
      String unit,
      List<String> strata,
      BigDecimal control,
      PersonsEntry persons,
      IdentityEntry address,
      IdentityEntry names,
      LetterEntry letter,
      EffectEntry effect) {}

  record PersonsEntry(String from, String unit, String person) {}

  record IdentityEntry(String dataset, String identity) {}

  record LetterEntry(
      List<String> sender,
      String place,
      String subject,
      String greeting,
      List<String> paragraphs,
      List<String> signature,
      List<String> notice) {}

  record EffectEntry(
      Map<String, List<String>> inputs,
      List<UseCaseReader.StepEntry> steps,
      String outcome,
      UseCaseReader.OutputEntry output,
      Map<String, List<String>> report) {}

  private final UseCaseReader reader;

  MailingReader(UseCaseReader reader) {
    this.reader = reader;
  }

  Mailing read(Entry entry) {
    BigDecimal control = reader.given(entry.control, "control of the mailing");
    reader.require(
        control.signum() > 0 && control.compareTo(BigDecimal.ONE) < 0,
        "'control' of the mailing must be a share between 0 and 1");
    PersonsEntry persons = reader.given(entry.persons, "persons of the mailing");
    return new Mailing(
        reader.steps(orEmpty(entry.steps)),
        reader.given(entry.from, "from of the mailing"),
        column(entry.unit, "unit of the mailing"),
        orEmpty(entry.strata),
        control,
        new Mailing.Persons(
            reader.given(persons.from, "from of the mailing's persons"),
            column(persons.unit, "unit of the mailing's persons"),
            column(persons.person, "person of the mailing's persons")),
        identity(entry.address, "address"),
        identity(entry.names, "names"),
        letter(reader.given(entry.letter, "letter of the mailing")),
        Optional.ofNullable(entry.effect).map(this::effect));
  }

  private String column(String column, String key) {
    return reader.given(column, key);
  }

  private Mailing.VaultIdentity identity(IdentityEntry entry, String key) {
    IdentityEntry given = reader.given(entry, key + " of the mailing");
    return new Mailing.VaultIdentity(
        reader.given(given.dataset, "dataset of the mailing's " + key),
        reader.given(given.identity, "identity of the mailing's " + key));
  }

  private LetterText letter(LetterEntry entry) {
    return new LetterText(
        some(entry.sender, "sender"),
        reader.given(entry.place, "place of the letter"),
        reader.given(entry.subject, "subject of the letter"),
        reader.given(entry.greeting, "greeting of the letter"),
        some(entry.paragraphs, "paragraphs"),
        some(entry.signature, "signature"),
        some(entry.notice, "notice"));
  }

  private List<String> some(List<String> lines, String key) {
    reader.require(
        lines != null && !lines.isEmpty(), "'" + key + "' of the letter is missing or empty");
    return lines;
  }

  private Mailing.Effect effect(EffectEntry entry) {
    Output output = reader.output(reader.given(entry.output, "output of the effect"));
    return new Mailing.Effect(
        entry.inputs == null ? Map.of() : entry.inputs,
        reader.steps(orEmpty(entry.steps)),
        reader.given(entry.outcome, "outcome of the effect"),
        output,
        entry.report == null ? Map.of() : entry.report);
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
