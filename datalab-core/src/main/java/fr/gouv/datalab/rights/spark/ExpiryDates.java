package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Retention;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.lake.spark.LakeTable;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * When the rows of a dataset expire, by its contract's {@link Retention}: on a day D, those whose
 * date and period end before D. Days begin in Europe/Paris.
 */
final class ExpiryDates {
  private final Contract contract;
  private final List<Delivery> deliveries;
  private final LocalDate today;

  ExpiryDates(Contract contract, List<Delivery> deliveries, LocalDate today) {
    this.contract = contract;
    this.deliveries = deliveries;
    this.today = today;
  }

  private static LocalDate day(Delivery delivery) {
    return delivery.ended().atZone(Convention.ZONE).toLocalDate();
  }

  private List<String> before(Period period) {
    return deliveries.stream()
        .filter(delivery -> day(delivery).plus(period).isBefore(today))
        .map(Delivery::id)
        .toList();
  }

  /** The deliveries all of whose rows are due, where the contract counts from the delivery. */
  List<String> deliveriesDue() {
    return byColumn() ? List.of() : before(contract.retention().period());
  }

  /** Whether a column of each row says from when its period counts. */
  boolean byColumn() {
    return contract.retention().from().isPresent();
  }

  /** Which rows of the lake are due. */
  Column rowsDue() {
    if (!byColumn()) {
      return of(deliveriesDue());
    }
    Column from = functions.col(contract.retention().from().get());
    boolean year =
        contract.column(contract.retention().from().get()).orElseThrow().type()
            instanceof ColumnType.Int;
    Column dated = year ? functions.make_date(from, functions.lit(12), functions.lit(31)) : from;
    Period period = contract.retention().period();
    Column last =
        functions.date_add(
            functions.add_months(dated, (int) period.toTotalMonths()), period.getDays());
    Column due = last.lt(functions.lit(java.sql.Date.valueOf(today)));
    return functions.coalesce(due, of(before(period)));
  }

  /** Which rows of quarantine are due. */
  Column refusedDue() {
    return of(before(contract.retention().quarantine()));
  }

  private static Column of(List<String> ids) {
    return ids.isEmpty()
        ? functions.lit(false)
        : functions.col(LakeTable.DELIVERY).isin(ids.toArray());
  }

  /** Which envelopes are due with their deliveries. */
  Column envelopesDue() {
    return of(deliveriesDue());
  }

  /** The first day on which something will be due by its delivery. */
  Optional<LocalDate> next() {
    return byColumn()
        ? Optional.empty()
        : deliveries.stream()
            .map(delivery -> day(delivery).plus(contract.retention().period()).plusDays(1))
            .filter(date -> date.isAfter(today))
            .min(LocalDate::compareTo);
  }
}
