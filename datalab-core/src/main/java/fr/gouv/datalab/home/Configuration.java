package fr.gouv.datalab.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;

/**
 * What {@code datalab.yaml} says, with the default where it says nothing.
 *
 * @param registry JDBC URL of the registry: {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}
 * @param lake URI of the lake's root, of any Hadoop file system
 * @param vault URI of the vault's root
 * @param landing URI where deliveries land
 * @param spark Spark settings added to the house's own, by full name
 */
public record Configuration(
    String registry, String lake, String vault, String landing, Map<String, String> spark) {

  private static final Set<String> KEYS = Set.of("registry", "lake", "vault", "landing", "spark");

  /** Copies the settings. */
  public Configuration {
    spark = Map.copyOf(spark);
  }

  static Configuration read(Home home) {
    JsonNode yaml = tree(home);
    yaml.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw new BadDataException(
                    home.configurationFile() + " has an unknown key `" + key + "`: use " + KEYS);
              }
            });
    return new Configuration(
        yaml.path("registry").asText("jdbc:sqlite:" + home.registry()),
        yaml.path("lake").asText(home.lake().toUri().toString()),
        yaml.path("vault").asText(home.vault().toUri().toString()),
        yaml.path("landing").asText(home.landing().toUri().toString()),
        settings(yaml.path("spark")));
  }

  private static Map<String, String> settings(JsonNode spark) {
    Map<String, String> settings = new java.util.TreeMap<>();
    spark.properties().forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return settings;
  }

  private static JsonNode tree(Home home) {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    try {
      if (Files.notExists(home.configurationFile())) {
        return yaml.createObjectNode();
      }
      JsonNode tree = yaml.readTree(Files.readAllBytes(home.configurationFile()));
      return tree == null || !tree.isObject() ? yaml.createObjectNode() : tree;
    } catch (JsonProcessingException e) {
      throw new BadDataException(home.configurationFile() + " is not YAML: correct it.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
