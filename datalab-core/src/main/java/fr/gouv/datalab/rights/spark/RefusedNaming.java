package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.PersonToken;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Which refused rows name a person, as conditions on quarantine's columns. Numbers come before
 * names here too, but row by row: a number may be what was refused. So a civil status counts unless
 * the identity's own number is valid, of a kind that the person gave, and somebody else's.
 */
public final class RefusedNaming {
  /** Pseudonyms by column; eight bytes for a number that is not valid. */
  private static final String IDENTIFIERS = "identifiants";

  /** Linkage tokens by identity; absent in tables written before they were kept. */
  public static final String LINKS = "liens";

  private final Contract contract;
  private final PersonLookup own;
  private final PersonLookup named;
  private final CivilKey.Level level;
  private final List<String> kinds;

  /**
   * Conditions on a dataset's quarantine.
   *
   * @param own what names the person by itself
   * @param named all that the person is known by, civil statuses included
   * @param level how surely a civil status must be theirs
   */
  RefusedNaming(
      Contract contract,
      List<PersonToken> person,
      PersonLookup own,
      PersonLookup named,
      CivilKey.Level level) {
    this.contract = contract;
    this.own = own;
    this.named = named;
    this.level = level;
    kinds = person.stream().map(PersonToken::kind).distinct().toList();
  }

  /** Whether a row names the person, in a table with these columns. */
  Column any(List<String> columns) {
    Column found =
        functions.coalesce(
            functions.exists(functions.map_values(functions.col(IDENTIFIERS)), own::names),
            functions.lit(false));
    if (!columns.contains(LINKS)) {
      return found;
    }
    Column holder = functions.lit(true);
    for (Identity identity : contract.identities()) {
      if (identity.linkage()) {
        found = found.or(byCivilStatus(identity));
        Column tokens = links(identity);
        holder = holder.and(tokens.isNull().or(named.reaches(tokens, CivilKey.Level.BIRTH)));
      }
    }
    Column things = functions.lit(false);
    for (Handles.Handle handle : Handles.of(contract).all()) {
      if (!handle.isCivil() && handle.isOfThing() && kinds.contains(handle.kind())) {
        things = things.or(named.names(number(handle.column())));
      }
    }
    return found.or(things.and(holder));
  }

  private Column byCivilStatus(Identity identity) {
    Column theirs = named.reaches(links(identity), level);
    String kind = kindOf(identity.key());
    if (!kinds.contains(kind) || Handles.isOfThing(kind)) {
      return theirs;
    }
    Column number = number(identity.key());
    Column anothers =
        functions.coalesce(
            functions
                .octet_length(number)
                .equalTo(Tokenizer.BYTES)
                .and(functions.not(own.names(number))),
            functions.lit(false));
    return theirs.and(functions.not(anothers));
  }

  private String kindOf(String column) {
    return Handles.of(contract).all().stream()
        .filter(handle -> handle.column().equals(column))
        .map(Handles.Handle::kind)
        .findFirst()
        .orElse("");
  }

  private static Column links(Identity identity) {
    return functions.try_element_at(functions.col(LINKS), functions.lit(identity.name()));
  }

  private static Column number(String column) {
    return functions.try_element_at(functions.col(IDENTIFIERS), functions.lit(column));
  }
}
