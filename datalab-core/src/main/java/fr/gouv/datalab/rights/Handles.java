package fr.gouv.datalab.rights;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.lake.Families;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The columns of a dataset's table by which its rows name persons. Numbers come before names: where
 * a row has a number of a kind that the person is known by, its civil status is not looked at.
 */
public final class Handles {
  private static final Set<IdentifierKind> OF_COMPANIES =
      Set.of(IdentifierKind.SIREN, IdentifierKind.SIRET);
  private static final Set<IdentifierKind> OF_THINGS =
      Set.of(IdentifierKind.IMMATRICULATION, IdentifierKind.VIN);

  /**
   * One of them.
   *
   * @param column of the table: pseudonyms, or linkage tokens
   * @param kind of its identifiers, or {@link PersonToken#CIVIL}
   * @param required whether a row cannot be without it
   */
  public record Handle(String column, String kind, boolean required) {
    /** Whether it has linkage tokens. */
    public boolean isCivil() {
      return kind.equals(PersonToken.CIVIL);
    }

    /** Whether it names a thing, and a person only as its holder. */
    public boolean isOfThing() {
      return Handles.isOfThing(kind);
    }
  }

  private final Contract contract;
  private final List<Handle> all = new ArrayList<>();

  private Handles(Contract contract) {
    this.contract = contract;
  }

  /** The handles of a dataset; none for one about companies alone. */
  public static Handles of(Contract contract) {
    Handles handles = new Handles(contract);
    for (Column column : contract.lakeColumns()) {
      if (column.sensitivity() instanceof Sensitivity.Identifier identifier
          && !OF_COMPANIES.contains(identifier.kind())) {
        boolean required = column.required() || contract.uniqueKey().contains(column.name());
        handles.all.add(new Handle(column.name(), identifier.kind().id(), required));
      }
    }
    for (Identity identity : contract.identities()) {
      if (identity.linkage()) {
        handles.all.add(
            new Handle(Families.LINK_COLUMN + identity.name(), PersonToken.CIVIL, false));
      }
    }
    return handles;
  }

  /** The dataset's contract. */
  public Contract contract() {
    return contract;
  }

  /** All of them. */
  public List<Handle> all() {
    return List.copyOf(all);
  }

  /** Those that may name one of these persons. */
  public List<Handle> by(PersonSet persons) {
    return all.stream().filter(handle -> persons.hasKind(handle.kind)).toList();
  }

  /**
   * Other columns of the same kind: where one of them is another person's, the row is theirs too.
   */
  public List<Handle> beside(Handle handle) {
    return all.stream()
        .filter(each -> each.kind.equals(handle.kind) && !each.equals(handle))
        .toList();
  }

  /** The columns that are read to tell whether a row names one of these persons. */
  public List<String> columnsNaming(PersonSet persons) {
    List<String> columns = new ArrayList<>();
    boolean things = false;
    for (Handle handle : by(persons)) {
      columns.add(handle.column());
      beside(handle).forEach(other -> columns.add(other.column()));
      things |= handle.isOfThing();
    }
    if (things) {
      all.stream().filter(Handle::isCivil).forEach(civil -> columns.add(civil.column()));
    }
    return columns.stream().distinct().toList();
  }

  /** Whether the dataset's rows can name a person known like that. */
  public boolean reaches(List<PersonToken> person) {
    return all.stream()
        .anyMatch(handle -> person.stream().anyMatch(t -> t.kind().equals(handle.kind)));
  }

  /** Whether every row has a number of the person of a kind that they are known by. */
  boolean numbers(List<PersonToken> person) {
    return all.stream()
        .filter(handle -> handle.required && !handle.isCivil() && !handle.isOfThing())
        .anyMatch(handle -> person.stream().anyMatch(t -> t.kind().equals(handle.kind)));
  }

  /** Whether identifiers of that kind name things, and persons only as their holders. */
  public static boolean isOfThing(String kind) {
    return !kind.equals(PersonToken.CIVIL) && OF_THINGS.contains(IdentifierKind.of(kind));
  }
}
