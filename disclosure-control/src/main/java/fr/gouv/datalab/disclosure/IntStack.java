package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/** Numbers, the last one in being the first one out; no boxing. */
final class IntStack {

  private int[] numbers = new int[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  void push(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  int pop() {
    return numbers[--size];
  }

  int[] toArray() {
    return Arrays.copyOf(numbers, size);
  }
}
