package fr.gouv.datalab.mailings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * The name of a list: SHA-256 of how it was drawn and of its rows, in order. One row more or less,
 * one pseudonym changed, one unit moved from one group to the other: another name.
 */
public final class ListHash {
  private final MessageDigest digest;

  /** The hash of a list, before its first row. */
  public ListHash(String useCase, String convention, LocalDate asOf, long seed, String share) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java lacks SHA-256.", e);
    }
    text("datalab/mailing-list/1");
    text(useCase);
    text(convention);
    text(asOf.toString());
    text(Long.toString(seed));
    text(share);
  }

  /** The hash of a list as it was registered, before its first row. */
  public static ListHash of(MailingList list) {
    return new ListHash(list.useCase(), list.convention(), list.asOf(), list.seed(), list.share());
  }

  /**
   * Adds a row. Rows come sorted by unit, then by rank.
   *
   * @param rank of the person among those of the unit, from 1; 0 without one
   * @param person null without one
   */
  public void add(byte[] unit, String group, String stratum, int rank, byte[] person) {
    bytes(unit);
    text(group);
    text(stratum);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(rank).array());
    bytes(person == null ? new byte[0] : person);
  }

  private void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  /** The name, in hexadecimal. Nothing may be added after. */
  public String name() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
