package fr.gouv.datalab.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A home made once, keys and lake included, and copied for each test that changes one. */
public final class HomeCopy {
  private HomeCopy() {}

  /**
   * Copies a home that nothing writes to, without its temporary files.
   *
   * @param to where there is nothing yet
   */
  public static Home of(Home template, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(template.path())) {
      for (Path each : files.toList()) {
        if (!each.startsWith(template.tmp()) || each.equals(template.tmp())) {
          Files.copy(
              each,
              to.resolve(template.path().relativize(each).toString()),
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return Home.of(to);
  }
}
