package fr.gouv.datalab.letters;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.homes.Address;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.people.Person;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every address of the sample, held to the standard line by line. */
class SampleAddressesTest {
  private final Map<PostalLines.Reason, Integer> unfit = new EnumMap<>(PostalLines.Reason.class);

  @Test
  void everyLineOfEveryHouseholdMeetsTheStandardOrIsReported() {
    World world = World.of(5, 0.001);
    long households = world.sizes().households();
    for (long number = 0; number < households; number++) {
      Household household = world.households().at(number);
      List<Addressee> persons =
          household.declarants().stream().map(SampleAddressesTest::addressee).toList();
      check(PostalLines.of(persons, parts(household.address())), household.address());
    }
    assertThat(unfit.keySet()).isSubsetOf(PostalLines.Reason.TOWN, PostalLines.Reason.NAME);
    assertThat(unfit.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThan((int) (households / 200));
  }

  private void check(PostalLines lines, Address address) {
    if (lines instanceof PostalLines.Unfit reported) {
      unfit.merge(reported.reason(), 1, Integer::sum);
      return;
    }
    List<String> six = ((PostalLines.Fit) lines).lines();
    assertThat(six).hasSize(PostalLines.COUNT);
    for (int i = 0; i < six.size(); i++) {
      String line = six.get(i);
      assertThat(line.length()).isLessThanOrEqualTo(PostalLines.LONGEST);
      assertThat(line).matches(i < 3 ? "[A-Z0-9' -]*" : "([A-Z0-9]+( [A-Z0-9]+)*)?");
    }
    assertThat(six.get(0)).startsWith("M");
    assertThat(six.get(5)).startsWith(address.postcode() + " ").hasSizeGreaterThan(6);
    assertThat(six.get(3) + six.get(4)).contains(lastWord(address.street()));
  }

  private static String lastWord(String street) {
    String bare = Capitals.bare(street).orElseThrow();
    return bare.substring(bare.lastIndexOf(' ') + 1);
  }

  private static AddressParts parts(Address address) {
    return new AddressParts(
        address.number(),
        address.street(),
        address.complement(),
        address.postcode(),
        address.commune().name());
  }

  private static Addressee addressee(Person person) {
    return new Addressee(
        person.sex().initial(),
        person.firstNames(),
        person.marriedName().isEmpty() ? person.birthName() : person.marriedName());
  }
}
