package fr.gouv.datalab.letters;

/**
 * An address as a file tells it, in any case and with any punctuation.
 *
 * @param number in the street, with {@code BIS} or a letter; may be empty
 * @param street type and name, or a locality; may be empty
 * @param complement building, stairs, flat; may be empty
 * @param postcode five digits
 * @param town its name
 */
public record AddressParts(
    String number, String street, String complement, String postcode, String town) {}
