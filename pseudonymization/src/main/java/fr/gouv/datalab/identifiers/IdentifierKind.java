package fr.gouv.datalab.identifiers;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The kinds of identifier that are turned into pseudonyms, each with its normalisation and its
 * check digits.
 *
 * <p>Two spellings of one identifier have one normalised form, and normalising a normalised form
 * changes nothing. {@link #read(String)} is for one value; {@link #normalise(byte[], int, int,
 * byte[])} does exactly the same on bytes, for files of millions of rows. Both are thread-safe. The
 * rules and their sources are in the module's README.
 */
public enum IdentifierKind {
  /** Social security number (RNIPP): 13 characters and their key; the key is always written. */
  NIR("nir", new NirRule()),
  /** Tax number of a person (DGFiP's SPI): 13 digits, of which the last three are a key. */
  SPI("spi", new SpiRule()),
  /** Student number: 11 characters. */
  INE("ine", new IneRule()),
  /** Company: nine digits by Luhn. */
  SIREN("siren", new SirenRule()),
  /** Establishment: fourteen digits by Luhn, but for La Poste's. */
  SIRET("siret", new SiretRule()),
  /** Vehicle registration plate, of the system of 2009 (SIV) or the older one (FNI). */
  IMMATRICULATION("immatriculation", new PlateRule()),
  /** Vehicle identification number: ISO 3779. */
  VIN("vin", new VinRule()),
  /** Civil status written in one value: name, first names, date of birth, place of birth. */
  ETAT_CIVIL("etat-civil", new CivilStatusRule()),
  /** Electronic mail address. */
  EMAIL("email", new EmailRule()),
  /** Telephone number, in E.164 form once normalised. */
  TELEPHONE("telephone", new TelephoneRule());

  /** No identifier is longer, before or after normalisation: 512 bytes of UTF-8. */
  public static final int MAX_BYTES = 512;

  private static final IdentifierKind[] ALL = values();

  private final String id;
  private final Rule rule;

  IdentifierKind(String id, Rule rule) {
    this.id = id;
    this.rule = rule;
  }

  /** The name by which contracts call this kind, such as {@code nir}. */
  public String id() {
    return id;
  }

  /**
   * The kind of a contract's name.
   *
   * @throws IllegalArgumentException with the list of kinds, when there is none of that name
   */
  public static IdentifierKind of(String id) {
    for (IdentifierKind kind : ALL) {
      if (kind.id.equals(id)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "There is no identifier kind \""
            + id
            + "\"; the kinds are "
            + Arrays.stream(ALL).map(IdentifierKind::id).collect(Collectors.joining(", "))
            + ".");
  }

  /** Reads one value as a ministry wrote it. Never throws for a bad value: it says why. */
  public Reading read(String raw) {
    byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[MAX_BYTES];
    int length = normalise(utf8, 0, utf8.length, out);
    return length < 0
        ? Refusal.ofCode(length).reading()
        : new Reading.Valid(new String(out, 0, length, StandardCharsets.UTF_8));
  }

  /**
   * Reads one value without allocating, for the ingest of large files.
   *
   * @param utf8 holds the value in UTF-8 at {@code [from, to)}; it is not changed
   * @param out the caller's buffer, at least {@link #MAX_BYTES} long, not the same as {@code utf8}
   * @return how many bytes of {@code out} are the normalised form (UTF-8), or, when the value is
   *     refused, a negative {@link Refusal#code()}; {@code out} then holds nothing of use
   */
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int start = from;
    int end = to;
    while (start < end && (utf8[start] == ' ' || utf8[start] == '\t')) {
      start++;
    }
    while (end > start && (utf8[end - 1] == ' ' || utf8[end - 1] == '\t')) {
      end--;
    }
    if (start == end) {
      return Refusal.EMPTY.code();
    }
    if (end - start > MAX_BYTES) {
      return Refusal.TOO_LONG.code();
    }
    return rule.normalise(utf8, start, end, out);
  }
}
