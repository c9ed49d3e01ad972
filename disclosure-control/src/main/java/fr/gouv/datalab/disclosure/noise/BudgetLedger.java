package fr.gouv.datalab.disclosure.noise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.CannotProtectException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each population has lost, in a file that only grows.
 *
 * <p>A loss is written, and on the disk, before any noise is drawn: a process that is killed
 * between the two has lost budget and published nothing, never the other way. Processes take turns
 * by a lock on a file beside it. A file that cannot be read stops everything: a ledger that was
 * lost is not a ledger that is empty.
 */
public final class BudgetLedger implements Ledger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  private BudgetLedger(Path file) {
    this.file = file;
  }

  /** The ledger of a file, which the first spending makes. */
  public static BudgetLedger at(Path file) {
    return new BudgetLedger(file.toAbsolutePath().normalize());
  }

  /**
   * The account of a population; empty when nothing was spent on it.
   *
   * @throws BadInputException when the file is not a ledger
   */
  public Optional<Account> account(String population) {
    return Optional.ofNullable(read().get(population)).map(node -> account(population, node));
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadInputException when the file is not a ledger, or says another budget
   * @throws CannotProtectException when the file cannot be written
   */
  @Override
  public Account spend(String population, BigDecimal budget, Spending spending) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(file.getParent());
      // The file's lock is held against other processes, the class's against other threads.
      synchronized (BudgetLedger.class) {
        try (FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          return spendAlone(population, budget, spending);
        }
      }
    } catch (IOException e) {
      throw new CannotProtectException(
          "The ledger " + file + " could not be written; no noise was drawn.", e);
    }
  }

  private Account spendAlone(String population, BigDecimal budget, Spending spending)
      throws IOException {
    ObjectNode ledger = read();
    ObjectNode node =
        ledger.has(population)
            ? (ObjectNode) ledger.get(population)
            : ledger.putObject(population).put("budget", budget.toPlainString());
    Account before = account(population, node);
    before.requireRoomFor(budget, spending);
    if (!node.has("spendings")) {
      node.putArray("spendings");
    }
    ((ArrayNode) node.get("spendings"))
        .addObject()
        .put("when", spending.when().toString())
        .put("rho", spending.rho().toPlainString())
        .put("mechanism", spending.mechanism())
        .put("table", spending.table());
    write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(ledger));
    return account(population, node);
  }

  private void write(byte[] content) throws IOException {
    Path beside = Files.createTempFile(file.getParent(), ".ledger-", ".json");
    try {
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private ObjectNode read() {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    try {
      if (JSON.readTree(file.toFile()) instanceof ObjectNode ledger) {
        return ledger;
      }
      throw new BadInputException(damaged());
    } catch (IOException e) {
      throw new BadInputException(damaged(), e);
    }
  }

  private Account account(String population, JsonNode node) {
    try {
      List<Spending> spendings = new ArrayList<>();
      for (JsonNode each : node.path("spendings")) {
        spendings.add(
            new Spending(
                Instant.parse(each.get("when").asText()),
                new BigDecimal(each.get("rho").asText()),
                each.get("mechanism").asText(),
                each.get("table").asText()));
      }
      return new Account(population, new BigDecimal(node.get("budget").asText()), spendings);
    } catch (RuntimeException e) {
      throw new BadInputException(damaged(), e);
    }
  }

  private String damaged() {
    return "The file "
        + file
        + " is not a ledger of privacy budgets: restore it from a copy, since what was spent must"
        + " be known.";
  }
}
