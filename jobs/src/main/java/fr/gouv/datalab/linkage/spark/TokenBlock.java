package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.LinkTokens;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of one partition: their tokens in pages of a mebibyte, and their ids as bytes. What a
 * linkage keeps of a side, so that a row is found by its place and nothing is sorted or hashed to
 * reach it.
 */
final class TokenBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** Tokens of a row, one for each {@link fr.gouv.datalab.civilstatus.LinkSlot}. */
  static final int SLOTS = LinkTokens.WIDTH / Long.BYTES;

  private static final int PAGE_ROWS = 4096;

  private final List<long[]> pages = new ArrayList<>();
  private final IdBytes ids = new IdBytes();
  private int rows;

  /** Copies rows of {@code id} and {@code tokens}. */
  static TokenBlock of(Iterator<InternalRow> rows, IdType type) {
    TokenBlock block = new TokenBlock();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      block.add(type.bytes(row, 0), ByteBuffer.wrap(row.getBinary(1)));
    }
    return block;
  }

  /** Copies rows of a tokenised file; their ids are their numbers. */
  static TokenBlock of(TokenSlice.Rows rows) {
    TokenBlock block = new TokenBlock();
    for (int row = 0; row < rows.count(); row++) {
      block.add(rows.id(row), rows.tokens(row));
    }
    return block;
  }

  private void add(byte[] id, ByteBuffer tokens) {
    int at = rows % PAGE_ROWS;
    if (at == 0) {
      pages.add(new long[(pages.isEmpty() ? 64 : PAGE_ROWS) * SLOTS]);
    }
    long[] page = pages.get(pages.size() - 1);
    if (page.length < (at + 1) * SLOTS) {
      page = Arrays.copyOf(page, Math.min(2 * page.length, PAGE_ROWS * SLOTS));
      pages.set(pages.size() - 1, page);
    }
    tokens.asLongBuffer().get(page, at * SLOTS, SLOTS);
    ids.add(id);
    rows++;
  }

  int rows() {
    return rows;
  }

  /** Copies a row's tokens to the head of an array. */
  void tokens(int row, long[] out) {
    System.arraycopy(pages.get(row / PAGE_ROWS), row % PAGE_ROWS * SLOTS, out, 0, SLOTS);
  }

  byte[] id(int row) {
    return ids.get(row);
  }
}
