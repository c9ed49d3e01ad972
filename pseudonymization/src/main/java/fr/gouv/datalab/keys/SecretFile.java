package fr.gouv.datalab.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** A PIN or a token in a file of one line that only its owner may read. */
public final class SecretFile {
  private static final int MAX_BYTES = 8_192;
  private static final Set<PosixFilePermission> OF_THE_OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private SecretFile() {}

  /**
   * What the file says, without the spaces and line breaks around it; the caller wipes it.
   *
   * @param what it is, in a sentence: "PIN of the token"
   * @throws KeyEncryptionSettingException when it is missing or empty
   * @throws LooseSecretException when others may read it
   */
  public static char[] read(Path file, String what) {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file)) {
        throw new KeyEncryptionSettingException(
            "The "
                + what
                + " is read from "
                + file
                + ", and there is no such file: write it there,"
                + " readable by its owner alone.");
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && !OF_THE_OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw new LooseSecretException(
            "The file "
                + file
                + ", which holds the "
                + what
                + ", may be read by others than its"
                + " owner: `chmod 600` it; if others may have read it, have it changed too.");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new KeyEncryptionSettingException(
            "The file " + file + " is too long to hold the " + what + ".");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new KeyEncryptionSettingException(
          "The file " + file + ", which holds the " + what + ", cannot be read.", e);
    }
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    Arrays.fill(bytes, (byte) 0);
    char[] whole = decoded.array();
    int from = 0;
    int to = decoded.limit();
    while (from < to && Character.isWhitespace(whole[from])) {
      from++;
    }
    while (to > from && Character.isWhitespace(whole[to - 1])) {
      to--;
    }
    char[] secret = Arrays.copyOfRange(whole, from, to);
    Arrays.fill(whole, ' ');
    if (secret.length == 0) {
      throw new KeyEncryptionSettingException(
          "The file " + file + ", which should hold the " + what + ", is empty.");
    }
    return secret;
  }
}
