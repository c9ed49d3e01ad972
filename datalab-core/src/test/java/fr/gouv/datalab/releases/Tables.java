package fr.gouv.datalab.releases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Protected tables and drafts for the tests, with the look of real ones. */
public final class Tables {
  public static final String CONVENTION = "CONV-2026-001";
  private static final Draft.Population EVERYONE = Draft.Population.all("dgfip.foyers_fiscaux");
  public static final String AUTHOR = "analyste@dinum";

  private Tables() {}

  /** Seats as the demo's convention has them. */
  public static Seats seats() {
    Map<String, java.util.Set<String>> held =
        Map.of(
            "juriste@dinum", java.util.Set.of("juriste"),
            "juriste2@dinum", java.util.Set.of("juriste"),
            "administrateur@dgfip", java.util.Set.of("administrateur-dgfip"),
            "administrateur@interieur", java.util.Set.of("administrateur-interieur"),
            "cumul@dgfip", java.util.Set.of("juriste", "administrateur-dgfip"));
    return new Seats() {
      @Override
      public java.util.Set<String> heldBy(String convention, String person) {
        return held.getOrDefault(person, java.util.Set.of());
      }

      @Override
      public java.util.Set<String> required(String convention) {
        return java.util.Set.of("juriste", "administrateur-dgfip", "administrateur-interieur");
      }
    };
  }

  /** A draft of one small table. */
  public static Draft small(Path folder) {
    return Draft.of(
        "Foyers par énergie",
        "vehicules-foyers",
        CONVENTION,
        LocalDate.of(2026, 1, 1),
        AUTHOR,
        List.of(
            new Draft.Output(
                "foyers",
                "Foyers",
                "foyers",
                Draft.Population.all("dgfip.declarants"),
                List.of(),
                smallTable(folder))));
  }

  /** Two energies by two deciles, two cells hidden in each. */
  public static Path smallTable(Path folder) {
    write(
        folder.resolve("published.csv"),
        """
        energie,decile,foyers,status
        TOTAL,TOTAL,140,v
        ES,TOTAL,45,v
        GO,TOTAL,95,v
        TOTAL,1,50,v
        TOTAL,2,90,v
        ES,1,,c
        ES,2,,c
        GO,1,,c
        GO,2,,c
        """);
    write(
        folder.resolve("audit.csv"),
        """
        energie,decile,value,reason,lower,upper
        ES,1,5,frequency,0,45
        ES,2,40,secondary,0,45
        GO,1,45,secondary,5,50
        GO,2,50,secondary,45,90
        """);
    write(
        folder.resolve("spec.yaml"),
        """
        dimensions:
          - column: energie
          - column: decile
        frequency: foyers
        policy: personnes
        protect: suppress
        protection: 0.10
        """);
    return folder;
  }

  /** 45 households by petrol and so many by diesel, of a part of the source. */
  static Draft byEnergie(Path folder, int gazole, Map<String, List<String>> filter) {
    write(
        folder.resolve("published.csv"),
        "energie,foyers,status\nTOTAL,%d,v\nES,45,v\nGO,%d,v\n".formatted(45 + gazole, gazole));
    write(folder.resolve("audit.csv"), "energie,value,reason,lower,upper\n");
    write(
        folder.resolve("spec.yaml"),
        "dimensions: [{column: energie}]\nfrequency: foyers\npolicy: personnes\n");
    Draft.Population population = new Draft.Population("dgfip.foyers_fiscaux", filter, false);
    return Draft.of(
        "Foyers par énergie",
        "vehicules-foyers",
        CONVENTION,
        LocalDate.of(2026, 1, 1),
        AUTHOR,
        List.of(new Draft.Output("foyers", "Foyers", "foyers", population, List.of(), folder)));
  }

  /** A draft with everything a report shows. */
  public static Draft full(Path folder) {
    List<Draft.Column> columns =
        List.of(
            new Draft.Column("territoire", "Département", "", false, Map.of()),
            new Draft.Column(
                "energie",
                "Énergie",
                "",
                false,
                Map.of(
                    "ES", "Essence",
                    "GO", "Gazole",
                    "GP", "Gaz de pétrole liquéfié",
                    "EG", "Bicarburation essence et GPL",
                    "FE", "Superéthanol")),
            new Draft.Column("decile", "Décile de revenu", "", true, deciles()),
            new Draft.Column("foyers", "Foyers fiscaux", "foyers", false, Map.of()));
    return Draft.of(
            "Foyers détenant au moins deux véhicules thermiques",
            "vehicules-foyers",
            CONVENTION,
            LocalDate.of(2026, 1, 1),
            AUTHOR,
            List.of(
                new Draft.Output(
                    "foyers_deux_thermiques",
                    "Foyers détenant au moins deux véhicules thermiques, par département, énergie"
                        + " et décile de revenu",
                    "foyers fiscaux",
                    EVERYONE,
                    columns,
                    fullTable(folder))))
        .withQuestion(
            "Compter les foyers fiscaux qui détiennent au moins deux voitures particulières à"
                + " motorisation thermique, par département, énergie et décile de revenu, pour"
                + " préparer un courrier sur les aides au changement de véhicule.",
            List.of(
                new Draft.Source("dgfip.foyers_fiscaux", "Foyers fiscaux", "DGFiP"),
                new Draft.Source("dgfip.declarants", "Déclarants", "DGFiP"),
                new Draft.Source(
                    "siv.immatriculations",
                    "Système d'immatriculation des véhicules",
                    "Ministère de l'Intérieur")))
        .withTexts(
            List.of(
                "Les foyers qui détiennent au moins deux voitures thermiques se concentrent dans"
                    + " les départements les plus peuplés et dans les déciles de revenu"
                    + " intermédiaires et supérieurs.",
                "Le gazole reste l'énergie la plus fréquente parmi ces foyers, devant l'essence."),
            List.of(
                "Un foyer est compté dans le département de son adresse fiscale au 1er janvier"
                    + " 2026. Une voiture est thermique si son énergie est l'essence, le gazole ou"
                    + " le gaz, hors hybrides.",
                "Les déciles sont calculés sur le revenu fiscal de référence de tous les foyers"
                    + " de France."),
            List.of(
                "Les véhicules en location longue durée et ceux des personnes morales ne sont pas"
                    + " rattachés à un foyer.",
                "Un foyer dont l'état civil est orthographié différemment dans les deux fichiers"
                    + " peut manquer : voir le rappel du rapprochement."))
        .withLinkages(
            List.of(
                new Draft.Linkage(
                    "dgfip.declarants",
                    "siv.immatriculations",
                    41_873,
                    0.9,
                    0.9964,
                    0.9712,
                    "mesurés sur les données fictives, dont la vérité est connue")));
  }

  private static Map<String, String> deciles() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int decile = 2; decile < 10; decile++) {
      labels.put(String.format("%02d", decile), decile + "e décile");
    }
    labels.put("01", "1er décile (plus modestes)");
    labels.put("10", "10e décile (plus aisés)");
    return labels;
  }

  /** A draft of a table with many figures, some of them parts of another. */
  public static Draft indicators(Path folder) {
    String[] levels = {"N3", "N4", "N5", "N6", "N7"};
    String[] ways = {"APPRENTISSAGE", "CONTINUE", "SCOLAIRE"};
    String[] parts = {"emploi_6m", "emploi_12m", "emploi_18m", "emploi_24m", "cdi_6m"};
    StringBuilder published = new StringBuilder("niveau,voie,sortants,effectif,en_poursuite,");
    published.append(String.join(",", parts)).append(",status\n");
    Random random = new Random(3);
    long[][][] cells = new long[levels.length + 1][ways.length + 1][3 + parts.length];
    for (int level = 0; level < levels.length; level++) {
      for (int way = 0; way < ways.length; way++) {
        long leavers = 200 + random.nextInt(4_000);
        long[] figures = new long[3 + parts.length];
        figures[0] = leavers;
        figures[1] = leavers + leavers / 2;
        figures[2] = leavers / 2;
        for (int i = 0; i < parts.length; i++) {
          figures[3 + i] = Math.round(leavers * (0.35 + 0.07 * i + 0.06 * level));
        }
        for (int f = 0; f < figures.length; f++) {
          cells[level][way][f] += figures[f];
          cells[levels.length][way][f] += figures[f];
          cells[level][ways.length][f] += figures[f];
          cells[levels.length][ways.length][f] += figures[f];
        }
      }
    }
    for (int level = 0; level <= levels.length; level++) {
      for (int way = 0; way <= ways.length; way++) {
        published.append(level == levels.length ? "TOTAL" : levels[level]).append(',');
        published.append(way == ways.length ? "TOTAL" : ways[way]);
        for (long figure : cells[level][way]) {
          published.append(',').append(figure);
        }
        published.append(",v\n");
      }
    }
    write(folder.resolve("published.csv"), published.toString());
    write(folder.resolve("audit.csv"), "niveau,voie,value,reason,lower,upper\n");
    write(
        folder.resolve("spec.yaml"),
        """
        dimensions: [{column: niveau}, {column: voie}]
        frequency: sortants
        measures: [effectif, en_poursuite, emploi_6m, emploi_12m, emploi_18m, emploi_24m, cdi_6m]
        policy: formation
        protect: suppress
        """);
    List<Draft.Column> columns = new ArrayList<>();
    columns.add(new Draft.Column("niveau", "Niveau visé", "", true, Map.of("N7", "Master")));
    columns.add(new Draft.Column("voie", "Voie d'accès", "", false, Map.of()));
    columns.add(new Draft.Column("sortants", "Sortants", "personnes", false, Map.of()));
    columns.add(
        new Draft.Column(
            "effectif", "Personnes entrées dans la cohorte", "personnes", false, Map.of()));
    columns.add(
        new Draft.Column("en_poursuite", "En poursuite", "personnes", false, Map.of(), "effectif"));
    for (String part : parts) {
      String label =
          (part.startsWith("cdi") ? "En CDI à " : "En emploi à ")
              + part.replaceAll("\\D", "")
              + " mois";
      columns.add(new Draft.Column(part, label, "personnes", false, Map.of(), "sortants"));
    }
    return Draft.of(
        "Performance des formations",
        "performance-formations",
        CONVENTION,
        LocalDate.of(2026, 1, 1),
        AUTHOR,
        List.of(
            new Draft.Output(
                "territoires",
                "Indicateurs par niveau et voie",
                "stagiaire",
                Draft.Population.all("formation.stagiaires"),
                columns,
                folder)));
  }

  /** Departments x energies x deciles, with every margin. */
  public static Path fullTable(Path folder) {
    String territories = resource("territoire.csv");
    write(folder.resolve("territoire.csv"), territories);
    write(
        folder.resolve("spec.yaml"),
        """
        dimensions:
          - {column: territoire, hierarchy: territoire.csv}
          - {column: energie}
          - {column: decile}
        frequency: foyers
        policy: personnes
        protect: suppress
        protection: 0.10
        cost: frequency
        """);
    Map<String, String> parents = new LinkedHashMap<>();
    List<String> departments = new ArrayList<>();
    for (String line : territories.lines().skip(1).toList()) {
      String[] fields = line.split(",", 3);
      parents.put(fields[0], fields[1]);
    }
    parents.keySet().stream().filter(c -> !parents.containsValue(c)).forEach(departments::add);
    Random random = new Random(7);
    Map<String, Long> cells = new LinkedHashMap<>();
    String[] energies = {"ES", "GO", "GP", "EG", "FE"};
    double[] shares = {0.38, 0.55, 0.02, 0.015, 0.035};
    for (String department : departments) {
      double size = 2_000 + 30_000 * Math.pow(random.nextDouble(), 3);
      for (int e = 0; e < energies.length; e++) {
        for (int decile = 1; decile <= 10; decile++) {
          double weight = 0.03 + 0.15 * Math.exp(-Math.pow((decile - 7.5) / 3, 2));
          long n = Math.round(size * shares[e] * weight * (0.85 + 0.3 * random.nextDouble()));
          add(cells, parents, department, energies[e], String.format("%02d", decile), n);
        }
      }
    }
    StringBuilder published = new StringBuilder("territoire,energie,decile,foyers,status\n");
    StringBuilder audit = new StringBuilder("territoire,energie,decile,value,reason,lower,upper\n");
    cells.forEach(
        (codes, n) -> {
          boolean hidden = n > 0 && n < 11 || (codes.hashCode() & 31) == 0 && n < 60 && n > 0;
          published.append(codes).append(hidden ? ",,c\n" : "," + n + ",v\n");
          if (hidden) {
            audit
                .append(codes)
                .append(',')
                .append(n)
                .append(n < 11 ? ",frequency," : ",secondary,")
                .append(Math.max(0, n / 2))
                .append(',')
                .append(n * 2 + 5)
                .append('\n');
          }
        });
    write(folder.resolve("published.csv"), published.toString());
    write(folder.resolve("audit.csv"), audit.toString());
    return folder;
  }

  private static void add(
      Map<String, Long> cells,
      Map<String, String> parents,
      String territory,
      String energy,
      String decile,
      long n) {
    for (String place = territory; place != null && !place.isEmpty(); place = parents.get(place)) {
      for (String e : List.of(energy, "TOTAL")) {
        for (String d : List.of(decile, "TOTAL")) {
          cells.merge(place + "," + e + "," + d, n, Long::sum);
        }
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = Tables.class.getResourceAsStream("/releases/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file, and the folders it needs. */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
