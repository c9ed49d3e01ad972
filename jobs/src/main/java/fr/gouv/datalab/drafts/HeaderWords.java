package fr.gouv.datalab.drafts;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

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

  /** Whether a word has a part of a word in it: {@code datnaiss}, {@code libadresse}. */
  private boolean hasPart(String... parts) {
    return words.stream().anyMatch(word -> Stream.of(parts).anyMatch(word::contains));
  }

  private boolean isBirth() {
    return hasPart("naiss", "birth")
        || has("dob")
        || has("ddn")
        || (has("ne") || has("nee")) && has("le")
        || words.equals(List.of("ne", "e", "le"));
  }

  /** Names a person, or where to find them. */
  boolean isDirect() {
    return (words.stream().anyMatch(DIRECT::contains)
            || isBirth()
            || hasPart("prenom", "patronym", "adress", "courriel", "telephon", "iban"))
        && !has("type")
        && !(has("annee") && isBirth());
  }

  /** Harms when known of someone. */
  boolean isSensitive() {
    return words.stream().anyMatch(SENSITIVE::contains);
  }

  /** Tells of someone when crossed. */
  boolean isQuasi() {
    return words.stream().anyMatch(QUASI::contains);
  }

  /** The part of a civil status or of an address that the column may be, or an empty text. */
  String role() {
    if (isBirth()) {
      if (has("nom")) {
        return "nomNaissance";
      }
      if (hasPart("commune", "lieu", "ville", "insee")) {
        return "communeNaissance";
      }
      return hasPart("annee", "pays", "dep") ? "" : "dateNaissance";
    }
    if (hasPart("prenom") || has("firstname")) {
      return "prenoms";
    }
    if (has("nom") || has("patronyme") || has("lastname") || has("surname")) {
      return has("usage") || has("marital") || has("epouse") ? "nomUsage" : "nomNaissance";
    }
    if (has("sexe") || has("sex")) {
      return "sexe";
    }
    return addressRole();
  }

  private String addressRole() {
    if (has("voie") || has("rue") || has("street")) {
      return has("n") || has("num") || has("numero") ? "numeroVoie" : has("type") ? "" : "voie";
    }
    if (has("complement")) {
      return "complement";
    }
    if (has("postal") || has("cp") || has("zip")) {
      return "codePostal";
    }
    if (has("insee") || has("commune") && has("code")) {
      return "codeCommune";
    }
    return has("commune") || has("ville") ? "commune" : "";
  }
}
