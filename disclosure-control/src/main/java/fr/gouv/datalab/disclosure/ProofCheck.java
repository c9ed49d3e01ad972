package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Checks {@code proofs.csv} against {@code published.csv} and {@code audit.csv}, in one pass and in
 * whole numbers, without the engine that found the proofs: nothing here searches, solves or
 * eliminates.
 *
 * <p>A proof holds when it moves hidden cells alone, when every sum of the table that one of them
 * is in stays what it is, when no figure turns negative that is not, and when its own cell goes as
 * far as it says. A table holds when every hidden cell is moved by a proof that holds, and each
 * that owes an interval is moved up and down as far as the specification asks.
 */
public final class ProofCheck {

  /**
   * What was found.
   *
   * @param proofs how many were read
   * @param cells how many hidden cells they speak for
   * @param faults sentences, none when everything holds
   */
  public record Result(int proofs, int cells, List<String> faults) {

    /** Whether everything holds. */
    public boolean holds() {
      return faults.isEmpty();
    }
  }

  private static final int MOST_FAULTS = 20;

  private final ProtectionSpec spec;
  private final List<List<String>> codes = new ArrayList<>();
  private final Map<List<String>, Integer> lines = new HashMap<>();
  private final List<BigDecimal[]> figures = new ArrayList<>();
  private final Map<Integer, String> reasons = new HashMap<>();
  private final Hierarchy[] hierarchies;
  private final boolean[] signed;
  private final int[] scales;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, BigDecimal> reach = new HashMap<>();
  private int proofs;

  private ProofCheck(Path directory, ProtectionSpec spec) {
    this.spec = spec;
    read(directory.resolve("published.csv"), this::published);
    read(directory.resolve("audit.csv"), this::secret);
    this.hierarchies = new Hierarchy[spec.columns().size()];
    for (int d = 0; d < hierarchies.length; d++) {
      Set<String> found = new HashSet<>();
      for (List<String> cell : codes) {
        found.add(cell.get(d));
      }
      found.remove(Hierarchy.TOTAL);
      hierarchies[d] = spec.dimensions().get(d).hierarchy().orElseGet(() -> Hierarchy.flat(found));
    }
    this.signed = new boolean[spec.figures().size()];
    this.scales = new int[signed.length];
    signed[spec.magnitude().isPresent() ? 1 : 0] |= spec.negative();
    for (BigDecimal[] own : figures) {
      for (int f = 0; f < signed.length; f++) {
        signed[f] |= own[f] == null || own[f].signum() < 0;
        scales[f] = own[f] == null ? scales[f] : Math.max(scales[f], own[f].scale());
      }
    }
  }

  /**
   * Checks a directory that {@code disclose protect} wrote.
   *
   * @throws BadInputException when a file is not what it should be
   */
  public static Result check(Path directory, ProtectionSpec spec) {
    ProofCheck check = new ProofCheck(directory, spec);
    read(directory.resolve("proofs.csv"), check::proof);
    check.requireAll();
    return new Result(check.proofs, check.reasons.size(), List.copyOf(check.faults));
  }

  private interface Line {
    void take(CSVRecord line);
  }

  private static void read(Path file, Line each) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser lines = format.parse(reader)) {
      for (CSVRecord line : lines) {
        each.take(line);
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new BadInputException(
          "The file " + file + " cannot be read: is it one that `disclose protect` wrote?", e);
    }
  }

  private List<String> cell(CSVRecord line) {
    List<String> cell = new ArrayList<>();
    spec.columns().forEach(column -> cell.add(line.get(column)));
    return cell;
  }

  private void published(CSVRecord line) {
    BigDecimal[] own = new BigDecimal[spec.figures().size()];
    for (int f = 0; f < own.length && line.get("status").equals("v"); f++) {
      own[f] = new BigDecimal(line.get(spec.figures().get(f)));
    }
    lines.put(cell(line), codes.size());
    codes.add(cell(line));
    figures.add(own);
  }

  private void secret(CSVRecord line) {
    Integer at = lines.get(cell(line));
    if (at == null || figures.get(at)[0] != null) {
      throw new BadInputException("The audit has a line for a cell that is not hidden.");
    }
    String main = spec.magnitude().orElse(spec.frequency());
    for (int f = 0; f < spec.figures().size(); f++) {
      String column = spec.figures().get(f);
      figures.get(at)[f] = new BigDecimal(line.get(column.equals(main) ? "value" : column));
    }
    reasons.put(at, line.get("reason"));
  }

  private void proof(CSVRecord line) {
    proofs++;
    int f = spec.figures().indexOf(line.get("figure"));
    int own = Integer.parseInt(line.get("line")) - 2;
    long parts = Long.parseLong(line.get("parts"));
    boolean up = line.get("direction").equals("up");
    Map<Integer, BigInteger> change = new HashMap<>();
    for (String each : line.get("changes").split(" ")) {
      String[] pair = each.split(":");
      change.put(Integer.parseInt(pair[0]) - 2, new BigInteger(pair[1]));
    }
    String fault = fault(f, parts, change);
    if (fault == null) {
      for (String known :
          line.get("known").isEmpty() ? new String[0] : line.get("known").split(" ")) {
        fault =
            change.containsKey(Integer.parseInt(known) - 2) ? "moves a cell that is known" : fault;
      }
      BigInteger least =
          new BigInteger(line.get("need")).multiply(BigInteger.valueOf(up ? parts : -parts));
      BigInteger moved = change.getOrDefault(own, BigInteger.ZERO);
      boolean far = up ? moved.compareTo(least) >= 0 : moved.compareTo(least) <= 0;
      fault = far ? fault : "does not move its cell as far as it says";
    }
    if (fault != null) {
      fault("The proof on line " + (line.getRecordNumber() + 1) + " of proofs.csv " + fault + ".");
      return;
    }
    change.forEach(
        (cell, by) -> {
          BigDecimal whole =
              new BigDecimal(by).divide(BigDecimal.valueOf(parts), 12, java.math.RoundingMode.DOWN);
          reach.merge(key(cell, f, by.signum() > 0), whole.abs(), BigDecimal::max);
        });
  }

  private static String key(int cell, int figure, boolean up) {
    return cell + (up ? " up " : " down ") + figure;
  }

  /** What is wrong with a change; null when nothing is. */
  private String fault(int f, long parts, Map<Integer, BigInteger> change) {
    Set<List<Object>> sums = new HashSet<>();
    for (Map.Entry<Integer, BigInteger> each : change.entrySet()) {
      int cell = each.getKey();
      if (!reasons.containsKey(cell)) {
        return "moves a published cell";
      }
      BigInteger value = figures.get(cell)[f].movePointRight(scales[f]).toBigIntegerExact();
      if (!signed[f]
          && value.multiply(BigInteger.valueOf(parts)).add(each.getValue()).signum() < 0) {
        return "leaves a figure below zero";
      }
      for (int d = 0; d < hierarchies.length; d++) {
        int code = hierarchies[d].indexOf(codes.get(cell).get(d));
        for (int tree = 0; tree < hierarchies[d].trees(); tree++) {
          int above = hierarchies[d].parent(tree, code);
          if (above >= 0) {
            sums.add(List.of(moved(cell, d, hierarchies[d].code(above)), d, tree));
          }
          if (hierarchies[d].children(tree, code).length > 0) {
            sums.add(List.of(codes.get(cell), d, tree));
          }
        }
      }
    }
    for (List<Object> sum : sums) {
      @SuppressWarnings("unchecked")
      List<String> top = (List<String>) sum.get(0);
      if (!isKept(lines.get(top), (int) sum.get(1), (int) sum.get(2), change)) {
        return "changes the sum of " + String.join(", ", top);
      }
    }
    return null;
  }

  private boolean isKept(int top, int d, int tree, Map<Integer, BigInteger> change) {
    BigInteger below = BigInteger.ZERO;
    int code = hierarchies[d].indexOf(codes.get(top).get(d));
    for (int child : hierarchies[d].children(tree, code)) {
      Integer part = lines.get(moved(top, d, hierarchies[d].code(child)));
      below =
          below.add(part == null ? BigInteger.ZERO : change.getOrDefault(part, BigInteger.ZERO));
    }
    return below.equals(change.getOrDefault(top, BigInteger.ZERO));
  }

  private List<String> moved(int cell, int d, String code) {
    List<String> other = new ArrayList<>(codes.get(cell));
    other.set(d, code);
    return other;
  }

  private void requireAll() {
    reasons.forEach(
        (cell, reason) -> {
          boolean held =
              !reason.equals("secondary") || spec.intervals() == ProtectionSpec.Intervals.ALL;
          for (int f = 0; f < spec.figures().size(); f++) {
            BigDecimal up = reach.getOrDefault(key(cell, f, true), BigDecimal.ZERO);
            BigDecimal down = reach.getOrDefault(key(cell, f, false), BigDecimal.ZERO);
            if (up.signum() == 0 && down.signum() == 0) {
              fault(named(cell, f) + " is moved by no proof.");
            } else if (held) {
              requireInterval(cell, f, up, down);
            }
          }
        });
  }

  private void requireInterval(int cell, int f, BigDecimal up, BigDecimal down) {
    BigDecimal value = figures.get(cell)[f].movePointRight(scales[f]);
    boolean magnitude = spec.magnitude().isPresent() && f == 1;
    BigDecimal asked =
        !magnitude && spec.width().frequency() > 0
            ? BigDecimal.valueOf(spec.width().frequency()).movePointRight(scales[f])
            : BigDecimal.valueOf(
                Math.max(1, Math.ceil(spec.width().share() * value.abs().doubleValue() - 1e-9)));
    BigDecimal below = asked;
    for (Decision each : spec.decisions()) {
      boolean level = each.kind() == Decision.Kind.LEVEL && each.codes().equals(codes.get(cell));
      if (level && spec.figures().get(f).equals(spec.magnitude().orElse(spec.frequency()))) {
        asked = whole(each.upper(), f);
        below = whole(each.lower(), f);
      }
    }
    BigDecimal least = signed[f] ? below : below.min(value);
    if (up.compareTo(asked) < 0 || down.compareTo(least) < 0) {
      fault(named(cell, f) + " is not moved as far as the specification asks.");
    }
  }

  private BigDecimal whole(double level, int f) {
    return BigDecimal.valueOf(Math.max(1, Math.round(level * Math.pow(10, scales[f]))));
  }

  private String named(int cell, int figure) {
    return String.join(", ", codes.get(cell)) + ": its " + spec.figures().get(figure);
  }

  private void fault(String sentence) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(sentence);
    }
  }
}
