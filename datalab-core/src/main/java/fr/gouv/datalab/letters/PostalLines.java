package fr.gouv.datalab.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The six lines of a French postal address after NF Z10-011 (AFNOR, January 2013): at most 38
 * characters each; the last three in capitals, with letters, digits and single spaces alone; the
 * postcode and the town last. Capitals everywhere, since sorting machines read them better.
 *
 * <ol>
 *   <li>the addressee;
 *   <li>a second one, or where inside: flat, floor, stairs;
 *   <li>where outside: building, residence, entrance;
 *   <li>number and name of the street;
 *   <li>the locality, where it stands for a street;
 *   <li>postcode and town.
 * </ol>
 *
 * <p>What is too long is shortened by the standard's rules and no further: an address that still
 * does not fit is {@link Unfit}, never cut. Lines may be empty; a printer closes up.
 */
public sealed interface PostalLines {
  /** Characters of a line. */
  int LONGEST = 38;

  /** How many lines there are. */
  int COUNT = 6;

  /**
   * Six lines that meet the standard.
   *
   * @param lines from the first to the sixth; empty where there is nothing to say
   */
  record Fit(List<String> lines) implements PostalLines {
    /** Copies the lines. */
    public Fit {
      lines = List.copyOf(lines);
    }

    /** How many lines it has; never one of them. */
    @Override
    public String toString() {
      return "Fit[" + lines.stream().filter(line -> !line.isEmpty()).count() + " lines]";
    }
  }

  /** An address that cannot be written so, and what of it does not fit; never its value. */
  record Unfit(Reason reason) implements PostalLines {}

  /** What does not fit. */
  enum Reason {
    /** More than two addressees, or none. */
    ADDRESSEES("plus de deux destinataires, ou aucun"),
    /** A name is too long, missing or in another alphabet. */
    NAME("nom trop long, absent ou d'un autre alphabet"),
    /** The complement is too long. */
    COMPLEMENT("complément trop long"),
    /** Neither street nor complement, or one too long. */
    STREET("voie absente ou trop longue"),
    /** The postcode is not five digits. */
    POSTCODE("code postal absent ou mal écrit"),
    /** The town is missing or too long. */
    TOWN("commune absente ou trop longue");

    private final String french;

    Reason(String french) {
      this.french = french;
    }

    /** As a report says it. */
    public String french() {
      return french;
    }
  }

  /** The lines of an address. */
  static PostalLines of(List<Addressee> addressees, AddressParts address) {
    return new Composition(addressees, address).lines();
  }

  /** One address being written. */
  final class Composition {
    private static final String INSIDE =
        "(APPARTEMENT|APPT?|ETAGE|ESCALIER|ESC|PORTE|COULOIR)\\b.*";
    private static final Map<String, String> SHORT =
        Map.of(
            "APPARTEMENT",
            "APP",
            "BATIMENT",
            "BAT",
            "ENTREE",
            "ENT",
            "ESCALIER",
            "ESC",
            "ETAGE",
            "ETG",
            "IMMEUBLE",
            "IMM",
            "RESIDENCE",
            "RES",
            "LOTISSEMENT",
            "LOT");

    private final List<Addressee> addressees;
    private final AddressParts address;

    private Composition(List<Addressee> addressees, AddressParts address) {
      this.addressees = addressees;
      this.address = address;
    }

    private PostalLines lines() {
      if (addressees.isEmpty() || addressees.size() > 2) {
        return new Unfit(Reason.ADDRESSEES);
      }
      List<String> names = new ArrayList<>();
      for (Addressee addressee : addressees) {
        addressee.line().ifPresent(names::add);
      }
      if (names.size() < addressees.size()) {
        return new Unfit(Reason.NAME);
      }
      Optional<String> complement = complement();
      if (complement.isEmpty()) {
        return new Unfit(Reason.COMPLEMENT);
      }
      Optional<String> street = street();
      if (street.isEmpty() || street.get().isEmpty() && complement.get().isEmpty()) {
        return new Unfit(Reason.STREET);
      }
      if (!address.postcode().strip().matches("\\d{5}")) {
        return new Unfit(Reason.POSTCODE);
      }
      Optional<String> town = town();
      if (town.isEmpty()) {
        return new Unfit(Reason.TOWN);
      }
      boolean inside = names.size() == 1 && complement.get().matches(INSIDE);
      boolean locality = street.get().matches("(LIEU DIT|LD) .*");
      return new Fit(
          List.of(
              names.get(0),
              names.size() == 2 ? names.get(1) : inside ? complement.get() : "",
              inside ? "" : complement.get(),
              locality ? "" : street.get(),
              locality ? street.get() : "",
              address.postcode().strip() + " " + town.get()));
    }

    private Optional<String> complement() {
      return Capitals.bare(address.complement())
          .map(text -> text.length() <= LONGEST ? text : shortened(text))
          .filter(text -> text.length() <= LONGEST);
    }

    private static String shortened(String text) {
      StringBuilder shorter = new StringBuilder();
      for (String word : text.split(" ")) {
        shorter.append(shorter.isEmpty() ? "" : " ").append(SHORT.getOrDefault(word, word));
      }
      return shorter.toString();
    }

    private Optional<String> street() {
      Optional<String> number = Capitals.bare(address.number());
      Optional<String> name = Capitals.bare(address.street());
      if (number.isEmpty() || name.isEmpty() || name.get().isEmpty()) {
        return name;
      }
      String before = number.get().isEmpty() ? "" : number.get() + " ";
      String words =
          name.get().length() + before.length() > LONGEST
              ? name.get().replaceFirst("^LIEU DIT ", "LD ")
              : name.get();
      return StreetName.within(words, LONGEST - before.length()).map(fits -> before + fits);
    }

    /** In this line, and in it alone, a saint is always abbreviated (La Poste's own labels). */
    private Optional<String> town() {
      return Capitals.bare(address.town())
          .map(name -> (" " + name + " ").replace(" SAINT ", " ST ").replace(" SAINTE ", " STE "))
          .map(String::strip)
          .filter(name -> !name.isEmpty() && name.length() <= LONGEST - 6);
    }
  }
}
