package fr.gouv.datalab.home;

import fr.gouv.datalab.yaml.Section;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key {@code registry} of {@code datalab.yaml}: a URL, or a URL with a user and the file of
 * their password. A password is not taken from the URL: it would stand in a file that everyone who
 * runs the house reads, and in its errors.
 */
final class RegistrySection {
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)[?&][^=&]*pass(?:word|wd)?=|//[^/?]*@");

  private RegistrySection() {}

  /** Nothing where the file says nothing of the registry. Paths are relative to the home. */
  static Optional<RegistryPlace> read(Section yaml, Path home) {
    if (!yaml.isSection("registry")) {
      return yaml.optionalText("registry").map(url -> RegistryPlace.at(checked(yaml, url)));
    }
    Section registry = yaml.section("registry");
    RegistryPlace place =
        new RegistryPlace(
            checked(registry, registry.text("url")),
            registry.optionalText("user"),
            registry.optionalText("passwordFile").map(home::resolve));
    registry.nothingElse();
    return Optional.of(place);
  }

  private static String checked(Section section, String url) {
    String key =
        section.isSection("registry") || !section.keys().contains("url") ? "registry" : "url";
    if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
      return section.fail(key, "must begin with jdbc:sqlite: or jdbc:postgresql:");
    }
    return PASSWORD.matcher(url).find()
        ? section.fail(
            key,
            "holds a password: write it in a file that its owner alone reads, and name that by"
                + " registry: {url: ..., user: ..., passwordFile: ...}")
        : url;
  }
}
