package fr.gouv.datalab.ingest.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Some records of a delivery, by their file and the line where they start: a compressed bitmap for
 * each file, at most one bit for each line. Thread-safe: Spark may send it while a task adds to it.
 */
final class Lines implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, RoaringBitmap> byFile = new TreeMap<>();

  synchronized void add(int file, long line) {
    byFile.computeIfAbsent(file, number -> new RoaringBitmap()).add((int) line);
  }

  synchronized void addAll(Lines others) {
    others.byFile.forEach(
        (file, lines) -> byFile.computeIfAbsent(file, number -> new RoaringBitmap()).or(lines));
  }

  synchronized boolean has(int file, long line) {
    RoaringBitmap lines = byFile.get(file);
    return lines != null && lines.contains((int) line);
  }

  synchronized boolean isEmpty() {
    return byFile.isEmpty();
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
  }
}
