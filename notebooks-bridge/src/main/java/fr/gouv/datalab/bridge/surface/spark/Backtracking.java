package fr.gouv.datalab.bridge.surface.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ILike;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.MultiLikeBase;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.RegExpCount;
import org.apache.spark.sql.catalyst.expressions.RegExpExtract;
import org.apache.spark.sql.catalyst.expressions.RegExpExtractAll;
import org.apache.spark.sql.catalyst.expressions.RegExpInStr;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.sql.catalyst.expressions.RegExpSubStr;
import org.apache.spark.sql.catalyst.expressions.StringSplit;
import org.apache.spark.sql.catalyst.expressions.StringToMap;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.Iterator;

/**
 * Refuses patterns over which Java's matcher may try for hours: nothing stops a match that has
 * begun, so one of them would keep a core until the server is started again.
 *
 * <p>Refused are a part that repeats and holds a part that repeats without end, {@code (a+)+},
 * which may take a time exponential in the length of a text; more than {@value #UNBOUNDED} parts
 * that repeat without end, a polynomial of that degree; and a pattern that is not a constant.
 * Possessive quantifiers and atomic groups, which never try again, are free. The rule refuses some
 * patterns that are harmless, and is no proof for those that it lets pass.
 */
final class Backtracking {

  static final int UNBOUNDED = 8;

  /** Between the ends of a LIKE, where each may match at any place. */
  static final int WILDCARDS = 5;

  private Backtracking() {}

  /** Refuses the pattern of an expression that matches one, if it has one of those forms. */
  static void refuse(Expression expression) {
    if (expression instanceof MultiLikeBase many) {
      for (Iterator<UTF8String> i = many.patterns().iterator(); i.hasNext(); ) {
        UTF8String like = i.next();
        if (like != null && wildcards(like.toString()) > WILDCARDS) {
          throw Refusals.pattern(expression.prettyName(), true);
        }
      }
    }
    pattern(expression)
        .ifPresent(
            pattern -> {
              boolean like = expression instanceof Like || expression instanceof ILike;
              Object text = pattern.foldable() ? pattern.eval(null) : "";
              boolean slow =
                  !pattern.foldable()
                      || text != null
                          && (like
                              ? wildcards(text.toString()) > WILDCARDS
                              : slow(text.toString()));
              if (slow) {
                throw Refusals.pattern(expression.prettyName(), like);
              }
            });
  }

  private static Optional<Expression> pattern(Expression expression) {
    boolean second =
        expression instanceof Like
            || expression instanceof ILike
            || expression instanceof RLike
            || expression instanceof RegExpReplace
            || expression instanceof RegExpExtract
            || expression instanceof RegExpExtractAll
            || expression instanceof RegExpInStr
            || expression instanceof RegExpCount
            || expression instanceof RegExpSubStr
            || expression instanceof StringSplit
            || expression instanceof StringToMap;
    return second ? Optional.of(expression.children().apply(1)) : Optional.empty();
  }

  private static int wildcards(String like) {
    int runs = 0;
    for (int i = 1; i < like.length() - 1; i++) {
      runs += like.charAt(i) == '%' && like.charAt(i - 1) != '%' ? 1 : 0;
    }
    return runs;
  }

  /** A group that is open: whether a part of it repeats without end, and whether it is atomic. */
  private static final class Group {
    private final boolean atomic;
    private boolean endless;

    Group(boolean atomic) {
      this.atomic = atomic;
    }
  }

  static boolean slow(String pattern) {
    Deque<Group> open = new ArrayDeque<>();
    open.push(new Group(false));
    int unbounded = 0;
    boolean holds = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int end = i;
      switch (c) {
        case '\\' -> {
          i = pattern.startsWith("\\Q", i) ? quoted(pattern, i) : i + 1;
          holds = false;
        }
        case '[' -> {
          i = classEnd(pattern, i);
          holds = false;
        }
        case '(' -> {
          open.push(new Group(pattern.startsWith("(?>", i)));
          holds = false;
        }
        case ')' -> {
          Group closed = open.size() > 1 ? open.pop() : open.peek();
          holds = closed.endless && !closed.atomic;
          open.peek().endless |= holds;
        }
        case '*', '+', '{' -> {
          end = c == '{' ? pattern.indexOf('}', i) : i;
          if (end < 0) {
            return true;
          }
          boolean endless = c != '{' || pattern.substring(i, end).endsWith(",");
          boolean once = c == '{' && pattern.substring(i, end).matches("\\{(0,)?[01]");
          boolean possessive = pattern.startsWith("+", end + 1);
          if (!possessive && !once && holds) {
            return true;
          }
          if (endless && !possessive) {
            unbounded++;
            open.peek().endless = true;
          }
          i = possessive || pattern.startsWith("?", end + 1) ? end + 1 : end;
          holds = false;
        }
        case '?' -> {
          // once or not at all, or the mark of a group
        }
        default -> holds = false;
      }
    }
    return unbounded > UNBOUNDED;
  }

  private static int quoted(String pattern, int from) {
    int end = pattern.indexOf("\\E", from);
    return end < 0 ? pattern.length() : end + 1;
  }

  /** The bracket that closes a class of characters, which may hold classes. */
  private static int classEnd(String pattern, int from) {
    int depth = 0;
    for (int i = from; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && i > from + 1 && --depth == 0) {
        return i;
      }
    }
    return pattern.length();
  }
}
