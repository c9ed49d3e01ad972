package fr.gouv.datalab.producer;

import fr.gouv.datalab.ingest.TokenText;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;

/** Rows as CSV (RFC 4180, comma, UTF-8, line feed), numbers with a point, dates as ISO 8601. */
final class CsvSink implements RowSink {
  private byte[] out = new byte[1 << 18];
  private int length;
  private boolean begun;
  private long lastDay = Long.MIN_VALUE;
  private byte[] lastDate = {};

  private void room(int more) {
    if (length + more + 1 > out.length) {
      out = Arrays.copyOf(out, 2 * (length + more + 1));
    }
  }

  private void next(int more) {
    room(more + 1);
    if (begun) {
      out[length++] = ',';
    }
    begun = true;
  }

  private void ascii(byte[] text) {
    next(text.length);
    System.arraycopy(text, 0, out, length, text.length);
    length += text.length;
  }

  @Override
  public void absent() {
    next(0);
  }

  @Override
  public void text(byte[] utf8, int from, int to) {
    next(2 * (to - from) + 2);
    boolean quoted = false;
    for (int i = from; i < to && !quoted; i++) {
      byte c = utf8[i];
      quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (!quoted) {
      System.arraycopy(utf8, from, out, length, to - from);
      length += to - from;
      return;
    }
    out[length++] = '"';
    for (int i = from; i < to; i++) {
      if (utf8[i] == '"') {
        out[length++] = '"';
      }
      out[length++] = utf8[i];
    }
    out[length++] = '"';
  }

  @Override
  public void integer(long value) {
    decimal(value, 0);
  }

  @Override
  public void decimal(long unscaled, int scale) {
    next(24 + scale);
    if (unscaled < 0) {
      out[length++] = '-';
    }
    long left = Math.abs(unscaled);
    int start = length;
    int digits = 0;
    while (left > 0 || digits <= scale) {
      if (digits == scale && scale > 0) {
        out[length++] = '.';
      }
      out[length++] = (byte) ('0' + left % 10);
      left /= 10;
      digits++;
    }
    for (int i = start, j = length - 1; i < j; i++, j--) {
      byte swapped = out[i];
      out[i] = out[j];
      out[j] = swapped;
    }
  }

  @Override
  public void date(long epochDay) {
    if (epochDay != lastDay) {
      lastDay = epochDay;
      lastDate = LocalDate.ofEpochDay(epochDay).toString().getBytes(StandardCharsets.US_ASCII);
    }
    ascii(lastDate);
  }

  @Override
  public void flag(boolean value) {
    ascii(Boolean.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void token(byte[] bytes, int from, int to) {
    next(2 * (to - from));
    length = TokenText.hex(bytes, from, to, out, length);
  }

  @Override
  public void bytes(byte[] value) {
    ascii(Base64.getEncoder().encode(value));
  }

  @Override
  public void end() {
    out[length++] = '\n';
    begun = false;
  }

  @Override
  public byte[] take() {
    byte[] taken = Arrays.copyOf(out, length);
    length = 0;
    return taken;
  }
}
