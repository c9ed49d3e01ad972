package fr.gouv.datalab.civilstatus;

/**
 * Reads a date of birth without asking that it exist: a date with a wrong month still has a year
 * and a day to compare. Of one thread.
 */
final class BirthDate {
  private final int[] parts = new int[3];
  private final int[] digits = new int[3];
  int year;
  int month;
  int day;

  /**
   * Whether year, month and day were found: dd/MM/yyyy, yyyy-MM-dd (a time may follow), yyyyMMdd.
   */
  boolean read(String text) {
    int count = split(text);
    if (count == 1 && digits[0] == 8) {
      return compact(parts[0]);
    }
    if (count < 3) {
      return false;
    }
    if (digits[0] == 4) {
      return set(parts[0], parts[1], parts[2]);
    }
    return digits[2] == 4 && set(parts[2], parts[1], parts[0]);
  }

  private int split(String text) {
    int count = 0;
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        if (inside && count == 3) {
          break;
        }
        inside = false;
        continue;
      }
      if (!inside) {
        if (count == 3) {
          break;
        }
        inside = true;
        parts[count] = 0;
        digits[count++] = 0;
      }
      if (digits[count - 1] < 8) {
        parts[count - 1] = parts[count - 1] * 10 + c - '0';
      }
      digits[count - 1]++;
    }
    return count;
  }

  private boolean compact(int number) {
    int head = number / 1_000_000;
    int middle = number / 10_000 % 100;
    int tail = number % 10_000;
    boolean dayFirstHolds = head <= 31 && middle <= 12 && tail >= 1700 && tail < 2200;
    boolean yearFirstHolds =
        head >= 17 && head < 22 && tail / 100 <= 12 && tail / 100 > 0 && tail % 100 <= 31;
    return dayFirstHolds && !yearFirstHolds
        ? set(tail, middle, head)
        : set(number / 10_000, number / 100 % 100, number % 100);
  }

  private boolean set(int y, int m, int d) {
    year = y;
    month = m;
    day = d;
    return true;
  }
}
