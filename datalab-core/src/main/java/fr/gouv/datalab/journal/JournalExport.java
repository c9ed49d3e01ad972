package fr.gouv.datalab.journal;

import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A journal outside the datalab: {@code journal.jsonl}, one record a line; {@code checkpoint}, a
 * signed note of the tree's size and root; {@code leaves}, the hash of each record, by which a
 * record that was altered is named; {@code journal.vkey}, the key that verifies it, which a reader
 * should rather have from elsewhere. Memory does not grow with it.
 */
public final class JournalExport {
  private static final String LEAVES = "leaves";
  private static final int PAGE = 1_000;

  private JournalExport() {}

  /**
   * Writes the journal to a directory that is made.
   *
   * @throws IntegrityException when the live journal does not verify: then nothing is signed
   */
  public static JournalCheck write(Registry registry, KeyStore keys, Path directory)
      throws IOException {
    JournalCheck check = JournalCheck.live(registry);
    Files.createDirectories(directory);
    CompactRange tree = CompactRange.empty();
    try (BufferedWriter out =
            Files.newBufferedWriter(directory.resolve("journal.jsonl"), StandardCharsets.UTF_8);
        BufferedWriter leaves =
            Files.newBufferedWriter(directory.resolve(LEAVES), StandardCharsets.UTF_8)) {
      while (tree.size() < check.records()) {
        long from = tree.size();
        long to = Math.min(check.records(), from + PAGE);
        List<String> page =
            registry.read(
                tx ->
                    tx.list(Journal.SQL.get("records"), row -> row.getString("record"), from, to));
        for (String record : page) {
          out.write(record);
          out.write('\n');
          byte[] leaf = Hash.leaf(record.getBytes(StandardCharsets.UTF_8));
          leaves.write(HexFormat.of().formatHex(leaf));
          leaves.write('\n');
          tree.append(leaf, (level, position, hash) -> {});
        }
      }
    }
    Checkpoint checkpoint = new Checkpoint(tree.size(), HexFormat.of().formatHex(tree.root()));
    Files.writeString(directory.resolve("checkpoint"), checkpoint.sign(keys));
    Files.writeString(directory.resolve("journal.vkey"), Checkpoint.verifierKey(keys) + "\n");
    return new JournalCheck(tree.size(), HexFormat.of().formatHex(tree.root()));
  }

  /**
   * Verifies an exported journal, offline.
   *
   * @param verifierKey the key, or null for the one beside the journal
   * @throws IntegrityException naming the first record that is not what was signed, as far as the
   *     records alone can tell
   * @throws BadDataException when the directory is not an exported journal
   */
  public static JournalCheck verify(Path directory, String verifierKey) throws IOException {
    return verify(directory, verifierKey, Optional.empty());
  }

  /** The same, and that it continues each checkpoint that a witness kept. */
  public static JournalCheck verify(
      Path directory, String verifierKey, Optional<WitnessFile> witness) throws IOException {
    Path records = directory.resolve("journal.jsonl");
    if (!Files.isRegularFile(records) || !Files.isRegularFile(directory.resolve("checkpoint"))) {
      throw new BadDataException(
          directory + " is not an exported journal: journal.jsonl and checkpoint must be there.");
    }
    String key =
        verifierKey == null ? Files.readString(directory.resolve("journal.vkey")) : verifierKey;
    Checkpoint signed = Checkpoint.open(Files.readString(directory.resolve("checkpoint")), key);
    CompactRange tree = CompactRange.empty();
    KeptCheckpoints witnessed =
        new KeptCheckpoints(witness.isPresent() ? witness.get().checkpoints(key) : List.of());
    witnessed.grown(tree);
    try (BufferedReader in = Files.newBufferedReader(records, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.contains("\"sequence\":" + tree.size() + ",")) {
          throw new IntegrityException(
              "Record " + tree.size() + " of the journal is missing or was altered.");
        }
        tree.append(
            Hash.leaf(line.getBytes(StandardCharsets.UTF_8)), (level, position, hash) -> {});
        if (tree.size() < signed.size()) {
          witnessed.grown(tree);
        }
      }
    }
    long size = signed.size();
    if (tree.size() != size) {
      throw new IntegrityException(
          "Record "
              + Math.min(tree.size(), size)
              + " of the journal is the first that is "
              + (tree.size() < size ? "missing" : "too many")
              + ": the checkpoint signs "
              + size
              + " records.");
    }
    if (!HexFormat.of().formatHex(tree.root()).equals(signed.root())) {
      throw new IntegrityException(altered(directory, signed.root()));
    }
    witnessed.grown(tree);
    witnessed.ended(tree.size());
    return new JournalCheck(tree.size(), HexFormat.of().formatHex(tree.root()));
  }

  /** Which record was altered, when the hashes beside the records are those that were signed. */
  private static String altered(Path directory, String signedRoot) throws IOException {
    String unknown =
        "A record of the journal was altered: its root is not the one that was signed.";
    if (!Files.isRegularFile(directory.resolve(LEAVES))) {
      return unknown;
    }
    CompactRange kept = CompactRange.empty();
    long first = -1;
    try (BufferedReader records =
            Files.newBufferedReader(directory.resolve("journal.jsonl"), StandardCharsets.UTF_8);
        BufferedReader leaves =
            Files.newBufferedReader(directory.resolve(LEAVES), StandardCharsets.UTF_8)) {
      for (String line = leaves.readLine(); line != null; line = leaves.readLine()) {
        byte[] leaf = HexFormat.of().parseHex(line);
        String record = records.readLine();
        boolean same =
            record != null
                && Arrays.equals(leaf, Hash.leaf(record.getBytes(StandardCharsets.UTF_8)));
        first = first < 0 && !same ? kept.size() : first;
        kept.append(leaf, (level, position, hash) -> {});
      }
    } catch (IllegalArgumentException e) {
      return unknown;
    }
    boolean trusted = HexFormat.of().formatHex(kept.root()).equals(signedRoot);
    return trusted && first >= 0 ? "Record " + first + " of the journal was altered." : unknown;
  }
}
