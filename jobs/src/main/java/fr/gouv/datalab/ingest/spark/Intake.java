package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.deliveries.DeliveredFile;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.LocalFile;
import fr.gouv.datalab.ingest.Manifest;
import fr.gouv.datalab.ingest.ProducerSeal;
import fr.gouv.datalab.ingest.RepeatedKeys;
import fr.gouv.datalab.ingest.RowCounts;
import fr.gouv.datalab.ingest.SchemaComparison;
import fr.gouv.datalab.ingest.Survey;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.ingest.TokenizedFile;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.quality.ColumnChange;
import fr.gouv.datalab.quality.DeliveryFacts;
import fr.gouv.datalab.quality.DeliveryReports;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.replays.Replay;
import fr.gouv.datalab.replays.Replays;
import fr.gouv.datalab.replays.spark.StagedRows;
import fr.gouv.datalab.rights.Erasures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes a delivery in: every row is in the lake, pseudonymised and encrypted, or in quarantine with
 * its line, column, rule and reason; names and addresses are in the vault. Of persons who were
 * erased nothing is kept but that their line was there.
 *
 * <p>All or nothing. The register says that a delivery is pending before its first row is written
 * and ingested after its last; nobody reads rows of a pending one, and the next ingest of the
 * dataset takes back what a killed process left. The same files a second time change nothing.
 */
public final class Intake {
  private final Engine engine;
  private final Home home;
  private final Deliveries deliveries;
  private final Erasures erasures;
  private final DeliveryReports reports;
  private final Registry registry;
  private final Replays replays;
  private final KeyStore keys;
  private final KnownSources sources;

  /** An intake into a home, whose keys were drawn. */
  public Intake(Engine engine, Home home, Registry registry) {
    this.engine = engine;
    this.home = home;
    this.registry = registry;
    this.replays = new Replays(registry);
    this.deliveries = new Deliveries(registry);
    this.sources = new KnownSources(deliveries);
    this.erasures = new Erasures(registry);
    this.reports = new DeliveryReports(registry);
    this.keys = KeyStore.open(home.keys());
  }

  /**
   * Takes one delivery in.
   *
   * @param person who answers for it
   * @throws BadDataException when a file is not what its contract says; nothing was kept
   * @throws IntegrityException when the rows written are not the rows read; nothing was kept
   */
  public Ingested ingest(Contract contract, List<Path> files, String person) {
    LakeAccess.requireWritable(keys);
    try (DatasetLock lock = DatasetLock.take(home, contract.dataset());
        Survey survey = new Survey(contract, Runtime.getRuntime().availableProcessors())) {
      recover(contract);
      Optional<ProducerSeal> producer = takeTokens(survey, contract, files);
      List<SurveyedFile> surveyed = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      List<ColumnChange> changes = new ArrayList<>();
      SchemaComparison comparison = new SchemaComparison(contract, last(contract));
      Map<Integer, Manifest> manifests = new TreeMap<>();
      TreeSet<String> met = new TreeSet<>();
      for (Path file : files) {
        SurveyedFile found = survey(survey, file, surveyed.size() + 1);
        Optional<Manifest> manifest = survey.manifest(found.file());
        Optional<String> source =
            producer.map(
                seal ->
                    manifest.map(Manifest::source).orElseGet(() -> seal.source(found.sha256())));
        if (surveyed.stream().anyMatch(other -> other.sha256().equals(found.sha256()))
            || deliveries.has(contract.dataset(), found.sha256())) {
          notes.add(file.getFileName() + " was ingested already: it changes nothing.");
        } else if (source.isPresent()
            && (!met.add(source.get())
                || sources.has(contract.dataset(), producer.get(), source.get()))) {
          notes.add(
              file.getFileName()
                  + " has the rows of a file that was ingested already, "
                  + (manifest.isPresent() ? "in clear or tokenised" : "tokenised")
                  + ": it changes nothing.");
        } else {
          manifest.ifPresent(of -> manifests.put(found.file(), of));
          surveyed.add(found);
          about(file, found, comparison, notes, changes);
        }
      }
      if (surveyed.isEmpty()) {
        return Ingested.already(contract.dataset(), notes);
      }
      Written written =
          write(contract, surveyed, manifests, changes, survey.repeatedKeys(), person);
      removeLanded(files);
      Path report = reports.write(contract, written.delivery());
      return Ingested.of(
          written.delivery(),
          surveyed.stream().map(file -> file.look().sentence()).toList(),
          written.facts().repairedValues(),
          report.toString(),
          notes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SurveyedFile survey(Survey survey, Path file, int number) {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          (Files.isDirectory(file)
                  ? file + " is a directory, not a file"
                  : "There is no file " + file)
              + ": nothing was ingested.");
    }
    LocalFile source = new LocalFile(file.toAbsolutePath().toString());
    return survey.of(number, file.getFileName().toString(), source);
  }

  /** Tokenised files are sealed under the key that the lake shares with their producer. */
  private Optional<ProducerSeal> takeTokens(Survey survey, Contract contract, List<Path> files)
      throws IOException {
    boolean shared = keys.exists(KeyName.producer(contract.producer()));
    ProducerSeal producer = new ProducerSeal(keys, contract);
    for (Path file : files) {
      if (Files.isRegularFile(file)
          && TokenizedFile.find(new LocalFile(file.toAbsolutePath().toString())).isPresent()) {
        if (!shared) {
          throw new IntegrityException(
              file.getFileName()
                  + " was made with other keys than this datalab's, which shares none with "
                  + contract.producer()
                  + ": give the producer its keys (`datalab keys export-tokens`), and have the file"
                  + " tokenised anew.");
        }
        survey.takingTokens(producer, KeyRing.at(home.keys().toString()).tokenizer());
        break;
      }
    }
    return shared ? Optional.of(producer) : Optional.empty();
  }

  private static DeliveredFile delivered(SurveyedFile file, Map<Integer, Manifest> manifests) {
    Manifest manifest = manifests.get(file.file());
    return new DeliveredFile(
        file.sha256(), file.size(), Optional.ofNullable(manifest).map(Manifest::source));
  }

  /** What the last delivery was like, if there is one. */
  private Optional<DeliveryFacts> last(Contract contract) {
    return reports.before(contract.dataset(), "").flatMap(last -> reports.facts(last.id()));
  }

  /** Says of a file what a person should know, and refuses what its contract does not allow. */
  private static void about(
      Path file,
      SurveyedFile found,
      SchemaComparison comparison,
      List<String> notes,
      List<ColumnChange> changes) {
    String label = file.getFileName().toString();
    List<ColumnChange> differences = comparison.of(label, found);
    notes.addAll(ColumnChange.english(label, differences));
    for (ColumnChange change : differences) {
      if (!changes.contains(change)) {
        changes.add(change);
      }
    }
    found.look().remarks().forEach(remark -> notes.add(label + ": " + remark.english() + "."));
  }

  /** A delivery that is in the lake, and what it was like. */
  private record Written(Delivery delivery, DeliveryFacts facts) {}

  private Written write(
      Contract contract,
      List<SurveyedFile> files,
      Map<Integer, Manifest> manifests,
      List<ColumnChange> changes,
      RepeatedKeys repeated,
      String person) {
    String id = id(contract, files);
    Families.of(contract).keys().forEach(keys::create);
    keys.create(Families.ofQuarantine(contract.dataset()).footerKey());
    keys.create(Families.ofVault(contract.dataset()).footerKey());
    keys.create(KeyName.CUSTODIAN);
    keys.create(KeyName.QUARANTINE);
    deliveries.begin(
        id,
        contract.dataset(),
        person,
        files.stream().map(file -> delivered(file, manifests)).toList());
    boolean done = false;
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      DeliveryRows rows =
          DeliveryRows.of(
              engine.session(),
              contract,
              id,
              files,
              repeated,
              erasures.suppressed(contract),
              home.keys().toString(),
              manifests);
      long accepted = lake(contract, access).append(id, rows::lake);
      long quarantined = 0;
      if (rows.hasRefused()) {
        quarantined = quarantine(contract, access).append(id, rows::quarantine);
      }
      if (rows.hasIdentities()) {
        vault(contract, access).append(id, rows::vault);
      }
      long read = files.stream().mapToLong(SurveyedFile::records).sum();
      if (read != accepted + quarantined) {
        throw new IntegrityException(
            contract.dataset()
                + ": "
                + read
                + " rows were read, but "
                + accepted
                + " accepted and "
                + quarantined
                + " quarantined: did a file change meanwhile? Nothing was kept.");
      }
      DeliveryFacts facts = facts(files, changes, rows.counts());
      Delivery delivery =
          deliveries.complete(
              id,
              person,
              read,
              accepted,
              quarantined,
              journaled(files, facts),
              tx -> DeliveryReports.keep(tx, id, facts));
      done = true;
      return new Written(delivery, facts);
    } finally {
      if (!done) {
        takeBack(contract, id);
      }
    }
  }

  private static DeliveryFacts facts(
      List<SurveyedFile> files, List<ColumnChange> changes, RowCounts counts) {
    return new DeliveryFacts(
        files.stream().map(file -> file.look().facts(file.file())).toList(),
        changes,
        counts.repaired(),
        counts.every(),
        counts.figures(),
        counts.causes());
  }

  /** What the journal says of how the files were written, what changed and what was mended. */
  private static Map<String, Object> journaled(List<SurveyedFile> files, DeliveryFacts facts) {
    Map<String, Object> journaled = new LinkedHashMap<>();
    journaled.put("dialects", files.stream().map(file -> file.look().sentence()).toList());
    if (!facts.changes().isEmpty()) {
      journaled.put("schemaChanges", facts.changes().stream().map(ColumnChange::english).toList());
    }
    if (facts.repairedValues() > 0) {
      journaled.put("repaired", facts.repaired());
    }
    return journaled;
  }

  /**
   * What a delivery left in quarantine.
   *
   * @param limit how many of its rows are shown
   */
  public Quarantine quarantine(Contract contract, Delivery delivery, int limit) {
    if (delivery.quarantined() == 0) {
      return new Quarantine(delivery, List.of(), List.of());
    }
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      Optional<Replay> decided =
          replays.unfinished(contract.dataset()).stream()
              .filter(replay -> replay.delivery().equals(delivery.id()))
              .filter(replay -> replay.state() == Replay.State.DECIDED)
              .findFirst();
      return Quarantine.of(
          delivery,
          StagedRows.refused(quarantine(contract, access).read(), delivery.id(), decided),
          limit);
    }
  }

  /** Ends what killed processes left of ingests and replays. The dataset's lock is held. */
  void recover(Contract contract) {
    for (String left : deliveries.pending(contract.dataset())) {
      takeBack(contract, left);
    }
    if (!replays.unfinished(contract.dataset()).isEmpty()) {
      try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
        new StagedRows(engine.session(), registry, access, contract).settle();
      }
    }
  }

  private void takeBack(Contract contract, String id) {
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      lake(contract, access).takeBack(id);
      quarantine(contract, access).takeBack(id);
      vault(contract, access).takeBack(id);
    }
    deliveries.abandon(id);
  }

  /** Removes those files that came through the landing room: they are in the lake now. */
  void removeLanded(List<Path> files) {
    try {
      for (Path file : files) {
        if (file.toAbsolutePath().normalize().startsWith(home.landing())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A file that was taken in cannot be removed.", e);
    }
  }

  /** The dataset's table. */
  LakeTable lake(Contract contract, LakeAccess access) {
    String address = LakePlaces.of(home, access).table(contract.dataset());
    return new LakeTable(engine.session(), access, address, Families.of(contract));
  }

  /** The table of the dataset's quarantine. */
  LakeTable quarantine(Contract contract, LakeAccess access) {
    String dataset = contract.dataset();
    String address = LakePlaces.of(home, access).quarantine(dataset);
    return new LakeTable(engine.session(), access, address, Families.ofQuarantine(dataset));
  }

  /** The table of the dataset's sealed identities. */
  LakeTable vault(Contract contract, LakeAccess access) {
    String dataset = contract.dataset();
    String address = LakePlaces.of(home, access).vault(dataset);
    return new LakeTable(engine.session(), access, address, Families.ofVault(dataset));
  }

  private static String id(Contract contract, List<SurveyedFile> files) {
    StringBuilder text = new StringBuilder(contract.dataset());
    new TreeSet<>(files.stream().map(SurveyedFile::sha256).toList())
        .forEach(hash -> text.append('\n').append(hash));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
