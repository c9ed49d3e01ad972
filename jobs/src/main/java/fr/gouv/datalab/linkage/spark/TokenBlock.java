package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.LinkTokens;
import java.io.Serializable;
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
  private static final int PAGE_ROWS = 4096;

  private final List<byte[]> pages = new ArrayList<>();
  private final IdBytes ids = new IdBytes();
  private int rows;

  /** Copies rows of {@code id} and {@code tokens}. */
  static TokenBlock of(Iterator<InternalRow> rows, IdType type) {
    TokenBlock block = new TokenBlock();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      block.add(type.bytes(row, 0), row.getBinary(1));
    }
    return block;
  }

  private void add(byte[] id, byte[] tokens) {
    int at = rows % PAGE_ROWS;
    if (at == 0) {
      pages.add(new byte[(pages.isEmpty() ? 64 : PAGE_ROWS) * LinkTokens.WIDTH]);
    }
    byte[] page = pages.get(pages.size() - 1);
    if (page.length < (at + 1) * LinkTokens.WIDTH) {
      page = Arrays.copyOf(page, Math.min(2 * page.length, PAGE_ROWS * LinkTokens.WIDTH));
      pages.set(pages.size() - 1, page);
    }
    System.arraycopy(tokens, 0, page, at * LinkTokens.WIDTH, LinkTokens.WIDTH);
    ids.add(id);
    rows++;
  }

  int rows() {
    return rows;
  }

  /** Copies a row's tokens to the head of an array. */
  void tokens(int row, byte[] out) {
    byte[] page = pages.get(row / PAGE_ROWS);
    System.arraycopy(page, row % PAGE_ROWS * LinkTokens.WIDTH, out, 0, LinkTokens.WIDTH);
  }

  byte[] id(int row) {
    return ids.get(row);
  }
}
