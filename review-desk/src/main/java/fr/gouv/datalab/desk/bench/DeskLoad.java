package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.accounts.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People at the desk, all at once: each signs in, opens pages of their role one after the other,
 * and thinks between two.
 */
final class DeskLoad {
  private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");
  private static final List<String> DATASETS_OF_TAX =
      List.of("dgfip.foyers_fiscaux", "dgfip.declarants");

  private final DeskProcess desk;
  private final List<String> releases;
  private final List<String> waiting;
  private final List<String> packages;
  private final Timings timings = new Timings();
  private final long thinkMillis;

  /**
   * A load.
   *
   * @param releases some, of any age
   * @param waiting those that wait for decisions
   * @param packages those that were exported with a package
   * @param thinkMillis how long a person thinks between two pages, on average
   */
  DeskLoad(
      DeskProcess desk,
      List<String> releases,
      List<String> waiting,
      List<String> packages,
      long thinkMillis) {
    this.desk = desk;
    this.releases = List.copyOf(releases);
    this.waiting = List.copyOf(waiting);
    this.packages = List.copyOf(packages);
    this.thinkMillis = thinkMillis;
  }

  /** Runs it for some seconds, after as long a time that does not count for warming up. */
  Map<String, Timings.Line> run(List<People.Person> people, int seconds)
      throws InterruptedException, IOException {
    List<Visit> visits = new ArrayList<>();
    for (People.Person person : people) {
      Visit visit = new Visit(desk.address());
      long start = System.nanoTime();
      visit.signIn(person);
      timings.add("sign in (Argon2id)", System.nanoTime() - start);
      visits.add(visit);
    }
    long counts = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long end = counts + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(people.size());
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      People.Person person = people.get(i);
      Visit visit = visits.get(i);
      Random random = new Random(i);
      all.add(
          threads.submit(
              () -> {
                while (System.nanoTime() < end) {
                  step(person, visit, random, counts);
                  Thread.sleep(thinkMillis == 0 ? 0 : random.nextLong(2 * thinkMillis));
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> each : all) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IOException("A person was not served: " + e.getCause().getMessage(), e);
      }
    }
    return timings.lines();
  }

  private void step(People.Person person, Visit visit, Random random, long counts)
      throws IOException, InterruptedException {
    int draw = random.nextInt(100);
    if (person.role() == Role.ADMINISTRATEUR && draw < 60) {
      administrator(person, visit, random, counts);
    } else if (person.role() == Role.AUDITEUR && draw < 20) {
      get("audit", "/audit", visit, counts);
    } else {
      reviewer(visit, random, counts);
    }
  }

  private void administrator(People.Person person, Visit visit, Random random, long counts)
      throws IOException, InterruptedException {
    boolean tax = person.name().endsWith("@dgfip");
    switch (random.nextInt(5)) {
      case 0 -> get("my data", "/donnees", visit, counts);
      case 1 -> next("my data, further reports", "/donnees", visit, counts);
      case 2 ->
          get(
              "package file, verified",
              "/paquets/" + some(packages, random) + "/rapport.html",
              visit,
              counts);
      default ->
          get(
              "a dataset, with its chart",
              "/donnees/" + (tax ? some(DATASETS_OF_TAX, random) : "siv.immatriculations"),
              visit,
              counts);
    }
  }

  private void reviewer(Visit visit, Random random, long counts)
      throws IOException, InterruptedException {
    String id = some(random.nextInt(3) == 0 ? releases : waiting, random);
    switch (random.nextInt(22)) {
      case 0, 1, 2 -> get("queue", "/publications", visit, counts);
      case 3 -> next("queue, further pages", "/publications", visit, counts);
      case 4 -> get("queue, by state", "/publications?etat=EXPORTED", visit, counts);
      case 5 -> get("queue, by number", "/publications?numero=" + id, visit, counts);
      case 6, 7 -> get("report", "/publications/" + id + "/rapport", visit, counts);
      case 8, 9, 10 -> get("table", "/publications/" + id + "/tableaux/foyers", visit, counts);
      case 11 -> get("catalogue", "/catalogue", visit, counts);
      case 12 -> get("catalogue, search", "/catalogue?q=energie", visit, counts);
      case 13 -> get("catalogue, entry", "/catalogue/siv.immatriculations", visit, counts);
      case 14 ->
          post(
              "comment (an act)",
              "/publications/" + id + "/commentaires",
              Map.of("commentaire", "À préciser."),
              visit,
              counts);
      case 15 ->
          post(
              "approve (an act)",
              "/publications/" + some(waiting, random) + "/approve",
              Map.of(
                  "commentaire", "",
                  "verifie-type", "oui",
                  "verifie-finalite", "oui",
                  "verifie-modeles", "oui",
                  "verifie-lisible", "oui"),
              visit,
              counts);
      case 16 -> get("conventions", "/conventions", visit, counts);
      case 17 ->
          get(
              "a convention",
              "/conventions/" + FilledHome.convention(random.nextInt(FilledHome.CONVENTIONS)),
              visit,
              counts);
      default -> get("release", "/publications/" + id, visit, counts);
    }
  }

  private static String some(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private void get(String name, String path, Visit visit, long counts)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<String> answer = visit.get(path);
    measured(name, path, answer, start, counts, false);
  }

  /** The page after the first, and the one after that. */
  private void next(String name, String path, Visit visit, long counts)
      throws IOException, InterruptedException {
    String here = path;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      HttpResponse<String> answer = visit.get(here);
      measured(name, here, answer, start, counts, false);
      Matcher found = NEXT.matcher(answer.body());
      if (!found.find()) {
        return;
      }
      here = found.group(1).replace("&amp;", "&").replaceFirst("#.*", "");
    }
  }

  /** An act; that a rule refuses one (the seat was taken meanwhile) is an answer too. */
  private void post(String name, String path, Map<String, String> form, Visit visit, long counts)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    measured(name, path, visit.post(path, form), start, counts, true);
  }

  private void measured(
      String name,
      String path,
      HttpResponse<String> answer,
      long start,
      long counts,
      boolean refusable)
      throws IOException {
    long time = System.nanoTime() - start;
    if (answer.statusCode() != 200 && !(refusable && answer.statusCode() == 409)) {
      throw new IOException(path + " answered " + answer.statusCode());
    }
    if (start >= counts) {
      timings.add(name, time);
    }
  }
}
