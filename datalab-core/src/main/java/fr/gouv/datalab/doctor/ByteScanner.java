package fr.gouv.datalab.doctor;

import java.util.function.BiConsumer;

/**
 * Reads a stream of bytes once and tells each clear value of {@link Needles} that ends in it,
 * whether written in UTF-8, Windows-1252 or UTF-16, with or without separators, in any case. One
 * scanner serves one stream.
 */
final class ByteScanner {
  private static final int NONE = -1;

  private final Symbols symbols;
  private final Words words;
  private final BiConsumer<Kind, Long> found;
  private long offset;
  private int pending = NONE;

  ByteScanner(Needles needles, BiConsumer<Kind, Long> found) {
    this.found = found;
    this.symbols = new Symbols(needles, this::tell);
    this.words = new Words(needles, this::tell);
  }

  private void tell(Kind kind) {
    found.accept(kind, offset);
  }

  void feed(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xFF;
      offset++;
      if (pending != NONE) {
        int lead = pending;
        pending = NONE;
        if ((b & 0xC0) == 0x80) {
          put(Folding.utf8(lead, b), lead);
          continue;
        }
        put(Folding.windows1252(lead), lead);
      }
      if (b < 0x80) {
        if (b != 0) {
          put(Folding.ascii(b), b);
        }
      } else if (b >= 0xC2 && b <= 0xDF) {
        pending = b;
      } else {
        put(Folding.windows1252(b), b);
      }
    }
  }

  /** Ends the stream: what stands at its very end counts too. */
  void end() {
    if (pending != NONE) {
      put(Folding.windows1252(pending), pending);
      pending = NONE;
    }
    put(Folding.END, '\n');
  }

  private void put(int symbol, int raw) {
    symbols.put(symbol);
    words.put(symbol, raw);
  }
}
