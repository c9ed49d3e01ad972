package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.vault.RecipientPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab warrant keygen}: draws the key pair of a recipient, on the recipient's own
 * machine. Needs no home.
 */
@Command
public final class KeygenCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where destinataire.pub and destinataire.key go; neither is ever replaced.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    RecipientPair pair = RecipientPair.draw();
    Files.createDirectories(out);
    Path secret = out.resolve("destinataire.key");
    Path open = out.resolve("destinataire.pub");
    if (Files.exists(open)) {
      throw new UsageException("There is a key in " + out + " already: choose another directory.");
    }
    FileAttribute<?>[] alone =
        out.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            secret, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), alone)) {
      channel.write(ByteBuffer.wrap(pair.secretText().getBytes(StandardCharsets.UTF_8)));
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("There is a key in " + out + " already: choose another directory.");
    }
    Files.writeString(open, pair.recipient().text());
    Map<String, String> result = new LinkedHashMap<>();
    result.put("public", open.toString());
    result.put("private", secret.toString());
    result.put("fingerprint", pair.recipient().fingerprint());
    console.result(
        result,
        "Send "
            + open
            + " to the datalab, and read its fingerprint to them by another way:\n"
            + Warrants.spoken(pair.recipient())
            + "\nKeep "
            + secret
            + " here, to yourself: it opens what is sealed to you.");
    return 0;
  }
}
