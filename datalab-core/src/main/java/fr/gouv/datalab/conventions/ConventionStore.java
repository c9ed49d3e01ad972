package fr.gouv.datalab.conventions;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The conventions of a home: adds, signs, suspends and ends them, each act journaled in its own
 * transaction. A convention counts once the consumer and every producer signed the same text; a
 * later version replaces it once signed by all, which also lifts a suspension.
 *
 * <p>Every method that reads one verifies it, and throws {@link RefusedException} under article 5
 * when its text or a signature was altered. Safe for use by many threads.
 */
public final class ConventionStore {
  private final Registry registry;
  private final VerifiedTexts verified = new VerifiedTexts();

  /** The conventions of the registry's home. */
  public ConventionStore(Registry registry) {
    this.registry = registry;
  }

  /**
   * Adds a convention, or a later version of one. Adding the same text again changes nothing.
   *
   * @param name of the file, for errors
   * @param file the bytes of the document
   * @param person who adds it
   * @throws BadDataException when the document is not one, or does not fit the catalogue
   * @throws RefusedException when this version is there with another text (article 5), or the
   *     convention is ended (article 4)
   */
  public Convention add(String name, byte[] file, String person) {
    Document document = Document.canonical(file);
    Convention convention = ConventionReader.read(name, document.bytes());
    checkAgainst(Catalogue.of(registry.home()), name, convention);
    return registry.inTransaction(
        tx -> {
          if (mayAdd(tx, convention, document)) {
            insert(tx, convention, document, person);
          }
          return convention;
        });
  }

  /**
   * Reads a document without adding it.
   *
   * @throws BadDataException when it is not one
   */
  public static Convention read(String name, byte[] file) {
    return ConventionReader.read(name, Document.canonical(file).bytes());
  }

  /** Whether this very text is there, so that adding it changes nothing. */
  public boolean holds(String name, byte[] file) {
    Document document = Document.canonical(file);
    Convention convention = read(name, file);
    return registry
        .read(tx -> new Filings(tx).document(convention.id(), convention.version()))
        .filter(document::same)
        .isPresent();
  }

  private static void checkAgainst(Catalogue catalogue, String name, Convention convention) {
    convention
        .datasets()
        .forEach(
            (dataset, columns) -> {
              Contract contract =
                  catalogue
                      .find(dataset)
                      .orElseThrow(() -> unfit(name, "there is no dataset " + dataset));
              String producer = convention.producers().get(dataset);
              if (!contract.producer().equals(producer)) {
                throw unfit(name, dataset + " is " + contract.producer() + "'s, not " + producer);
              }
              for (String column : columns) {
                if (!contract.grantable(column)) {
                  throw unfit(
                      name, dataset + " has no column " + column + " that a convention may grant");
                }
              }
            });
    convention.warrants().values().forEach(terms -> checkIdentities(catalogue, name, terms));
  }

  private static void checkIdentities(Catalogue catalogue, String name, WarrantTerms terms) {
    terms
        .identities()
        .forEach(
            (dataset, identities) -> {
              for (String identity : identities) {
                if (catalogue.dataset(dataset).identity(identity).isEmpty()) {
                  throw unfit(name, dataset + " has no identity " + identity);
                }
              }
            });
  }

  private static BadDataException unfit(String name, String sentence) {
    return new BadDataException(
        "Convention " + name + ", `datasets`: " + sentence + "; see `datalab catalogue show`.");
  }

  private static boolean mayAdd(Transaction tx, Convention convention, Document document) {
    String id = convention.id();
    Filings filings = new Filings(tx);
    Optional<Document> same = filings.document(id, convention.version());
    if (same.isPresent()) {
      if (same.get().same(document)) {
        return false;
      }
      throw Article.SIGNATURES.refuses(
          id,
          "Version "
              + convention.version()
              + " of "
              + id
              + " is there already with another text, and a text is never replaced: give this one"
              + " the version "
              + (filings.latest(id).orElseThrow().convention().version() + 1)
              + ".");
    }
    Optional<Filing> latest = filings.latest(id);
    if (latest.isPresent()) {
      refuseEnded(latest.get());
      int version = latest.get().convention().version();
      if (convention.version() <= version) {
        throw new BadDataException(
            "Version " + version + " of " + id + " is there: a new one must be above it.");
      }
    }
    return true;
  }

  private static void insert(
      Transaction tx, Convention convention, Document document, String person) {
    tx.update(
        Filings.SQL.get("insert"),
        convention.id(),
        convention.version(),
        convention.title(),
        document.bytes(),
        document.sha256(),
        tx.now());
    Journal.append(
        tx,
        new Act(
            person,
            "convention.add",
            convention.id(),
            Map.of("version", convention.version(), "sha256", document.sha256())));
  }

  /**
   * Signs the latest version for a party, with the party's key of this home; the key is drawn when
   * there is none, so a home where every party signs is one for demonstration. Elsewhere each
   * party's home holds its own key alone.
   *
   * @return whether it was signed now; false when that party had signed it
   * @throws RefusedException when the person does not act for the party (article 3), the party is
   *     not one of it (article 5), or it is suspended or ended (article 4)
   */
  public boolean sign(String id, String party, String person) {
    registry.read(tx -> maySign(tx, id, party, person));
    KeyStore keys = KeyStore.open(registry.home().keys());
    boolean drawn = keys.create(KeyName.sign(party));
    return registry.inTransaction(
        tx -> {
          Filing filing = maySign(tx, id, party, person);
          if (drawn) {
            Journal.append(tx, new Act(person, "keys.create", KeyName.sign(party).value()));
          }
          if (filing.signed().containsKey(party)) {
            return false;
          }
          refuseEnded(filing);
          refuseSuspended(filing);
          refuseUnanswered(filing.convention());
          sign(tx, filing, party, person, keys);
          return true;
        });
  }

  /** A convention that names a legal basis answers all of its questions before anyone signs. */
  private static void refuseUnanswered(Convention convention) {
    List<LegalTemplate.Question> open =
        convention
            .template()
            .map(name -> LegalTemplate.named(name).unanswered(convention.answers()))
            .orElse(List.of());
    if (!open.isEmpty()) {
      throw Article.SIGNATURES.refuses(
          convention.id(),
          open.size()
              + " question(s) of its legal basis have no answer: "
              + open.stream().map(LegalTemplate.Question::id).collect(Collectors.joining(", "))
              + ". Answer each under `answers` in a new version, then sign that.");
    }
  }

  private static void sign(
      Transaction tx, Filing filing, String party, String person, KeyStore keys) {
    Convention convention = filing.convention();
    Document document =
        new Filings(tx).document(convention.id(), convention.version()).orElseThrow();
    try {
      byte[] signature = keys.signer(KeyName.sign(party)).sign(document.digest());
      tx.update(
          Filings.SQL.get("sign"),
          convention.id(),
          convention.version(),
          party,
          person,
          tx.now(),
          signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of " + party + " could not sign.", e);
    }
    Journal.append(
        tx,
        new Act(
            person,
            "convention.sign",
            convention.id(),
            Map.of("version", convention.version(), "party", party, "sha256", document.sha256())));
  }

  /**
   * Suspends all versions: nothing is read under it until all parties sign a later one.
   *
   * @throws RefusedException when the person acts for no party of it
   */
  public void suspend(String id, String person) {
    stop(id, person, "suspend");
  }

  /**
   * Ends the convention for good.
   *
   * @throws RefusedException when the person acts for no party of it
   */
  public void end(String id, String person) {
    stop(id, person, "end");
  }

  private void stop(String id, String person, String act) {
    registry.inTransaction(
        tx -> {
          Filing filing = new Filings(tx).current(id).orElseThrow(() -> unknown(id));
          Convention convention = filing.convention();
          if (convention.parties().stream().noneMatch(p -> convention.actsFor(person, p))) {
            throw Article.PEOPLE.refuses(
                id,
                person
                    + " acts for no party of "
                    + id
                    + ": a jurist or an administrator that it names may "
                    + act
                    + " it.");
          }
          if (tx.update(Filings.SQL.get(act), tx.now(), id) > 0) {
            Journal.append(tx, new Act(person, "convention." + act, id));
          }
          return null;
        });
  }

  /**
   * All conventions of a home.
   *
   * @param intact the version that counts of each, by identifier
   * @param altered for each that was altered, the refusal that any use of it meets
   */
  public record Survey(List<Filing> intact, List<RefusedException> altered) {
    /** Copies the lists. */
    public Survey {
      intact = List.copyOf(intact);
      altered = List.copyOf(altered);
    }
  }

  /** All conventions, those altered apart. */
  public Survey survey() {
    return registry.read(tx -> survey(new Filings(tx, verified)));
  }

  private static Survey survey(Filings filings) {
    List<Filing> intact = new ArrayList<>();
    List<RefusedException> altered = new ArrayList<>();
    for (String id : filings.ids()) {
      try {
        intact.add(filings.current(id).orElseThrow());
      } catch (RefusedException refusal) {
        altered.add(refusal);
      }
    }
    return new Survey(intact, altered);
  }

  /** The version that counts of each convention, by identifier; without those altered. */
  public List<Filing> list() {
    return survey().intact();
  }

  /** All versions of a convention, the latest first. */
  public List<Filing> show(String id) {
    List<Filing> versions = registry.read(tx -> new Filings(tx, verified).versions(id));
    if (versions.isEmpty()) {
      throw unknown(id);
    }
    return versions;
  }

  /** What the version that counts says, if there is such a convention; signed or not. */
  public Optional<Convention> find(String id) {
    return current(id).map(Filing::convention);
  }

  /** The version that counts, with its signatures, if there is such a convention. */
  public Optional<Filing> current(String id) {
    return registry.read(tx -> new Filings(tx, verified).current(id));
  }

  /**
   * The version to sign, if the person may. Who acts for a party is said by the conventions that
   * all their parties signed, where there is one with that party: a new text, of this convention or
   * of another, cannot name those who sign it.
   */
  private static Filing maySign(Transaction tx, String id, String party, String person) {
    Filings filings = new Filings(tx);
    Filing latest = filings.latest(id).orElseThrow(() -> unknown(id));
    Convention text = latest.convention();
    if (!text.parties().contains(party)) {
      throw Article.SIGNATURES.refuses(
          id,
          party
              + " is not a party of "
              + id
              + ": its parties are "
              + String.join(", ", text.parties())
              + ".");
    }
    List<Convention> signed = signedWith(filings, party);
    List<Convention> naming = naming(signed, text);
    if (naming.stream().noneMatch(convention -> convention.actsFor(person, party))) {
      throw Article.PEOPLE.refuses(
          id,
          person
              + " may not sign for "
              + party
              + ": a person may whom "
              + naming.stream().map(Convention::id).collect(Collectors.joining(" or "))
              + (signed.isEmpty() ? "" : ", signed by all,")
              + " names "
              + Convention.administrator(party)
              + (party.equals(text.consumer()) ? " or juriste" : "")
              + ".");
    }
    return latest;
  }

  private static List<Convention> naming(List<Convention> signed, Convention text) {
    return signed.isEmpty() ? List.of(text) : signed;
  }

  /**
   * The persons who may give the signatures that the latest version still waits for, by the same
   * rule as signing.
   */
  public Set<String> awaited(String id) {
    return registry.read(
        tx -> {
          Filings filings = new Filings(tx, verified);
          Set<String> awaited = new TreeSet<>();
          filings
              .latest(id)
              .ifPresent(
                  filing -> {
                    for (String party : filing.unsigned()) {
                      naming(signedWith(filings, party), filing.convention())
                          .forEach(named -> awaited.addAll(actingFor(party, named)));
                    }
                  });
          return awaited;
        });
  }

  private static Set<String> actingFor(String party, Convention convention) {
    Set<String> persons = new TreeSet<>();
    convention.people().values().forEach(persons::addAll);
    persons.removeIf(person -> !convention.actsFor(person, party));
    return persons;
  }

  /** The conventions with a party that all signed and nobody ended; an altered one says nothing. */
  private static List<Convention> signedWith(Filings filings, String party) {
    return survey(filings).intact().stream()
        .filter(filing -> filing.unsigned().isEmpty() && filing.ended().isEmpty())
        .map(Filing::convention)
        .filter(convention -> convention.parties().contains(party))
        .toList();
  }

  private static void refuseEnded(Filing filing) {
    if (filing.ended().isPresent()) {
      String id = filing.convention().id();
      throw Article.DATES.refuses(
          id, "The convention " + id + " is ended for good: make one under another identifier.");
    }
  }

  private static void refuseSuspended(Filing filing) {
    if (filing.suspended().isPresent()) {
      String id = filing.convention().id();
      throw Article.DATES.refuses(
          id, "The convention " + id + " is suspended: add a later version and have it signed.");
    }
  }

  private static UsageException unknown(String id) {
    return new UsageException(
        "There is no convention `" + id + "`: `datalab convention list` shows those there are.");
  }
}
