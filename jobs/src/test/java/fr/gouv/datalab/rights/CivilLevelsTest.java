package fr.gouv.datalab.rights;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.usecases.spark.SamplePersons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many of a person's vehicles each level of a civil status finds, and whose else. */
class CivilLevelsTest {
  @TempDir Path directory;

  @Test
  void theExactLevelFindsNobodyElseAndTheProbableOneNearlyEveryVehicle() throws IOException {
    Datalab.run(
        "sample", "generate", "--scale", "0.001", "--seed", "23", "--out", directory.toString());
    SamplePersons persons = new SamplePersons(directory);
    LinkTokens links = LinkTokens.of(Tokenizer.ofLinkKey(new byte[32]));
    Map<Long, List<Map.Entry<String, CivilKey>>> born = new HashMap<>();
    Set<String> owners = new HashSet<>();
    for (Map<String, String> row : persons.rows("dgfip/declarants.csv")) {
      CivilKey key = CivilKey.read(CivilKey.of(links.encode(values(row))));
      if (key.isWhole() && owners.add(row.get("spi"))) {
        born.computeIfAbsent(key.birth(), birth -> new java.util.ArrayList<>())
            .add(Map.entry(row.get("spi"), key));
      }
    }
    Map<String, String> holders = new HashMap<>();
    persons.plates().forEach((spi, plates) -> plates.forEach(plate -> holders.put(plate, spi)));
    long known = 0;
    Map<CivilKey.Level, Long> right = new HashMap<>();
    Map<CivilKey.Level, Long> wrong = new HashMap<>();
    for (Map<String, String> row : persons.rows("interieur/immatriculations.csv")) {
      String holder = holders.get(row.get("immatriculation"));
      if (!"P".equals(row.get("type_titulaire")) || holder == null || !owners.contains(holder)) {
        continue;
      }
      known++;
      byte[] tokens = links.encode(values(row));
      long birth = LinkTokens.token(tokens, fr.gouv.datalab.civilstatus.LinkSlot.BIRTH);
      for (Map.Entry<String, CivilKey> each : born.getOrDefault(birth, List.of())) {
        (each.getKey().equals(holder) ? right : wrong)
            .merge(each.getValue().level(tokens), 1L, Long::sum);
      }
    }
    System.out.println("vehicles " + known + ", right " + right + ", wrong " + wrong);
    long exact = right.getOrDefault(CivilKey.Level.EXACT, 0L);
    long probable = right.getOrDefault(CivilKey.Level.PROBABLE, 0L);
    assertThat(wrong.getOrDefault(CivilKey.Level.EXACT, 0L)).isZero();
    assertThat((double) (exact + probable) / known).isGreaterThan(0.9);
    assertThat((double) wrong.getOrDefault(CivilKey.Level.PROBABLE, 0L) / known).isLessThan(0.001);
  }

  private static String[] values(Map<String, String> row) {
    String[] values = new String[CivilStatus.values().length];
    values[CivilStatus.nomNaissance.ordinal()] = row.get("nom_naissance");
    values[CivilStatus.nomUsage.ordinal()] = row.get("nom_usage");
    values[CivilStatus.prenoms.ordinal()] = row.get("prenoms");
    values[CivilStatus.dateNaissance.ordinal()] = row.get("date_naissance");
    values[CivilStatus.communeNaissance.ordinal()] = row.get("code_commune_naissance");
    return values;
  }
}
