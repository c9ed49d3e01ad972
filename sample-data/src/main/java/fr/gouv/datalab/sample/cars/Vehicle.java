package fr.gouv.datalab.sample.cars;

/**
 * A vehicle as its registration certificate tells.
 *
 * @param firstRegistration days since 1970-01-01
 * @param certificate date of the present holder's certificate, days since 1970-01-01
 * @param horsepower fiscal horsepower
 * @param co2 tenths of grams per kilometre, -1 when not known
 */
public record Vehicle(
    String plate,
    String vin,
    long firstRegistration,
    long certificate,
    String make,
    String kind,
    String energy,
    int horsepower,
    int co2) {

  /** True for a private car whose engine burns a fuel and has no electric motor. */
  public boolean combustionCar() {
    return kind.equals("VP") && Energies.combustion(energy);
  }
}
