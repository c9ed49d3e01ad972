package fr.gouv.datalab.keyservice;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers that are remembered for a time and not longer: what is past is let go when something new
 * is learnt. Safe for use by many threads, which may then ask twice.
 */
final class Remembered<T> {
  /** More than this at once is not remembered: a file's keys are asked for again. */
  private static final int MOST = 10_000;

  private record Held<T>(T value, long until) {
    boolean isPast(long now) {
      return now - until >= 0;
    }
  }

  private final Map<String, Held<T>> held = new ConcurrentHashMap<>();
  private final long nanos;

  Remembered(Duration time) {
    nanos = time.toNanos();
  }

  T get(String name, Supplier<T> ask) {
    Held<T> known = held.get(name);
    if (known != null && !known.isPast(System.nanoTime())) {
      return known.value;
    }
    // From before the question: the answer may already be old when it comes.
    long until = System.nanoTime() + nanos;
    T value = ask.get();
    long now = System.nanoTime();
    held.values().removeIf(each -> each.isPast(now));
    if (held.size() < MOST) {
      held.put(name, new Held<>(value, until));
    }
    return value;
  }
}
