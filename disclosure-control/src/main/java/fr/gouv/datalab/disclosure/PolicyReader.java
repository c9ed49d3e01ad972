package fr.gouv.datalab.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code policy}: a name, or the rules written out. */
final class PolicyReader {

  private final JsonNode node;

  PolicyReader(JsonNode node) {
    this.node = node;
  }

  Policy policy() {
    if (node == null) {
      throw SpecReader.missing("policy");
    }
    if (node.isTextual()) {
      return Policy.named(node.asText())
          .orElseThrow(
              () ->
                  new BadInputException(
                      "There is no policy \""
                          + node.asText()
                          + "\": there are personnes,"
                          + " entreprises, formation and p-percent, or write the rules out."));
    }
    if (!node.isObject() || node.isEmpty()) {
      throw new BadInputException("`policy` is a name, or a mapping of rules.");
    }
    SpecReader.known(
        node,
        Set.of("minimumFrequency", "dominance", "pPercent", "priorPosterior", "request", "group"),
        "the policy");
    OptionalDouble p =
        node.has("pPercent")
            ? OptionalDouble.of(SpecReader.number(node, "pPercent", 0, 100))
            : OptionalDouble.empty();
    Optional<Policy.PriorPosterior> posterior = rule("priorPosterior", this::priorPosterior);
    if (p.isPresent() && posterior.isPresent()) {
      throw new BadInputException(
          "`pPercent` is `priorPosterior` with q = 100: write one of the two.");
    }
    return new Policy(
        "propre",
        SpecReader.whole(node, "minimumFrequency", 1),
        rule("dominance", this::dominance),
        p,
        posterior,
        rule("request", this::request),
        rule("group", this::group));
  }

  private <R> Optional<R> rule(String key, Function<JsonNode, R> reader) {
    if (!node.has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isObject()) {
      throw new BadInputException("`" + key + "` is a mapping, as in " + example(key) + ".");
    }
    return Optional.of(reader.apply(node.get(key)));
  }

  private static String example(String key) {
    return switch (key) {
      case "dominance" -> "{n: 1, share: 0.85}";
      case "priorPosterior" -> "{p: 10, q: 50}";
      case "request" -> "{share: 0.70, minimumFrequency: 3}";
      default -> "{dimension: revenu, share: 1}";
    };
  }

  private Policy.Dominance dominance(JsonNode rule) {
    SpecReader.known(rule, Set.of("n", "share"), "the dominance rule");
    double share = SpecReader.number(rule, "share", 0, 1);
    return new Policy.Dominance((int) SpecReader.whole(rule, "n", 0), share);
  }

  private Policy.PriorPosterior priorPosterior(JsonNode rule) {
    SpecReader.known(rule, Set.of("p", "q"), "the prior-posterior rule");
    double p = SpecReader.number(rule, "p", 0, 100);
    double q = SpecReader.number(rule, "q", 0, 100);
    if (p >= q) {
      throw new BadInputException(
          "The prior-posterior rule has p = "
              + p
              + " and q = "
              + q
              + ": what may not be known afterwards is narrower than what is known before.");
    }
    return new Policy.PriorPosterior(p, q);
  }

  private Policy.Request request(JsonNode rule) {
    SpecReader.known(rule, Set.of("share", "minimumFrequency"), "the request rule");
    double share = rule.has("share") ? SpecReader.number(rule, "share", 0, 1) : 1;
    return new Policy.Request(share, SpecReader.whole(rule, "minimumFrequency", 1));
  }

  private Policy.Group group(JsonNode rule) {
    SpecReader.known(rule, Set.of("dimension", "share", "categories"), "the group rule");
    String dimension =
        SpecReader.text(rule, "dimension").orElseThrow(() -> SpecReader.missing("dimension"));
    double share = rule.has("share") ? SpecReader.number(rule, "share", 0, 1) : 1;
    return new Policy.Group(dimension, share, new HashSet<>(SpecReader.texts(rule, "categories")));
  }
}
