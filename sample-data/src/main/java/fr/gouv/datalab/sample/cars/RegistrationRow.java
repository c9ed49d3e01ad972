package fr.gouv.datalab.sample.cars;

import fr.gouv.datalab.sample.defects.Recorder;
import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.homes.Address;

/** Fills a row of {@code siv.immatriculations}: a vehicle and its holder. Safe for any thread. */
final class RegistrationRow {
  private final Spelling spelling;

  RegistrationRow(Spelling spelling) {
    this.spelling = spelling;
  }

  /** The row of a vehicle, spelled as that number has it. */
  void fill(Vehicle vehicle, Holder holder, long number, Recorder recorder) {
    Row row = recorder.row();
    row.text(vehicle.plate())
        .text(vehicle.vin())
        .number(vehicle.firstRegistration())
        .number(vehicle.certificate());
    row.text(vehicle.make())
        .text(vehicle.kind())
        .text(vehicle.energy())
        .number(vehicle.horsepower());
    if (vehicle.co2() < 0) {
      row.empty();
    } else {
      row.number(vehicle.co2());
    }
    holder.fill(row, spelling, number);
    Address address = holder.address();
    row.text(address.number())
        .text(spelling.place(address.street(), number))
        .text(spelling.complement(address.complement(), number))
        .text(address.postcode())
        .text(spelling.place(address.commune().name(), number))
        .text(address.commune().code());
  }
}
