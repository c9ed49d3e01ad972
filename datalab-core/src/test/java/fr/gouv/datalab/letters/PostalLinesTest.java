package fr.gouv.datalab.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostalLinesTest {
  private static final Addressee MARIE = new Addressee("F", "Marie-Hélène Anne", "d'Ormesson");
  private static final Addressee JEAN = new Addressee("M", "Jean", "Le Goff");

  private static PostalLines of(List<Addressee> to, String... parts) {
    return PostalLines.of(to, new AddressParts(parts[0], parts[1], parts[2], parts[3], parts[4]));
  }

  private static List<String> lines(PostalLines lines) {
    return ((PostalLines.Fit) lines).lines();
  }

  @Test
  void writesSixLinesForOnePerson() {
    assertThat(
            lines(
                of(List.of(MARIE), "12 bis", "Rue de l'Église", "Appartement 4", "75004", "Paris")))
        .containsExactly(
            "MME MARIE-HELENE D'ORMESSON",
            "APPARTEMENT 4",
            "",
            "12 BIS RUE DE L EGLISE",
            "",
            "75004 PARIS");
  }

  @Test
  void givesTheSecondLineToASecondPersonAndKeepsTheComplement() {
    assertThat(
            lines(
                of(
                    List.of(MARIE, JEAN),
                    "3",
                    "place de la Mairie",
                    "Escalier B",
                    "29200",
                    "Saint-Renan")))
        .containsExactly(
            "MME MARIE-HELENE D'ORMESSON",
            "M JEAN LE GOFF",
            "ESCALIER B",
            "3 PLACE DE LA MAIRIE",
            "",
            "29200 ST RENAN");
  }

  @Test
  void putsALocalityThatStandsForAStreetOnTheFifthLine() {
    assertThat(lines(of(List.of(JEAN), "", "LIEU DIT LES PRÉS", "", "35000", "Sainte-Cœur")))
        .containsExactly("M JEAN LE GOFF", "", "", "", "LIEU DIT LES PRES", "35000 STE COEUR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AVENUE DES FLEURS|AVENUE DES FLEURS",
        "BOULEVARD DU GENERAL DE GAULLE|BOULEVARD DU GENERAL DE GAULLE",
        "BOULEVARD DU COMMANDANT CHARCOT PROLONGE|BD DU CDT CHARCOT PROLONGE",
        "BOULEVARD DU MARECHAL JEAN DE LATTRE DE TASSIGNY|BD MAL J DE LATTRE DE TASSIGNY",
        "AVENUE DU PROFESSEUR ANDRE LEMIERRE|AV DU PROFESSEUR ANDRE LEMIERRE",
        "IMPASSE DE L ANCIENNE ECOLE DES GARCONS|IMP L ANCIENNE ECOLE DES GARCONS",
        "RUE DES ANCIENS COMBATTANTS D AFRIQUE DU NORD|",
        "RUE SAINT JACQUES DE COMPOSTELLE|RUE SAINT JACQUES DE COMPOSTELLE"
      })
  void shortensAStreetOnlyWhenItIsTooLongAndNeverItsLastWord(String name, String expected) {
    assertThat(StreetName.within(name, 36).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F|Anne|MARTIN|MME ANNE MARTIN",
        "2|Anne|MARTIN|MME ANNE MARTIN",
        "1|Éloïse Marie|Œuvrard|M ELOISE OEUVRARD",
        "?|Anne|MARTIN|ANNE MARTIN",
        "M|''|MARTIN|M MARTIN",
        "M|Jean-Christophe|DE LA ROCHEFOUCAULD-LIANCOURT|M J C DE LA ROCHEFOUCAULD-LIANCOURT",
        "M|Jean|DE LA ROCHEFOUCAULD-LIANCOURT-D-ESTISSAC|",
        "M|Иван|MARTIN|",
        "M|Jean|''|"
      })
  void neverShortensASurname(String sex, String first, String surname, String expected) {
    assertThat(new Addressee(sex, first, surname).line().orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|RUE X|''|7500|PARIS|POSTCODE",
        "1|RUE X|''|75004|''|TOWN",
        "1|RUE X|''|51290|Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson|TOWN",
        "''|''|''|75004|PARIS|STREET",
        "1|RUE DES ANCIENS COMBATTANTS D AFRIQUE DU NORD|''|75004|PARIS|STREET",
        "1|RUE X|RESIDENCE DES TRES GRANDS MARRONNIERS DU CHATEAU|75004|PARIS|COMPLEMENT"
      })
  void reportsWhatDoesNotFitRatherThanCutIt(
      String number, String street, String complement, String code, String town, String reason) {
    assertThat(of(List.of(JEAN), number, street, complement, code, town))
        .isEqualTo(new PostalLines.Unfit(PostalLines.Reason.valueOf(reason)));
  }

  @Test
  void writesToOneOrTwoPersonsAlone() {
    assertThat(of(List.of(), "1", "RUE X", "", "75004", "PARIS"))
        .isEqualTo(new PostalLines.Unfit(PostalLines.Reason.ADDRESSEES));
    assertThat(of(List.of(JEAN, JEAN, MARIE), "1", "RUE X", "", "75004", "PARIS"))
        .isEqualTo(new PostalLines.Unfit(PostalLines.Reason.ADDRESSEES));
  }

  @Test
  void saysNothingOfThePersonWhenPrinted() {
    assertThat(MARIE + " " + of(List.of(MARIE), "1", "RUE X", "", "75004", "PARIS"))
        .isEqualTo("Addressee Fit[3 lines]");
  }

  @Property
  void whateverItIsGivenItMeetsTheStandardOrIsReported(
      @ForAll @StringLength(max = 50) String name,
      @ForAll @StringLength(max = 60) String street,
      @ForAll @StringLength(max = 50) String complement,
      @ForAll @StringLength(max = 50) String town) {
    PostalLines lines =
        of(List.of(new Addressee("F", name, name)), "1", street, complement, "01000", town);
    if (lines instanceof PostalLines.Fit fit) {
      assertThat(fit.lines()).hasSize(6).allMatch(line -> line.length() <= 38);
      assertThat(fit.lines().subList(3, 6))
          .allMatch(line -> line.matches("([A-Z0-9]+( [A-Z0-9]+)*)?"));
      assertThat(fit.lines().get(5)).matches("\\d{5} .+");
    }
  }
}
