package fr.gouv.datalab.ingest.conditions;

import fr.gouv.datalab.ingest.conditions.Term.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * A condition between columns, in the part of Spark's SQL that contracts use, with its three-valued
 * logic: {@code or}, {@code and}, {@code not}, comparisons, {@code between}, {@code in}, {@code
 * like}, {@code is null}, sums and products, and the functions {@code length}, {@code upper},
 * {@code lower}, {@code trim}, {@code year}, {@code month}, {@code day}, {@code abs}, {@code
 * coalesce}, {@code date}. What it answers, Spark answers; whatever else is refused when it is
 * read, never answered otherwise. Thread-safe.
 */
public final class RowCondition {
  /** A column of the rows: its name and the type that its contract gives. */
  public record Input(String name, String type) {}

  private final List<Input> inputs;
  private final Tokens words;
  private final Term term;

  private RowCondition(String check, List<Input> inputs) {
    this.inputs = inputs;
    words = new Tokens(check);
    term = or();
    if (!words.ended()) {
      throw new UnsupportedConditionException("`" + words.peek().text() + "`");
    }
    truth(term);
  }

  /**
   * Reads a condition.
   *
   * @throws UnsupportedConditionException when it has something outside of the part above
   */
  public static RowCondition of(String check, List<Input> inputs) {
    return new RowCondition(check, List.copyOf(inputs));
  }

  /** The answer for a row: true, false, or null where a value that it needs is absent. */
  public Boolean of(Term.Row row) {
    return (Boolean) term.of(row);
  }

  private Term or() {
    Term left = and();
    while (words.take("or")) {
      left = both(left, and(), true);
    }
    return left;
  }

  private Term and() {
    Term left = not();
    while (words.take("and")) {
      left = both(left, not(), false);
    }
    return left;
  }

  /** Kleene's logic: {@code decisive} on either side decides, a null on either leaves it open. */
  private static Term both(Term left, Term right, boolean decisive) {
    truth(left);
    truth(right);
    return Term.of(
        Kind.TRUTH,
        row -> {
          Object a = left.of(row);
          if (a != null && (Boolean) a == decisive) {
            return decisive;
          }
          Object b = right.of(row);
          if (b != null && (Boolean) b == decisive) {
            return decisive;
          }
          return a == null || b == null ? null : !decisive;
        });
  }

  private Term not() {
    return words.take("not") ? negated(not()) : predicate();
  }

  private static Term negated(Term term) {
    truth(term);
    return Term.of(
        Kind.TRUTH,
        row -> {
          Object value = term.of(row);
          return value == null ? null : !(Boolean) value;
        });
  }

  private Term predicate() {
    Term left = sum();
    if (words.take("is")) {
      boolean not = words.take("not");
      words.require("null");
      return Term.of(Kind.TRUTH, row -> left.of(row) == null != not);
    }
    boolean not = words.take("not");
    if (words.take("between")) {
      Term from = sum();
      words.require("and");
      Term to = sum();
      Term within = both(compared(left, from, c -> c >= 0), compared(left, to, c -> c <= 0), false);
      return not ? negated(within) : within;
    }
    if (words.take("in")) {
      Term any = in(left);
      return not ? negated(any) : any;
    }
    if (words.take("like")) {
      Term like = like(left);
      return not ? negated(like) : like;
    }
    if (not) {
      throw new UnsupportedConditionException("`not`");
    }
    return comparison(left);
  }

  private Term comparison(Term left) {
    if (words.take("=") || words.take("==")) {
      return compared(left, sum(), c -> c == 0);
    } else if (words.take("<>") || words.take("!=")) {
      return compared(left, sum(), c -> c != 0);
    } else if (words.take("<=")) {
      return compared(left, sum(), c -> c <= 0);
    } else if (words.take(">=")) {
      return compared(left, sum(), c -> c >= 0);
    } else if (words.take("<")) {
      return compared(left, sum(), c -> c < 0);
    } else if (words.take(">")) {
      return compared(left, sum(), c -> c > 0);
    }
    return left;
  }

  private Term in(Term left) {
    words.require("(");
    Term any = compared(left, sum(), c -> c == 0);
    while (words.take(",")) {
      any = both(any, compared(left, sum(), c -> c == 0), true);
    }
    words.require(")");
    return any;
  }

  private Term like(Term left) {
    Tokens.Word pattern = words.next();
    if (left.kind() != Kind.TEXT || !pattern.kind().equals("text")) {
      throw new UnsupportedConditionException("`like`");
    }
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.text().toCharArray()) {
      regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
    }
    Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
    return Term.of(
        Kind.TRUTH,
        row -> {
          Object text = left.of(row);
          return text == null ? null : compiled.matcher((String) text).matches();
        });
  }

  private static Term compared(Term left, Term right, IntPredicate holds) {
    Term a = fitted(left, right);
    Term b = fitted(right, left);
    if (a.kind() != b.kind() && a.kind() != Kind.NOTHING && b.kind() != Kind.NOTHING) {
      throw new UnsupportedConditionException("a comparison of values of two types");
    }
    return Term.of(
        Kind.TRUTH,
        row -> {
          Object x = a.of(row);
          Object y = b.of(row);
          return x == null || y == null ? null : holds.test(order(x, y));
        });
  }

  /** A date that is written as a text, where it is compared with a date. */
  private static Term fitted(Term term, Term other) {
    if (!(term instanceof Literal literal)
        || term.kind() != Kind.TEXT
        || other.kind() != Kind.DATE) {
      return term;
    }
    return date((String) literal.value());
  }

  private static int order(Object a, Object b) {
    if (a instanceof BigDecimal number) {
      return number.compareTo((BigDecimal) b);
    }
    if (a instanceof LocalDate day) {
      return day.compareTo((LocalDate) b);
    }
    if (a instanceof Boolean truth) {
      return truth.compareTo((Boolean) b);
    }
    // Spark orders texts by their bytes in UTF-8.
    return java.util.Arrays.compareUnsigned(
        ((String) a).getBytes(java.nio.charset.StandardCharsets.UTF_8),
        ((String) b).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private Term sum() {
    Term left = product();
    while (true) {
      if (words.take("+")) {
        left = arithmetic(left, product(), BigDecimal::add);
      } else if (words.take("-")) {
        left = arithmetic(left, product(), BigDecimal::subtract);
      } else {
        return left;
      }
    }
  }

  private Term product() {
    Term left = atom();
    while (words.take("*")) {
      left = arithmetic(left, atom(), BigDecimal::multiply);
    }
    return left;
  }

  private static Term arithmetic(
      Term left, Term right, java.util.function.BinaryOperator<BigDecimal> operation) {
    if (left.kind() != Kind.NUMBER || right.kind() != Kind.NUMBER) {
      throw new UnsupportedConditionException("arithmetic on what is no number");
    }
    return Term.of(
        Kind.NUMBER,
        row -> {
          Object a = left.of(row);
          Object b = right.of(row);
          return a == null || b == null ? null : operation.apply((BigDecimal) a, (BigDecimal) b);
        });
  }

  private Term atom() {
    if (words.take("(")) {
      Term inner = or();
      words.require(")");
      return inner;
    }
    if (words.take("-")) {
      return arithmetic(new Literal(Kind.NUMBER, BigDecimal.ZERO), atom(), BigDecimal::subtract);
    }
    Tokens.Word word = words.next();
    return switch (word.kind()) {
      case "number" -> new Literal(Kind.NUMBER, new BigDecimal(word.text()));
      case "text" -> new Literal(Kind.TEXT, word.text());
      case "name" -> named(word.text());
      default -> throw new UnsupportedConditionException("`" + word.text() + "`");
    };
  }

  private record Literal(Kind kind, Object value) implements Term {
    @Override
    public Object of(Row row) {
      return value;
    }
  }

  private Term named(String name) {
    if (words.take("(")) {
      return function(name.toLowerCase(Locale.ROOT));
    }
    switch (name.toLowerCase(Locale.ROOT)) {
      case "null":
        return new Literal(Kind.NOTHING, null);
      case "true":
        return new Literal(Kind.TRUTH, true);
      case "false":
        return new Literal(Kind.TRUTH, false);
      case "date":
        if (!words.ended() && words.peek().kind().equals("text")) {
          return date(words.next().text());
        }
        break;
      default:
        break;
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).name().equalsIgnoreCase(name)) {
        int place = i;
        return Term.of(kind(inputs.get(i).type()), row -> row.at(place));
      }
    }
    throw new UnsupportedConditionException("`" + name + "`, which is no column");
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "string" -> Kind.TEXT;
      case "date" -> Kind.DATE;
      case "boolean" -> Kind.TRUTH;
      default -> Kind.NUMBER;
    };
  }

  private static Literal date(String text) {
    try {
      return new Literal(Kind.DATE, LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw new UnsupportedConditionException("a date that is not written yyyy-MM-dd");
    }
  }

  private Term function(String name) {
    List<Term> arguments = new ArrayList<>();
    do {
      arguments.add(or());
    } while (words.take(","));
    words.require(")");
    Term first = arguments.get(0);
    if (name.equals("coalesce")) {
      return coalesce(arguments);
    }
    if (arguments.size() != 1) {
      throw new UnsupportedConditionException("`" + name + "` of several values");
    }
    return switch (name) {
      case "length" ->
          applied(first, Kind.TEXT, Kind.NUMBER, v -> number(((String) v).codePoints().count()));
      case "upper", "lower" -> Cased.of(name.equals("upper"), first);
      case "trim" -> applied(first, Kind.TEXT, Kind.TEXT, v -> trimmed((String) v));
      case "year" -> applied(first, Kind.DATE, Kind.NUMBER, v -> number(((LocalDate) v).getYear()));
      case "month" ->
          applied(first, Kind.DATE, Kind.NUMBER, v -> number(((LocalDate) v).getMonthValue()));
      case "day", "dayofmonth" ->
          applied(first, Kind.DATE, Kind.NUMBER, v -> number(((LocalDate) v).getDayOfMonth()));
      case "abs" -> applied(first, Kind.NUMBER, Kind.NUMBER, v -> ((BigDecimal) v).abs());
      case "date" ->
          first instanceof Literal literal && literal.kind() == Kind.TEXT
              ? date((String) literal.value())
              : applied(first, Kind.DATE, Kind.DATE, v -> v);
      default -> throw new UnsupportedConditionException("the function `" + name + "`");
    };
  }

  /**
   * A text in upper or in lower case. As Spark's optimiser has it, the outermost change of case is
   * the only one: it tells where {@code lower(upper(x))} is not {@code lower(x)}, as for ligatures.
   */
  private record Cased(boolean upper, Term inner) implements Term {
    static Cased of(boolean upper, Term argument) {
      if (argument.kind() != Kind.TEXT) {
        throw new UnsupportedConditionException("a function of a value of another type");
      }
      return new Cased(upper, argument instanceof Cased cased ? cased.inner : argument);
    }

    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public Object of(Row row) {
      String text = (String) inner.of(row);
      if (text == null) {
        return null;
      }
      return upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
    }
  }

  private static BigDecimal number(long value) {
    return BigDecimal.valueOf(value);
  }

  /** As Spark trims: spaces alone. */
  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }

  private static Term applied(
      Term argument, Kind from, Kind to, java.util.function.UnaryOperator<Object> function) {
    if (argument.kind() != from) {
      throw new UnsupportedConditionException("a function of a value of another type");
    }
    return Term.of(
        to,
        row -> {
          Object value = argument.of(row);
          return value == null ? null : function.apply(value);
        });
  }

  private static Term coalesce(List<Term> arguments) {
    Kind kind = arguments.get(0).kind();
    if (arguments.stream().anyMatch(term -> term.kind() != kind)) {
      throw new UnsupportedConditionException("`coalesce` of values of two types");
    }
    return Term.of(
        kind,
        row -> {
          for (Term term : arguments) {
            Object value = term.of(row);
            if (value != null) {
              return value;
            }
          }
          return null;
        });
  }

  private static void truth(Term term) {
    if (term.kind() != Kind.TRUTH && term.kind() != Kind.NOTHING) {
      throw new UnsupportedConditionException("a condition that is neither true nor false");
    }
  }
}
