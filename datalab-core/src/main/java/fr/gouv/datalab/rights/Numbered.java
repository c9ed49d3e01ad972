package fr.gouv.datalab.rights;

import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.time.ZoneOffset;
import java.util.List;

/** What oppositions and erasures have in common in the registry: a number, and tokens. */
final class Numbered {
  static final Statements SQL = Statements.beside(Numbered.class, "rights.sql");

  private Numbered() {}

  /** The next identifier of a year: {@code OPP-2026-0001}. */
  static String next(Transaction tx, String prefix, String countStatement) {
    String year = prefix + "-" + tx.now().atZone(ZoneOffset.UTC).getYear() + "-";
    return year + String.format("%04d", tx.number(SQL.get(countStatement), year + "%") + 1);
  }

  static void keep(Transaction tx, String owner, List<PersonToken> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      tx.update(SQL.get("keepToken"), owner, i, tokens.get(i).kind(), tokens.get(i).token());
    }
  }

  static List<PersonToken> tokens(Transaction tx, String owner) {
    return tx.list(
        SQL.get("tokens"),
        row -> new PersonToken(row.getString("kind"), row.getBytes("token")),
        owner);
  }

  static void forget(Transaction tx, String owner) {
    tx.update(SQL.get("forgetTokens"), owner);
  }
}
