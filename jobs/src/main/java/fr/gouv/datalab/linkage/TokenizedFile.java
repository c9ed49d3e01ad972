package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Turns a file of persons into a file of tokens, records of {@value #RECORD} bytes: the row's
 * number from 1, the token of its id (8 bytes each, big endian), and {@link LinkTokens}. Nothing
 * after this step sees a clear value.
 */
public final class TokenizedFile {
  /** Bytes of a row. */
  public static final int RECORD = 2 * Long.BYTES + LinkTokens.WIDTH;

  /** Bytes of a true pair: the tokens of two ids. */
  public static final int TRUTH_RECORD = 2 * Long.BYTES;

  private static final int LONGEST_ID = 0xFFFF;

  private final LinkTokens tokens;

  /** Under a key that the caller keeps, or forgets. */
  public TokenizedFile(Tokenizer tokenizer) {
    this.tokens = LinkTokens.of(tokenizer);
  }

  /**
   * Reads persons and writes tokens.
   *
   * @param id column that names a row
   * @param columns columns by role
   * @param ids where the ids go
   * @return the number of rows
   * @throws BadDataException when a column is missing, a row has no id, or there is no row
   */
  public long write(
      Path persons, String id, Map<CivilStatus, String> columns, Path out, SealedIds ids)
      throws IOException {
    try (DelimitedFile file = DelimitedFile.open(persons);
        DataOutputStream written = output(out)) {
      int idAt = file.column(id);
      CivilStatus[] roles = columns.keySet().toArray(CivilStatus[]::new);
      int[] places = new int[roles.length];
      for (int role = 0; role < roles.length; role++) {
        places[role] = file.column(columns.get(roles[role]));
      }
      String[] values = new String[CivilStatus.values().length];
      long rows =
          file.forEach(
              (number, row) -> {
                byte[] key = row.get(idAt).strip().getBytes(StandardCharsets.UTF_8);
                if (key.length == 0) {
                  throw new BadDataException(
                      persons
                          + ", row "
                          + number
                          + " has no `"
                          + id
                          + "`: each row needs its own.");
                }
                if (key.length > LONGEST_ID) {
                  throw new BadDataException(
                      String.format(
                          "%s, row %d: its `%s` is %,d bytes long, which no number of a row is.",
                          persons, number, id, key.length));
                }
                for (int role = 0; role < roles.length; role++) {
                  values[roles[role].ordinal()] = row.get(places[role]).strip();
                }
                ids.add(key);
                written.writeLong(number);
                written.writeLong(token(key));
                written.write(tokens.encode(values));
              });
      ids.written();
      return rows;
    }
  }

  /**
   * Reads true pairs and writes the tokens of their ids.
   *
   * @param truth a file with columns {@code left} and {@code right}
   */
  public long writeTruth(Path truth, Path out) throws IOException {
    try (DelimitedFile file = DelimitedFile.open(truth);
        DataOutputStream written = output(out)) {
      int left = file.column("left");
      int right = file.column("right");
      return file.forEach(
          (number, row) -> {
            written.writeLong(token(row.get(left).strip().getBytes(StandardCharsets.UTF_8)));
            written.writeLong(token(row.get(right).strip().getBytes(StandardCharsets.UTF_8)));
          });
    }
  }

  private long token(byte[] id) {
    return tokens.ofId(id);
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
  }
}
