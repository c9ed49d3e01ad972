package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Turns a file of persons into a file of tokens: {@code number,sealed id,tokens}, without header,
 * sealed id and tokens in base64. Nothing after this step sees a clear value.
 */
public final class TokenizedFile {
  private final LinkTokens tokens;
  private final SealedText ids;

  /** Under keys that the caller keeps. */
  public TokenizedFile(LinkTokens tokens, SealedText ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  /**
   * Reads persons and writes tokens.
   *
   * @param id column that names a row
   * @param columns columns by role
   * @return the number of rows
   * @throws BadDataException when a column is missing, a row has no id, or there is no row
   */
  public long write(Path persons, String id, Map<CivilStatus, String> columns, Path out)
      throws IOException {
    try (DelimitedFile file = DelimitedFile.open(persons);
        Writer writer = Files.newBufferedWriter(out, StandardCharsets.US_ASCII)) {
      int idAt = file.column(id);
      CivilStatus[] roles = columns.keySet().toArray(CivilStatus[]::new);
      int[] places = new int[roles.length];
      for (int role = 0; role < roles.length; role++) {
        places[role] = file.column(columns.get(roles[role]));
      }
      String[] values = new String[CivilStatus.values().length];
      Base64.Encoder base64 = Base64.getEncoder();
      return file.forEach(
          (number, row) -> {
            String key = row.get(idAt).strip();
            if (key.isEmpty()) {
              throw new BadDataException(
                  persons + ", row " + number + " has no `" + id + "`: each row needs its own.");
            }
            for (int role = 0; role < roles.length; role++) {
              values[roles[role].ordinal()] = row.get(places[role]).strip();
            }
            writer.write(Long.toString(number));
            writer.write(',');
            writer.write(ids.seal(key));
            writer.write(',');
            writer.write(base64.encodeToString(tokens.encode(values)));
            writer.write('\n');
          });
    }
  }

  /**
   * Reads true pairs and writes them sealed: {@code left,right}, without header.
   *
   * @param truth a file with columns {@code left} and {@code right}
   */
  public long writeTruth(Path truth, Path out) throws IOException {
    try (DelimitedFile file = DelimitedFile.open(truth);
        Writer writer = Files.newBufferedWriter(out, StandardCharsets.US_ASCII)) {
      int left = file.column("left");
      int right = file.column("right");
      return file.forEach(
          (number, row) ->
              writer.write(
                  ids.seal(row.get(left).strip()) + "," + ids.seal(row.get(right).strip()) + "\n"));
    }
  }
}
