package fr.gouv.datalab.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever byte of a signed convention is changed in the registry, nothing is believed any more.
 */
class TamperingLawsTest {
  private static final String ID = ConventionHome.ID;
  private static Path directory;
  private static ConventionHome home;

  @BeforeContainer
  static void open() throws IOException {
    directory = Files.createTempDirectory("tampering");
    home = new ConventionHome(directory).signed();
  }

  @AfterContainer
  static void close() throws IOException {
    home.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(TamperingLawsTest::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 150)
  void refusesATextWithOneByteChanged(
      @ForAll @IntRange(min = 0, max = 100_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int flip) {
    assertRefused(tx -> setDocument(tx, changed(document(tx), at, flip)));
  }

  @Property(tries = 150)
  void refusesItAlsoWhenItsHashWasChangedWithIt(
      @ForAll @IntRange(min = 0, max = 100_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int flip) {
    assertRefused(
        tx -> {
          byte[] other = changed(document(tx), at, flip);
          setDocument(tx, other);
          tx.update("update convention set sha256 = ?", Document.kept(other).sha256());
        });
  }

  @Property(tries = 150)
  void refusesASignatureWithOneByteChanged(
      @ForAll @IntRange(min = 0, max = 63) int at,
      @ForAll @IntRange(min = 1, max = 255) int flip,
      @ForAll @IntRange(min = 0, max = 2) int party) {
    String name = new String[] {"dinum", "dgfip", "interieur"}[party];
    assertRefused(
        tx ->
            tx.update(
                "update convention_signature set signature = ? where party = ?",
                changed(signature(tx, name), at, flip),
                name));
  }

  @Property(tries = 1)
  void refusesAnothersSignature() {
    assertRefused(
        tx ->
            tx.update(
                "update convention_signature set signature = ? where party = 'dgfip'",
                signature(tx, "interieur")));
  }

  @Property(tries = 1)
  void refusesATextUnderTheNameOfAnother() {
    assertRefused(
        tx -> {
          tx.update("update convention set version = 2");
          tx.update("update convention_signature set version = 2");
        });
  }

  @Property(tries = 1)
  void believesWhatNobodyTouched() {
    assertThat(home.store().find(ID)).isPresent();
  }

  private static void assertRefused(Consumer<Transaction> tampering) {
    Optional<RefusedException> refusal = Optional.empty();
    try {
      home.registry()
          .inTransaction(
              tx -> {
                tampering.accept(tx);
                Filing believed = new Filings(tx).current(ID).orElseThrow();
                throw new IllegalStateException("believed " + believed.sha256());
              });
    } catch (RefusedException e) {
      refusal = Optional.of(e);
    }
    assertThat(refusal.map(RefusedException::rule)).contains("convention " + ID + ", article 5");
  }

  private static byte[] document(Transaction tx) {
    return tx.first("select document from convention", row -> row.getBytes(1)).orElseThrow();
  }

  private static byte[] signature(Transaction tx, String party) {
    return tx.first(
            "select signature from convention_signature where party = ?",
            row -> row.getBytes(1),
            party)
        .orElseThrow();
  }

  private static void setDocument(Transaction tx, byte[] bytes) {
    tx.update("update convention set document = ?", bytes);
  }

  private static byte[] changed(byte[] bytes, int at, int flip) {
    byte[] changed = bytes.clone();
    changed[at % bytes.length] ^= (byte) flip;
    return changed;
  }
}
