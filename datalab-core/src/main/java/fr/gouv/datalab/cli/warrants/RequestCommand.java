package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.vault.Recipient;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code datalab warrant request}: asks to know again the persons behind one list, once. */
@Command
public final class RequestCommand implements Callable<Integer> {
  private static final int LONGEST_KEY = 65_536;

  @Mixin private Console console;

  @Option(
      names = "--convention",
      required = true,
      paramLabel = "ID",
      description = "Under which convention.")
  private String convention;

  @Option(
      names = "--use-case",
      required = true,
      paramLabel = "USE_CASE",
      description = "For which purpose.")
  private String useCase;

  @Option(
      names = "--list",
      required = true,
      paramLabel = "HASH",
      description = "The list, by the first digits of its hash: `datalab mailing list`.")
  private String list;

  @Option(
      names = "--recipient",
      required = true,
      paramLabel = "FILE",
      description = "The recipient's public key, as `datalab warrant keygen` wrote it.")
  private Path recipient;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "Last day; by default, and at most, what the convention allows.")
  private LocalDate until;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for those who approve.")
  private String reason;

  @Override
  public Integer call() throws IOException {
    String person = console.user();
    Recipient key = key(recipient);
    try (Warrants warrants = Warrants.of(console)) {
      String hash = new MailingLists(warrants.registry()).named(list).id();
      Warrant warrant =
          warrants
              .store()
              .request(
                  new WarrantRequest(
                      convention, useCase, hash, key, Optional.ofNullable(until), reason),
                  person);
      console.result(
          warrants.view(warrant),
          "The warrant "
              + warrant.id()
              + " waits for its approvals, until "
              + warrant.until()
              + ".\nRead the recipient's fingerprint to them by another way than the key came:\n"
              + Warrants.spoken(key));
    }
    return 0;
  }

  static Recipient key(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_KEY) {
      throw new UsageException("There is no key in " + file + ": give the recipient's public key.");
    }
    try {
      return Recipient.read(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }
}
