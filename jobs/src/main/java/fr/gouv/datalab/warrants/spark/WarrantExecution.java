package fr.gouv.datalab.warrants.spark;

import com.google.crypto.tink.HybridDecrypt;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.gate.spark.VaultReading;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.letters.AddressParts;
import fr.gouv.datalab.letters.Addressee;
import fr.gouv.datalab.letters.LetterFile;
import fr.gouv.datalab.letters.PostalLines;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.mailings.spark.ListTable;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Oppositions;
import fr.gouv.datalab.rights.PersonSet;
import fr.gouv.datalab.usecases.Mailing;
import fr.gouv.datalab.usecases.UseCaseFolder;
import fr.gouv.datalab.usecases.UseCaseReader;
import fr.gouv.datalab.vault.Recipient;
import fr.gouv.datalab.vault.SealedFile;
import fr.gouv.datalab.warrants.Mandate;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantFile;
import fr.gouv.datalab.warrants.WarrantState;
import fr.gouv.datalab.warrants.WarrantStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Executes a warrant: the pseudonyms of its list step back through the gate to the vault's records,
 * which are opened one household at a time and written, as they go, to one file sealed to the
 * recipient.
 *
 * <p>Spark joins and sorts sealed records; nothing is in clear in it, nor on any disk. What is in
 * clear is one household in this process's memory. Memory does not grow with the list.
 *
 * <p>Killed at any moment it leaves either nothing that anyone can open, or an executed warrant
 * whose file {@link WarrantFile#settle} finishes.
 */
public final class WarrantExecution {
  private static final String CODE = "_dataset";
  private static final int ADDRESS = 0;
  private static final int NAME = 1;

  private final Engine engine;
  private final Registry registry;
  private final Home home;
  private final WarrantStore store;
  private final Consumer<String> progress;

  /** Executes warrants of the registry's home. */
  public WarrantExecution(Engine engine, Registry registry, Consumer<String> progress) {
    this.engine = engine;
    this.registry = registry;
    this.home = registry.home();
    this.store = new WarrantStore(registry);
    this.progress = progress;
  }

  /**
   * What an execution made.
   *
   * @param warrant as it is now
   * @param file the sealed file
   * @param reasons how many addresses do not fit, by reason
   */
  public record Executed(Warrant warrant, Path file, Map<PostalLines.Reason, Long> reasons) {}

  /**
   * Executes it.
   *
   * @param custodian the store that holds the private half of the vault's custodian
   * @throws RefusedException when it may not be, or may not any more; it is in the journal
   */
  public Executed execute(String id, String person, KeyStore custodian) throws IOException {
    WarrantFile file = new WarrantFile(home, id);
    Warrant known = store.show(id);
    try (AutoCloseable alone = file.alone()) {
      if (known.state() == WarrantState.EXECUTED) {
        boolean pending = java.nio.file.Files.exists(file.part());
        Optional<Path> settled = file.settle(registry, known);
        if (pending && settled.isPresent()) {
          return new Executed(known, settled.get(), Map.of());
        }
      }
      Mandate mandate = store.begin(id, person);
      boolean done = false;
      try {
        Executed executed = execute(mandate, person, custodian, file);
        done = true;
        return executed;
      } finally {
        if (!done && store.show(id).state() != WarrantState.EXECUTED) {
          file.abandon();
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private Executed execute(Mandate mandate, String person, KeyStore custodian, WarrantFile file)
      throws IOException {
    Warrant warrant = mandate.warrant();
    Mailing mailing =
        UseCaseReader.read(new UseCaseFolder(home.usecases(), warrant.useCase()), warrant.useCase())
            .mailing()
            .orElseThrow();
    byte[] letter = LetterFile.read(home, warrant.letter());
    Grant grant = new Gate(registry).open(warrant.convention(), request(warrant, mailing), person);
    try (ListTable lists = ListTable.open(engine, home, warrant.convention());
        VaultReading vault = VaultReading.open(engine, registry, grant)) {
      MailingList list = registry.read(tx -> MailingLists.find(tx, warrant.list())).orElseThrow();
      progress.accept("Comparing the list with the one that was approved");
      if (!lists.isIntact(list)) {
        RefusedException refusal =
            Article.WARRANTS.refuses(
                warrant.convention(),
                "The list "
                    + list.shortId()
                    + " in the lake is not the one that was approved: its rows were altered.");
        store.refused(mandate, person, refusal);
        throw refusal;
      }
      HybridDecrypt key = mandate.custodian(custodian);
      Tally tally = new Tally();
      progress.accept("Writing the sealed file");
      SealedFile.Sealed sealed;
      try (SealedFile.Writing writing =
          SealedFile.write(file.part(), label(warrant), Recipient.read(warrant.recipientKey()))) {
        try (OutputStream content = writing.content()) {
          PrinterPackage letters = new PrinterPackage(content, warrant, letter);
          write(
              records(lists.rows(list), vault, mailing),
              openers(vault, mailing, key),
              opposed(warrant, mailing),
              letters,
              tally);
          letters.finish();
        }
        sealed = writing.finish();
      }
      Warrant executed = store.executed(mandate, person, tally.figures(), sealed);
      Path settled = file.settle(registry, executed).orElseThrow();
      return new Executed(executed, settled, tally.reasons);
    }
  }

  private static String label(Warrant warrant) {
    return "mandat "
        + warrant.id()
        + "\nconvention "
        + warrant.convention()
        + "\nliste "
        + warrant.list()
        + "\ndestinataire "
        + warrant.recipient();
  }

  private static UseCaseRequest request(Warrant warrant, Mailing mailing) {
    Map<String, List<String>> datasets = new HashMap<>();
    for (Mailing.VaultIdentity identity : List.of(mailing.address(), mailing.names())) {
      datasets
          .computeIfAbsent(identity.dataset(), name -> new ArrayList<>())
          .add(Contract.VAULT_PREFIX + identity.identity());
    }
    return new UseCaseRequest(warrant.useCase(), datasets, Optional.of(warrant.id()));
  }

  /**
   * The sealed records of each unit to write to, its rows together: the address, then its persons.
   */
  private static Dataset<Row> records(Dataset<Row> list, VaultReading vault, Mailing mailing) {
    Dataset<Row> treated =
        list.where(functions.col(ListTable.GROUP).equalTo(Mailing.Effect.TREATED));
    Dataset<Row> addresses =
        found(
            treated.select(ListTable.UNIT).distinct().withColumn(ListTable.RANK, functions.lit(0)),
            vault.origin(functions.col(ListTable.UNIT)),
            vault.records(mailing.address().dataset(), mailing.address().identity()),
            ADDRESS);
    Dataset<Row> names =
        found(
            treated.where(functions.col(ListTable.PERSON).isNotNull()),
            vault.origin(functions.col(ListTable.PERSON)),
            vault.records(mailing.names().dataset(), mailing.names().identity()),
            NAME);
    return addresses.unionByName(names).orderBy(ListTable.UNIT, CODE, ListTable.RANK);
  }

  private static Dataset<Row> found(
      Dataset<Row> rows, Column origin, Dataset<Row> records, int code) {
    Dataset<Row> keyed = rows.withColumn("_cle", origin);
    return keyed
        .join(records, keyed.col("_cle").equalTo(records.col("cle")), "left")
        .select(
            functions.col(ListTable.UNIT),
            functions.lit(code).as(CODE),
            functions.col(ListTable.RANK),
            functions.col("_cle"),
            functions.col("lot"),
            functions.col("numero"),
            functions.col("scelle"));
  }

  private static SealedRecords[] openers(VaultReading vault, Mailing mailing, HybridDecrypt key) {
    SealedRecords[] openers = new SealedRecords[2];
    openers[ADDRESS] = new SealedRecords(key, vault.headers(mailing.address().dataset()));
    openers[NAME] = new SealedRecords(key, vault.headers(mailing.names().dataset()));
    return openers;
  }

  /** Who objects now, as the keys of the addresses and those of the names say it. */
  private PersonSet[] opposed(Warrant warrant, Mailing mailing) {
    Oppositions oppositions = new Oppositions(registry);
    KeyStore keys = KeyStore.open(home.keys());
    Catalogue catalogue = Catalogue.of(home);
    PersonSet[] opposed = new PersonSet[2];
    opposed[ADDRESS] =
        oppositions.inForce(
            warrant.convention(), catalogue.dataset(mailing.address().dataset()), keys);
    opposed[NAME] =
        oppositions.inForce(
            warrant.convention(), catalogue.dataset(mailing.names().dataset()), keys);
    return opposed;
  }

  private static final class Tally {
    private final Map<PostalLines.Reason, Long> reasons = new EnumMap<>(PostalLines.Reason.class);
    private long letters;
    private long absent;
    private long opposed;

    Warrant.Figures figures() {
      long unfit = reasons.values().stream().mapToLong(Long::longValue).sum();
      return new Warrant.Figures(letters, unfit, absent, opposed);
    }
  }

  private static void write(
      Dataset<Row> records,
      SealedRecords[] openers,
      PersonSet[] opposed,
      PrinterPackage letters,
      Tally tally)
      throws IOException {
    Iterator<Row> rows = records.toLocalIterator();
    List<Row> unit = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!unit.isEmpty() && !Arrays.equals(unit(unit.get(0)), unit(row))) {
        write(unit, openers, opposed, letters, tally);
        unit.clear();
      }
      unit.add(row);
    }
    if (!unit.isEmpty()) {
      write(unit, openers, opposed, letters, tally);
    }
    tally.letters = letters.written();
  }

  private static byte[] unit(Row row) {
    return row.getAs(0);
  }

  private static void write(
      List<Row> unit,
      SealedRecords[] openers,
      PersonSet[] opposed,
      PrinterPackage letters,
      Tally tally)
      throws IOException {
    if (unit.stream().anyMatch(row -> opposed[row.getInt(1)].names(row.getAs(3)))) {
      tally.opposed++;
      return;
    }
    if (unit.size() < 2 || unit.stream().anyMatch(row -> row.isNullAt(6))) {
      tally.absent++;
      return;
    }
    Map<CivilStatus, String> address = opened(openers, unit.get(0));
    List<Addressee> addressees = new ArrayList<>();
    for (Row person : unit.subList(1, unit.size())) {
      addressees.add(addressee(opened(openers, person)));
    }
    PostalLines lines =
        PostalLines.of(
            addressees,
            new AddressParts(
                of(address, CivilStatus.numeroVoie),
                of(address, CivilStatus.voie),
                of(address, CivilStatus.complement),
                of(address, CivilStatus.codePostal),
                of(address, CivilStatus.commune)));
    if (lines instanceof PostalLines.Fit fit) {
      letters.add(fit);
    } else if (lines instanceof PostalLines.Unfit unfit) {
      tally.reasons.merge(unfit.reason(), 1L, Long::sum);
    }
  }

  private static Map<CivilStatus, String> opened(SealedRecords[] openers, Row row) {
    return openers[row.getInt(1)].open(row.getString(4), row.getInt(5), row.getAs(6));
  }

  private static Addressee addressee(Map<CivilStatus, String> person) {
    String used = of(person, CivilStatus.nomUsage);
    return new Addressee(
        of(person, CivilStatus.sexe),
        of(person, CivilStatus.prenoms),
        used.isBlank() ? of(person, CivilStatus.nomNaissance) : used);
  }

  private static String of(Map<CivilStatus, String> parts, CivilStatus part) {
    return parts.getOrDefault(part, "");
  }
}
