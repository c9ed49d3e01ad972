package fr.gouv.datalab.civilstatus;

/**
 * The 64-bit tokens of one person, in the order of their bytes, and what each reveals to whoever
 * sees the tokens without the key.
 *
 * <p>In general a token tells that two rows have the same normalised value, and how frequent that
 * value is: the most frequent token of a surname is, most likely, the country's most frequent
 * surname. So tokens are read by the linkage alone, and never leave the house. A <em>likeness</em>
 * tells more: how alike two values are, which an attacker who knows the frequencies of names could
 * use to guess more of them. Slots of the same {@link Domain} have comparable tokens: a first name
 * written in the place of the surname is seen.
 */
public enum LinkSlot {
  /** Surname at birth, its letters without spaces. Equality and frequency. */
  NAME(Domain.NAME),
  /** Its French sound. Equality and frequency of sounds. */
  NAME_SOUND(Domain.SOUND),
  /** Surname in use. As {@link #NAME}, and that a person uses another's surname. */
  USAGE(Domain.NAME),
  /** Its French sound. */
  USAGE_SOUND(Domain.SOUND),
  /** Likeness of the surname, first 64 of 128 bits. How alike two surnames are. */
  NAME_LIKENESS(Domain.LETTERS),
  /** The other 64 bits. */
  NAME_LIKENESS_2(Domain.LETTERS),
  /** First word of the first names. Equality and frequency; nearly tells the sex. */
  FIRST(Domain.NAME),
  /** Second word of the first names. */
  SECOND(Domain.NAME),
  /** French sound of the first word. */
  FIRST_SOUND(Domain.SOUND),
  /** First three letters of the first word. */
  FIRST_START(Domain.START),
  /** All words of the first names in alphabetic order. Equality; rare, often unique. */
  FIRST_ALL(Domain.ALL),
  /** Likeness of the first word, first 64 of 128 bits. */
  FIRST_LIKENESS(Domain.LETTERS),
  /** The other 64 bits. */
  FIRST_LIKENESS_2(Domain.LETTERS),
  /** Sex. Its two tokens are told apart by counting. */
  SEX(Domain.SEX),
  /** Date of birth. Equality; some 30,000 values of nearly equal frequency in a year of birth. */
  BIRTH(Domain.BIRTH),
  /** Year, and day and month in increasing order. */
  BIRTH_ANY_ORDER(Domain.BIRTH_ANY_ORDER),
  /** Year and month of birth. */
  BIRTH_YEAR_MONTH(Domain.BIRTH_YEAR_MONTH),
  /** Year and day of birth. */
  BIRTH_YEAR_DAY(Domain.BIRTH_YEAR_DAY),
  /** Month and day of birth: an anniversary. */
  BIRTH_MONTH_DAY(Domain.BIRTH_MONTH_DAY),
  /** Commune of birth. Equality and frequency: the largest towns' tokens can be guessed. */
  BIRTHPLACE(Domain.BIRTHPLACE),
  /** Number in the street. Equality and frequency. */
  HOUSE(Domain.HOUSE),
  /** French sound of the street without its type. Equality and frequency. */
  STREET(Domain.STREET),
  /** Likeness of the street, 64 bits. */
  STREET_LIKENESS(Domain.STREET_LETTERS),
  /** Complement of the address. */
  COMPLEMENT(Domain.COMPLEMENT),
  /** Code of the commune of residence. Equality and frequency: towns can be guessed. */
  COMMUNE(Domain.COMMUNE),
  /** French sound of the commune's name. Likewise. */
  COMMUNE_NAME(Domain.COMMUNE_NAME),
  /** Likeness of the commune's name, 64 bits. */
  COMMUNE_LIKENESS(Domain.COMMUNE_LETTERS),
  /** Postcode. As the commune. */
  POSTCODE(Domain.POSTCODE),
  /** Region. Its few tokens are told apart by counting. */
  REGION(Domain.REGION),
  /** Telephone. Equality. */
  TELEPHONE(Domain.TELEPHONE),
  /** Address of electronic mail. Equality. */
  EMAIL(Domain.EMAIL),
  /** Number of any kind. Equality. */
  IDENTIFIER(Domain.IDENTIFIER);

  /** Values of one domain have comparable tokens; two domains' tokens are unrelated. */
  enum Domain {
    NAME,
    SOUND,
    START,
    ALL,
    LETTERS,
    SEX,
    BIRTH,
    BIRTH_ANY_ORDER,
    BIRTH_YEAR_MONTH,
    BIRTH_YEAR_DAY,
    BIRTH_MONTH_DAY,
    BIRTHPLACE,
    HOUSE,
    STREET,
    STREET_LETTERS,
    COMPLEMENT,
    COMMUNE,
    COMMUNE_NAME,
    COMMUNE_LETTERS,
    POSTCODE,
    REGION,
    TELEPHONE,
    EMAIL,
    IDENTIFIER
  }

  private final Domain domain;

  LinkSlot(Domain domain) {
    this.domain = domain;
  }

  Domain domain() {
    return domain;
  }

  /** Where the token's eight bytes begin. */
  public int offset() {
    return Long.BYTES * ordinal();
  }
}
