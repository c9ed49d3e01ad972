package fr.gouv.datalab.drafts;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the words of a column's name tell of its values, in French administrations' files. */
final class HeaderWords {
  private static final Set<String> DIRECT =
      Set.of(
          "nom",
          "noms",
          "prenom",
          "prenoms",
          "patronyme",
          "usage",
          "epouse",
          "marital",
          "adresse",
          "voie",
          "rue",
          "libvoie",
          "complement",
          "mail",
          "email",
          "courriel",
          "mel",
          "tel",
          "telephone",
          "portable",
          "mobile",
          "fax",
          "naissance",
          "lieu",
          "iban",
          "bic",
          "rib",
          "login",
          "identifiant",
          "titulaire",
          "contact",
          "beneficiaire",
          "name",
          "surname",
          "firstname",
          "lastname",
          "birth",
          "dob",
          "address",
          "street",
          "phone",
          "ip");
  private static final Set<String> SENSITIVE =
      Set.of(
          "revenu",
          "revenus",
          "salaire",
          "paie",
          "remuneration",
          "montant",
          "impot",
          "dette",
          "sante",
          "maladie",
          "handicap",
          "diagnostic",
          "religion",
          "syndicat",
          "opinion",
          "sanction",
          "condamnation",
          "infraction",
          "note",
          "resultat",
          "aide",
          "allocation",
          "prestation",
          "chiffre",
          "ca",
          "income",
          "salary");
  private static final Set<String> QUASI =
      Set.of(
          "sexe",
          "genre",
          "civilite",
          "age",
          "annee",
          "commune",
          "insee",
          "postal",
          "cp",
          "departement",
          "region",
          "pays",
          "nationalite",
          "situation",
          "profession",
          "metier",
          "pcs",
          "csp",
          "diplome",
          "niveau",
          "enfants",
          "parts",
          "date",
          "sex",
          "gender",
          "zip");

  private final List<String> words;

  HeaderWords(String header) {
    words = List.of(plain(header.replaceAll("([a-zà-ÿ])([A-Z])", "$1_$2")).split("[^a-z0-9]+"));
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  /** A name that a contract may have: a word of a-z, 0-9 and _. */
  static String columnName(String header) {
    String name =
        plain(header.replaceAll("([a-zà-ÿ])([A-Z])", "$1_$2"))
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    return name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "c_" + name : name;
  }

  boolean has(String word) {
    return words.contains(word);
  }

  /** Names a person, or where to find them. */
  boolean isDirect() {
    return words.stream().anyMatch(DIRECT::contains)
        && !has("type")
        && !(has("annee") && has("naissance"));
  }

  /** Harms when known of someone. */
  boolean isSensitive() {
    return words.stream().anyMatch(SENSITIVE::contains);
  }

  /** Tells of someone when crossed. */
  boolean isQuasi() {
    return words.stream().anyMatch(QUASI::contains);
  }

  /** The part of a civil status that the column may be, or an empty text. */
  String role() {
    if (has("naissance") || has("birth") || has("dob")) {
      if (has("date") || has("dob") || words.size() == 1) {
        return "dateNaissance";
      }
      if (has("nom")) {
        return "nomNaissance";
      }
      return has("commune") || has("lieu") ? "communeNaissance" : "";
    }
    if (has("prenom") || has("prenoms") || has("firstname")) {
      return "prenoms";
    }
    if (has("nom") || has("patronyme") || has("lastname") || has("surname")) {
      return has("usage") || has("marital") || has("epouse") ? "nomUsage" : "nomNaissance";
    }
    if (has("sexe") || has("sex")) {
      return "sexe";
    }
    return "";
  }
}
