package fr.gouv.datalab.linkage.spark;

/** Where a row stands: its partition and its place there, in the low 56 bits of a long. */
final class RowRef {
  private RowRef() {}

  static long of(int partition, int place) {
    return (long) partition << 32 | place;
  }

  static int partition(long ref) {
    return (int) (ref >>> 32) & 0xFFFFFF;
  }

  static int place(long ref) {
    return (int) ref;
  }
}
