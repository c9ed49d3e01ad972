package fr.gouv.datalab.cli.disclose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.disclosure.noise.Spending;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.privacy.PrivacyBudgets;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetCommandTest {
  @TempDir Path directory;
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhatEachPopulationLostAndMayStillLose() throws Exception {
    Home home = Homes.in(directory.resolve("home"));
    assertThat(run(0, home)).contains("No privacy budget was opened");
    spend(home, "dgfip.foyers_fiscaux", "revenus", "0.4");
    spend(home, "dgfip.foyers_fiscaux", "ages", "0.25");
    spend(home, "siv.immatriculations", "parc", "0.1");
    assertThat(run(0, home))
        .contains(
            "dgfip.foyers_fiscaux: 0.65 of 1 is spent, 0.35 is left",
            "discrete-gaussian",
            "essai/revenus",
            "siv.immatriculations: 0.1 of 1 is spent");
    JsonNode one = new JsonMapper().readTree(run(0, home, "siv.immatriculations", "--json"));
    assertThat(one).hasSize(1);
    assertThat(one.get(0).path("left").asText()).isEqualTo("0.9");
    assertThat(one.get(0).path("spendings")).hasSize(1);
    // rho + 2 sqrt(rho ln(1/delta)), rounded up: no less is promised.
    assertThat(one.get(0).path("epsilon").asDouble()).isBetween(2.45, 2.46);
    run(2, home, "insee.inconnu");
    assertThat(err.toString()).contains("Nothing was ever spent on insee.inconnu");
  }

  private static void spend(Home home, String population, String output, String rho) {
    Grant grant =
        Grant.told(
            1,
            "CONV-2026-001",
            1,
            new UseCaseRequest("essai", Map.of(population, List.of("x"))),
            "analyste@dinum",
            Instant.EPOCH,
            LocalDate.of(2030, 1, 1));
    try (Registry registry = Registry.open(home)) {
      new PrivacyBudgets(registry)
          .of(grant, output)
          .spend(
              population,
              BigDecimal.ONE,
              new Spending(
                  Instant.EPOCH, new BigDecimal(rho), "discrete-gaussian", "lieu; effectif"));
    }
  }

  private String run(int code, Home home, String... more) {
    StringWriter out = new StringWriter();
    List<String> args = new ArrayList<>(List.of("--home", home.path().toString()));
    args.addAll(List.of("disclose", "budget"));
    args.addAll(List.of(more));
    int exit =
        Datalab.run(
            new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    assertThat(exit).as(err.toString()).isEqualTo(code);
    return out.toString();
  }
}
