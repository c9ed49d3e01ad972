package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.homes.Households;
import fr.gouv.datalab.sample.people.Persons;
import fr.gouv.datalab.sample.people.Population;
import fr.gouv.datalab.sample.places.Communes;

/**
 * What all files tell about: the same persons, households and places.
 *
 * @param seed which world, of all those of this scale
 */
public record World(
    long seed,
    Sizes sizes,
    Chance chance,
    Communes communes,
    Population population,
    Persons persons,
    Households households) {

  /** The world of a seed at a fraction of France. */
  public static World of(long seed, double scale) {
    Sizes sizes = Sizes.at(scale);
    Chance chance = Chance.seeded(seed);
    Communes communes = Communes.load();
    Population population = new Population(chance, sizes.households(), sizes.young());
    Persons persons = new Persons(chance, population);
    Households households = new Households(chance, population, persons, communes);
    return new World(seed, sizes, chance, communes, population, persons, households);
  }
}
