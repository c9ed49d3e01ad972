package fr.gouv.datalab.journal;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of a journal that someone keeps, oldest first: signed notes, each ended by a line
 * of three hyphens. Kept where the datalab's operator cannot write, it shows that a journal was
 * rewritten, cut, swapped or rolled back, though all its signatures hold. A witness adds a
 * checkpoint only with the proof that the journal continues the last one, and cosigns it by its own
 * key (after C2SP, tlog-witness).
 */
public final class WitnessFile {
  private static final String END = "---\n";

  private final Path file;

  /** The file at a place; it need not be there yet. */
  public WitnessFile(Path file) {
    this.file = file;
  }

  /** The datalab's own, in its home: what {@code journal verify} compares with when it is there. */
  public static WitnessFile of(fr.gouv.datalab.home.Home home) {
    return new WitnessFile(home.journal().resolve("witness"));
  }

  /** Whether it is there. */
  public boolean exists() {
    return Files.isRegularFile(file);
  }

  /**
   * Its checkpoints.
   *
   * @param verifierKey the journal's
   * @throws BadDataException when it is no such file
   * @throws IntegrityException when a note of it is not signed by the journal, or they go back
   */
  public List<Checkpoint> checkpoints(String verifierKey) throws IOException {
    List<Checkpoint> kept = new ArrayList<>();
    for (String note : notes()) {
      Checkpoint next = Checkpoint.open(note, verifierKey);
      if (!kept.isEmpty() && next.size() < kept.get(kept.size() - 1).size()) {
        throw new IntegrityException(
            file
                + " goes back from "
                + kept.get(kept.size() - 1).size()
                + " records to "
                + next.size()
                + ": it was altered.");
      }
      kept.add(next);
    }
    return kept;
  }

  private List<String> notes() throws IOException {
    if (!exists()) {
      throw new UsageException("There is no witness file " + file + ".");
    }
    String text = Files.readString(file);
    if (!text.isEmpty() && !text.endsWith("\n" + END)) {
      throw new BadDataException(
          file + " is not a witness file, or was cut: each checkpoint ends by a line of `---`.");
    }
    List<String> notes = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf("\n" + END); at >= 0; at = text.indexOf("\n" + END, from)) {
      notes.add(text.substring(from, at + 1));
      from = at + 1 + END.length();
    }
    return notes;
  }

  /**
   * Adds the live journal's checkpoint, once it is shown to continue the last one that is kept.
   *
   * @throws IntegrityException when it does not
   */
  public Checkpoint add(Registry registry, KeyStore keys) throws IOException {
    Optional<Checkpoint> last = last(Checkpoint.verifierKey(keys));
    return add(
        SignedProof.since(registry, keys, grownFrom(registry, last)),
        Checkpoint.verifierKey(keys),
        Optional.empty());
  }

  private static long grownFrom(Registry registry, Optional<Checkpoint> last) {
    long size = registry.read(tx -> Checkpoint.now(tx).size());
    long kept = last.map(Checkpoint::size).orElse(0L);
    if (kept > size) {
      new KeptCheckpoints(last.stream().toList()).ended(size);
    }
    return kept;
  }

  private Optional<Checkpoint> last(String verifierKey) throws IOException {
    if (!exists()) {
      return Optional.empty();
    }
    List<Checkpoint> kept = checkpoints(verifierKey);
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1));
  }

  /**
   * A key by which a witness cosigns.
   *
   * @param name of the witness
   * @param keys where its key is, which is drawn at first use
   */
  public record Cosigner(String name, KeyStore keys) {}

  /**
   * Adds the checkpoint of a proof, once it is shown to continue the last one that is kept.
   *
   * @param proof what {@code journal prove --from SIZE} printed, where SIZE is that of the last
   *     checkpoint; 0 for the first
   * @param verifierKey the journal's, had from elsewhere
   * @param witness who cosigns it, if anyone does
   * @throws IntegrityException when it does not continue it
   */
  public Checkpoint add(SignedProof proof, String verifierKey, Optional<Cosigner> witness)
      throws IOException {
    Optional<Checkpoint> last = last(verifierKey);
    Checkpoint next = proof.verify(verifierKey, null);
    if (proof.consistency() == null
        || proof.consistency().from() != last.map(Checkpoint::size).orElse(0L)) {
      throw new UsageException(
          "The proof must be from the last checkpoint kept: `datalab journal prove --from "
              + last.map(Checkpoint::size).orElse(0L)
              + "`.");
    }
    if (last.isPresent() && !last.get().root().equals(proof.fromRoot())) {
      throw new IntegrityException(
          "The journal is not the one that was witnessed at "
              + last.get().size()
              + " records: of the records 0 to "
              + (last.get().size() - 1)
              + ", one or more were altered since.");
    }
    String note = proof.checkpoint();
    if (witness.isPresent()) {
      KeyName key = KeyName.sign(witness.get().name());
      KeyStore keys = witness.get().keys();
      keys.create(key);
      note = SignedNote.cosign(note, witness.get().name(), keys.publicKey(key), keys.signer(key));
    }
    write(note + END);
    return next;
  }

  private void write(String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }
}
