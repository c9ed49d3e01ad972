package fr.gouv.datalab.identifiers;

/**
 * Registration plates: {@code AA-001-AA} since 2009 (SIV), {@code 1234 AB 75} before (FNI).
 *
 * <p>SIV: two letters, three digits from 001, two letters, none of them I, O or U; the left pair is
 * neither SS nor WW (order of 9 February 2009 on registration, article 1 and annexes). FNI: a
 * number of one to four digits, one to three letters without I and O, the department (01 to 95, 20,
 * 2A, 2B, 971 to 976). The normalised form has no separator, and an FNI number has no leading zero.
 */
final class PlateRule implements Rule {

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = Compact.copy(utf8, from, to, out);
    if (length < 0) {
      return Refusal.PLATE_CHARACTER.code();
    }
    if (length == 0) {
      return Refusal.PLATE_FORM.code();
    }
    return letter(out[0]) ? siv(out, length) : fni(out, length);
  }

  private static int siv(byte[] plate, int length) {
    if (length != 7
        || !letter(plate[1])
        || !Compact.digits(plate, 2, 5)
        || !letter(plate[5])
        || !letter(plate[6])) {
      return Refusal.PLATE_FORM.code();
    }
    for (int at = 0; at < length; at++) {
      if (plate[at] == 'I' || plate[at] == 'O' || plate[at] == 'U') {
        return Refusal.PLATE_LETTERS.code();
      }
    }
    boolean reserved = plate[0] == plate[1] && (plate[0] == 'S' || plate[0] == 'W');
    if (reserved) {
      return Refusal.PLATE_LETTERS.code();
    }
    return Compact.number(plate, 2, 5) == 0 ? Refusal.PLATE_NUMBER.code() : length;
  }

  private static int fni(byte[] plate, int length) {
    int letters = 0;
    while (letters < length && !letter(plate[letters])) {
      letters++;
    }
    int department = letters;
    while (department < length && letter(plate[department])) {
      if (plate[department] == 'I' || plate[department] == 'O') {
        return Refusal.PLATE_LETTERS.code();
      }
      department++;
    }
    int count = department - letters;
    if (letters > 4 || count < 1 || count > 3) {
      return Refusal.PLATE_FORM.code();
    }
    if (!department(plate, department, length)) {
      return Refusal.PLATE_DEPARTMENT.code();
    }
    return withoutLeadingZeros(plate, letters, length);
  }

  private static int withoutLeadingZeros(byte[] plate, int letters, int length) {
    int zeros = 0;
    while (zeros < letters && plate[zeros] == '0') {
      zeros++;
    }
    if (zeros == letters) {
      return Refusal.PLATE_NUMBER.code();
    }
    System.arraycopy(plate, zeros, plate, 0, length - zeros);
    return length - zeros;
  }

  private static boolean department(byte[] plate, int from, int to) {
    if (to - from == 2
        && plate[from] == '2'
        && (plate[from + 1] == 'A' || plate[from + 1] == 'B')) {
      return true;
    }
    if (!Compact.digits(plate, from, to)) {
      return false;
    }
    long number = Compact.number(plate, from, to);
    return to - from == 2 && number >= 1 && number <= 95
        || to - from == 3 && number >= 971 && number <= 976;
  }

  private static boolean letter(byte b) {
    return b >= 'A';
  }
}
