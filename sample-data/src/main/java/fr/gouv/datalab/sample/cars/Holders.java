package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.World;
import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.homes.Address;
import fr.gouv.datalab.sample.homes.Addresses;
import fr.gouv.datalab.sample.people.Person;
import fr.gouv.datalab.sample.places.Commune;
import fr.gouv.datalab.sample.work.Companies;
import java.time.LocalDate;

/** What a certificate tells about its holder, with what clerks and time do to it. */
final class Holders {
  static final double MOVED = 0.12;
  static final double MARRIED_NAME_TOLD = 0.75;
  static final double MARRIED_NAME_AS_BIRTH_NAME = 0.02;
  static final double DAY_AND_MONTH_SWAPPED = 0.006;
  static final double BIRTHPLACE_MISSING = 0.03;

  private final World world;
  private final Addresses addresses;
  private final Chance chance;
  private final Companies companies;

  Holders(World world) {
    this.world = world;
    this.chance = world.chance().of("titulaires");
    this.addresses = new Addresses(chance);
    this.companies = new Companies(world);
  }

  Holder natural(Person person, Address home, long vehicle) {
    boolean told = chance.happens(vehicle, 1, MARRIED_NAME_TOLD);
    boolean mistaken =
        !person.marriedName().isEmpty() && chance.happens(vehicle, 2, MARRIED_NAME_AS_BIRTH_NAME);
    return new Holder.Natural(
        person,
        mistaken ? person.marriedName() : person.birthName(),
        told && !mistaken ? person.marriedName() : "",
        birthDate(person.birthDate(), vehicle),
        chance.happens(vehicle, 3, BIRTHPLACE_MISSING) ? "" : person.birthplace(),
        chance.happens(vehicle, 4, MOVED) ? formerHome(home.commune(), vehicle) : home);
  }

  Holder young(Person person, long vehicle) {
    return natural(
        person,
        addresses.in(world.households().home(person, person.number()), person.number()),
        vehicle);
  }

  Holder company(long index, long vehicle) {
    long company = companies.holder(index);
    Commune commune = world.communes().anywhere(chance.bits(vehicle, 5));
    return new Holder.Company(
        companies.siren(company), companies.name(company), addresses.in(commune, vehicle));
  }

  boolean youngHolds(long vehicle) {
    return chance.happens(vehicle, 9, 0.30);
  }

  private Address formerHome(Commune now, long vehicle) {
    Commune before =
        chance.happens(vehicle, 6, 0.65)
            ? world.communes().in(now.department(), chance.bits(vehicle, 7))
            : world.communes().anywhere(chance.bits(vehicle, 7));
    return addresses.in(before, vehicle);
  }

  private long birthDate(long day, long vehicle) {
    LocalDate date = LocalDate.ofEpochDay(day);
    boolean swapped =
        date.getDayOfMonth() <= 12 && chance.happens(vehicle, 8, DAY_AND_MONTH_SWAPPED / 0.4);
    return swapped
        ? LocalDate.of(date.getYear(), date.getDayOfMonth(), date.getMonthValue()).toEpochDay()
        : day;
  }
}
