package fr.gouv.datalab.cli;

import fr.gouv.datalab.refusals.DatalabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/**
 * The exit code of a failure. The house's own exceptions carry theirs; the libraries, which know no
 * command line, list theirs in {@code META-INF/datalab/exit-codes}, a line for each: {@code
 * fully.qualified.Exception | code}.
 */
final class ExitCodes {

  private static final String RESOURCE = "META-INF/datalab/exit-codes";

  private ExitCodes() {}

  /** The first throwable of the chain whose code is known, or the last one. */
  static Throwable telling(Throwable failure) {
    Map<String, Integer> listed = listed();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (isForeseen(t, listed)) {
        return t;
      }
    }
    return failure;
  }

  /** Whether its message is a sentence for people, whatever its code. */
  static boolean isForeseen(Throwable failure) {
    return isForeseen(failure, listed());
  }

  private static boolean isForeseen(Throwable failure, Map<String, Integer> listed) {
    return code(failure, listed) != 1 || listedCode(failure, listed) != null;
  }

  /** 2 usage, 3 refused, 4 bad data, 5 integrity, 1 anything else. */
  static int of(Throwable failure) {
    return code(failure, listed());
  }

  private static int code(Throwable failure, Map<String, Integer> listed) {
    if (failure instanceof DatalabException known) {
      return known.exitCode();
    }
    if (failure instanceof ParameterException) {
      return 2;
    }
    Integer code = listedCode(failure, listed);
    if (code != null) {
      return code;
    }
    return failure instanceof NoSuchFileException ? 4 : 1;
  }

  private static Integer listedCode(Throwable failure, Map<String, Integer> listed) {
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      Integer code = listed.get(type.getName());
      if (code != null) {
        return code;
      }
    }
    return null;
  }

  private static Map<String, Integer> listed() {
    Map<String, Integer> codes = new HashMap<>();
    try {
      Enumeration<URL> resources = ExitCodes.class.getClassLoader().getResources(RESOURCE);
      while (resources.hasMoreElements()) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    resources.nextElement().openStream(), StandardCharsets.UTF_8))) {
          lines
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split("\\|"))
              .forEach(f -> codes.put(f[0].strip(), Integer.valueOf(f[1].strip())));
        }
      }
    } catch (IOException e) {
      codes.clear();
    }
    return codes;
  }
}
