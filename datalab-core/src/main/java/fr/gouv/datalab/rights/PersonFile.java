package fr.gouv.datalab.rights;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Reading;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the identifiers of one person, {@code kind,value} a line, and turns each into a token at
 * once: {@code nir}, {@code spi}, {@code ine}, {@code email}, {@code telephone}, {@code
 * immatriculation}, {@code vin}, and {@code etat-civil} as {@code name|first names|date of
 * birth|commune of birth}, a line for each name that the person bears. Nothing else of it is kept,
 * and no value is ever in a message.
 */
public final class PersonFile {
  private static final Set<IdentifierKind> OF_COMPANIES =
      Set.of(IdentifierKind.SIREN, IdentifierKind.SIRET);
  private static final int MOST = 1_000;

  private final Tokenizer tokenizer;
  private final LinkTokens links;

  /** A reader under the token keys of a store. */
  public PersonFile(KeyStore keys) {
    tokenizer = Tokenizer.of(keys);
    links = LinkTokens.of(tokenizer);
  }

  /**
   * Reads a person.
   *
   * @param file lines of {@code kind,value}, RFC 4180; a header {@code kind,value} may come first
   * @throws BadDataException naming the line and what is wrong with it, never its value
   */
  public List<PersonToken> read(Reader file) {
    LinkedHashSet<PersonToken> tokens = new LinkedHashSet<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setTrim(true).setIgnoreEmptyLines(true).get();
    try (CSVParser lines = CSVParser.parse(file, format)) {
      for (CSVRecord line : lines) {
        if (line.getRecordNumber() > 1 || !line.get(0).replace("\uFEFF", "").equals("kind")) {
          add(line, tokens);
        }
        if (tokens.size() > MOST) {
          throw new BadDataException(
              "The identifiers are those of one person: more than " + MOST + " were given.");
        }
      }
    } catch (IOException | java.io.UncheckedIOException | IllegalStateException e) {
      throw new BadDataException("The identifiers cannot be read: write `kind,value`, one a line.");
    }
    if (tokens.isEmpty()) {
      throw new BadDataException("No identifier was given: write `kind,value`, one a line.");
    }
    return List.copyOf(tokens);
  }

  private void add(CSVRecord line, Set<PersonToken> tokens) {
    if (line.size() != 2) {
      throw wrong(line, "has not two fields: write `kind,value`");
    }
    IdentifierKind kind;
    try {
      kind = IdentifierKind.of(line.get(0).replace("\uFEFF", "").toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(
          line,
          "begins with no known kind: use nir, spi, ine, email, telephone, immatriculation, vin or"
              + " etat-civil");
    }
    if (OF_COMPANIES.contains(kind)) {
      throw wrong(
          line,
          "gives a "
              + kind.id()
              + ", which names a legal person: these rights are those of natural persons"
              + " (GDPR, art. 4(1))");
    }
    Reading reading = kind.read(line.get(1));
    if (reading instanceof Reading.Invalid refused) {
      throw wrong(line, "is refused: " + refused.reason().replaceFirst("\\.$", ""));
    }
    String normalised = ((Reading.Valid) reading).normalised();
    byte[] utf8 = normalised.getBytes(StandardCharsets.UTF_8);
    tokens.add(new PersonToken(kind.id(), tokenizer.token(kind, utf8)));
    if (kind == IdentifierKind.ETAT_CIVIL) {
      tokens.add(new PersonToken(PersonToken.CIVIL, civil(line, normalised)));
    }
  }

  private byte[] civil(CSVRecord line, String normalised) {
    String[] fields = normalised.split("\\|", -1);
    String[] values = new String[CivilStatus.values().length];
    values[CivilStatus.nomNaissance.ordinal()] = fields[0];
    values[CivilStatus.prenoms.ordinal()] = fields.length > 1 ? fields[1] : null;
    values[CivilStatus.dateNaissance.ordinal()] = fields.length > 2 ? fields[2] : null;
    values[CivilStatus.communeNaissance.ordinal()] = fields.length > 3 ? fields[3] : null;
    byte[] key = CivilKey.of(links.encode(values));
    if (!CivilKey.read(key).isWhole()) {
      throw wrong(line, "lacks a part: a civil status is `name|first names|date of birth|commune`");
    }
    return key;
  }

  private static BadDataException wrong(CSVRecord line, String sentence) {
    return new BadDataException(
        "Line " + line.getRecordNumber() + " of the identifiers " + sentence + ".");
  }

  /** The kinds of what a person is known by, sorted, each once. */
  static List<String> kinds(List<PersonToken> tokens) {
    return new ArrayList<>(
        new java.util.TreeSet<>(tokens.stream().map(PersonToken::kind).toList()));
  }
}
