package fr.gouv.datalab.disclosure;

import com.google.ortools.init.CppBridge;
import com.google.ortools.init.CppFlags;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Gives linear programs. The native libraries are unpacked once into a temporary directory that is
 * gone as soon as they are loaded (at exit where the system locks them).
 */
final class Solver {

  private static final class Natives {
    /** Null when they are loaded. */
    static final CannotProtectException FAILURE = load();

    private static CannotProtectException load() {
      String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String machine =
          System.getProperty("os.arch").matches("aarch64|arm64") ? "aarch64" : "x86-64";
      boolean mac = system.contains("mac");
      boolean windows = system.contains("win") && !mac;
      String folder =
          "ortools-" + (mac ? "darwin" : windows ? "win32" : "linux") + "-" + machine + "/";
      String library =
          windows ? "jniortools.dll" : mac ? "libjniortools.dylib" : "libjniortools.so";
      try {
        URL url = MPSolver.class.getResource("/" + folder + library);
        if (url == null) {
          return new CannotProtectException(
              "There is no linear solver for this machine ("
                  + folder
                  + library
                  + " is not on the class path): intervals cannot be proved, so nothing is"
                  + " published.");
        }
        Path directory = Files.createTempDirectory("disclosure-solver");
        try {
          unpack(url, folder, directory);
          System.load(directory.resolve(library).toString());
          silence();
        } finally {
          remove(directory);
        }
        return null;
      } catch (IOException | UnsatisfiedLinkError e) {
        return new CannotProtectException(
            "The linear solver could not be loaded: intervals cannot be proved, so nothing is"
                + " published. The temporary directory must allow programs to be loaded from it.",
            e);
      }
    }

    /** Its log goes to standard error, which is the program's own. */
    private static void silence() {
      CppFlags flags = new CppFlags();
      flags.setStderrthreshold(4);
      flags.setLog_prefix(false);
      CppBridge.setFlags(flags);
      CppBridge.initLogging("disclosure");
    }

    private static void unpack(URL url, String folder, Path directory) throws IOException {
      JarURLConnection connection = (JarURLConnection) url.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
            try (InputStream bytes = jar.getInputStream(entry)) {
              Files.copy(bytes, directory.resolve(Path.of(entry.getName()).getFileName()));
            }
          }
        }
      }
    }

    private static void remove(Path directory) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          file.toFile().deleteOnExit();
          Files.deleteIfExists(file);
        }
        Files.delete(directory);
      } catch (IOException e) {
        directory.toFile().deleteOnExit();
      }
    }
  }

  private Solver() {}

  /** A linear program in doubles, solved by the dual simplex from where it last stopped. */
  static MPSolver linear() {
    return made("GLOP");
  }

  /** A program whose variables may be whole. */
  static MPSolver integer() {
    return made("SCIP");
  }

  /** Go on from where the last program stopped. */
  static MPSolverParameters warm() {
    check();
    MPSolverParameters parameters = new MPSolverParameters();
    parameters.setIntegerParam(
        MPSolverParameters.IntegerParam.INCREMENTALITY,
        MPSolverParameters.IncrementalityValues.INCREMENTALITY_ON.swigValue());
    parameters.setIntegerParam(
        MPSolverParameters.IntegerParam.PRESOLVE,
        MPSolverParameters.PresolveValues.PRESOLVE_OFF.swigValue());
    return parameters;
  }

  private static void check() {
    if (Natives.FAILURE != null) {
      throw new CannotProtectException(Natives.FAILURE.getMessage(), Natives.FAILURE.getCause());
    }
  }

  private static MPSolver made(String name) {
    check();
    MPSolver solver = MPSolver.createSolver(name);
    if (solver == null) {
      throw new CannotProtectException("The solver " + name + " is not in this build of OR-tools.");
    }
    return solver;
  }
}
