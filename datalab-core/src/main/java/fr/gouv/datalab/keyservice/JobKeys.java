package fr.gouv.datalab.keyservice;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.lake.FileKeys;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.rights.PersonSet;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The keys of one job, in any of its processes, asked of the gate one file at a time. Plans and
 * settings carry the job's {@link #name}; its secret goes from the driver to executors that ask for
 * it, and is nowhere else.
 *
 * <p>A file's key and the project's are remembered for the seconds that the gate says: every file
 * has keys of its own, so a job that is stopped fails at its next file, and what it still has goes
 * within that time. Safe for use by many threads.
 */
public final class JobKeys implements FileKeys {
  private static final String PREFIX = "gate:";
  private static final Map<String, JobKeys> HERE = new ConcurrentHashMap<>();

  /** Asks the driver for the pass of a name; nobody to ask, in a driver. */
  private static volatile Function<String, Optional<byte[]>> driver = name -> Optional.empty();

  private final String name;
  private final JobPass pass;
  private final GateCalls gate;
  private final Remembered<byte[]> files;
  private final Remembered<Permutation> project;
  private final Map<String, PersonSet> objections = new ConcurrentHashMap<>();

  private JobKeys(String name, JobPass pass) {
    this.name = name;
    this.pass = pass;
    gate = new GateCalls(pass.gate());
    files = new Remembered<>(pass.memory());
    project = new Remembered<>(pass.memory());
  }

  /** The keys of a job that this process opened; until {@link #close}. */
  static JobKeys open(JobPass pass) {
    JobKeys keys = new JobKeys(PREFIX + UUID.randomUUID(), pass);
    HERE.put(keys.name, keys);
    return keys;
  }

  /**
   * Lets this process ask the job's driver for what it does not know: in an executor.
   *
   * @param asked gives the pass of a name, as {@link #pass} does there
   */
  public static void askDriver(Function<String, Optional<byte[]>> asked) {
    driver = asked;
    LakeAccess.elsewhere(
        name -> isName(name) ? Optional.of((FileKeys) named(name)) : Optional.empty());
  }

  /** Whether that names keys at a gate. */
  public static boolean isName(String name) {
    return name != null && name.startsWith(PREFIX);
  }

  /**
   * The keys of that name.
   *
   * @throws RefusedException when neither this process nor the driver has them: the job is over
   */
  public static JobKeys named(String name) {
    JobKeys here = HERE.get(name);
    if (here != null) {
      return here;
    }
    byte[] pass =
        driver
            .apply(name)
            .orElseThrow(
                () ->
                    new RefusedException(
                        "grant of a job",
                        "Nothing is read without a grant of the gate, and this job has none any"
                            + " more."));
    return HERE.computeIfAbsent(name, known -> new JobKeys(known, JobPass.read(pass)));
  }

  /** What another process of the job needs; for the driver to give, in memory alone. */
  public static Optional<byte[]> pass(String name) {
    return Optional.ofNullable(HERE.get(name)).map(keys -> keys.pass.bytes());
  }

  /** The name by which plans and settings mean these keys; it opens nothing. */
  public String name() {
    return name;
  }

  @Override
  public String wrap(byte[] key, KeyName under) {
    throw new RefusedException(
        "grant of a job", "A job reads the lake, and writes nothing there: not under " + under);
  }

  @Override
  public byte[] unwrap(String wrapped, KeyName under) {
    return files.get(
        under + " " + wrapped,
        () ->
            gate.bytes(
                KeyRoutes.UNWRAP, pass.secret(), Map.of("key", under.value(), "wrapped", wrapped)));
  }

  @Override
  public int lakeVersion() {
    return pass.lakeVersion();
  }

  /** The version of the lake's key in use now. */
  int lakeVersionNow() {
    return gate.json(KeyRoutes.STATE, pass.secret(), Map.of()).path("lakeKey").asInt();
  }

  /**
   * The permutation of the job's project.
   *
   * @throws RefusedException for another convention's, or when the gate refuses it
   */
  public Permutation project(String convention) {
    if (!convention.equals(pass.convention())) {
      throw new RefusedException(
          "grant of a job", "The grant is for " + pass.convention() + ", not for " + convention);
    }
    return project.get(
        convention, () -> Permutation.of(gate.bytes(KeyRoutes.PROJECT, pass.secret(), Map.of())));
  }

  /** Those who objected to what a granted dataset is used for, when the job was opened. */
  public PersonSet objections(String dataset) {
    return objections.computeIfAbsent(
        dataset,
        each ->
            PersonSet.read(
                gate.bytes(KeyRoutes.OBJECTIONS, pass.secret(), Map.of("dataset", each))));
  }

  /** Gives the grant back. Other processes of the job are refused from then on. */
  void close() {
    HERE.remove(name);
    gate.bytes(KeyRoutes.CLOSE, pass.secret(), Map.of());
  }

  /** Its name; never its secret. */
  @Override
  public String toString() {
    return name;
  }
}
