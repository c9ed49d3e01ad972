package fr.gouv.datalab.rights;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a command reads identifiers from: a file, or standard input. Never its arguments. */
public final class IdentifierSource {
  private IdentifierSource() {}

  /**
   * The person whom a file names.
   *
   * @param source a file's path, or {@code -} for standard input
   * @throws BadDataException when there is no such file, or it is not one of identifiers
   */
  public static List<PersonToken> read(Home home, String source) {
    PersonFile reader = new PersonFile(KeyStore.open(home.keys()));
    try (Reader file = open(source)) {
      return reader.read(file);
    } catch (IOException e) {
      throw new BadDataException(
          "The file of identifiers cannot be read: name one, or `-` for standard input.");
    }
  }

  private static Reader open(String source) throws IOException {
    return source.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(source));
  }
}
