package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of a text file as Windows programs write them: UTF-8, else Windows-1252. */
public final class TextFile {

  private TextFile() {}

  /**
   * The lines, without a byte order mark.
   *
   * @throws BadInputException when it cannot be read
   */
  public static List<String> lines(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadInputException("The file " + file + " cannot be read.", e);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      text = new String(bytes, Charset.forName("windows-1252"));
    }
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
  }
}
