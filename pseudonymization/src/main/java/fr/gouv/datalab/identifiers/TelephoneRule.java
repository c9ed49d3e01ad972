package fr.gouv.datalab.identifiers;

/**
 * Telephone numbers, normalised to E.164 ({@code +33612345678}).
 *
 * <p>A French national number has ten digits and begins with 0; those of the overseas departments
 * are carried to their own country code (Arcep's numbering plan, decision 2018-0881: 590
 * Guadeloupe, 594 Guyane, 596 Martinique, 262 La Reunion and Mayotte). {@code 00} stands for {@code
 * +}, and the {@code (0)} that some write after +33 is dropped. A foreign number has eight to
 * fifteen digits after +.
 */
final class TelephoneRule implements Rule {

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    int length = 1;
    out[0] = '+';
    boolean plus = false;
    for (int at = from; at < to; at++) {
      byte b = utf8[at];
      if (b >= '0' && b <= '9') {
        if (length > 20) {
          return Refusal.PHONE_FORM.code();
        }
        out[length++] = b;
      } else if (b == '+' && length == 1 && !plus) {
        plus = true;
      } else if (b != '(' && b != ')') {
        int width = Compact.separator(utf8, at, to);
        if (width == 0) {
          return Refusal.PHONE_CHARACTER.code();
        }
        at += width - 1;
      }
    }
    if (!plus && length > 3 && out[1] == '0' && out[2] == '0') {
      length = drop(out, length, 1, 2);
      plus = true;
    }
    return plus ? international(out, length) : national(out, length);
  }

  private static int international(byte[] out, int length) {
    int end = length;
    int prefix = prefix(out, end);
    if (prefix > 0 && end == prefix + 11 && out[prefix + 1] == '0') {
      end = drop(out, end, prefix + 1, 1);
    }
    if (out[1] == '0' || end < 9 || end > 16 || prefix > 0 && end != prefix + 10) {
      return Refusal.PHONE_FORM.code();
    }
    if (prefix == 2) {
      System.arraycopy(out, 3, out, 2, 9);
      out[1] = '0';
      return national(out, 11);
    }
    return end;
  }

  /** How many digits the French country code at the beginning has; 0 for another country's. */
  private static int prefix(byte[] out, int length) {
    if (length > 3 && out[1] == '3' && out[2] == '3') {
      return 2;
    }
    if (length > 4 && Compact.digits(out, 1, 4)) {
      long code = Compact.number(out, 1, 4);
      return code == 590 || code == 594 || code == 596 || code == 262 ? 3 : 0;
    }
    return 0;
  }

  private static int national(byte[] out, int length) {
    if (length != 11 || out[1] != '0' || out[2] == '0') {
      return Refusal.PHONE_FORM.code();
    }
    int overseas = overseas((int) Compact.number(out, 2, 5));
    if (overseas == 0) {
      System.arraycopy(out, 2, out, 3, 9);
      out[1] = '3';
      out[2] = '3';
      return 12;
    }
    System.arraycopy(out, 2, out, 4, 9);
    out[1] = (byte) ('0' + overseas / 100);
    out[2] = (byte) ('0' + overseas / 10 % 10);
    out[3] = (byte) ('0' + overseas % 10);
    return 13;
  }

  private static int overseas(int firstDigits) {
    return switch (firstDigits) {
      case 590, 690, 691 -> 590;
      case 594, 694 -> 594;
      case 596, 696, 697 -> 596;
      case 262, 263, 269, 639, 692, 693 -> 262;
      default -> 0;
    };
  }

  private static int drop(byte[] out, int length, int at, int count) {
    System.arraycopy(out, at + count, out, at, length - at - count);
    return length - count;
  }
}
