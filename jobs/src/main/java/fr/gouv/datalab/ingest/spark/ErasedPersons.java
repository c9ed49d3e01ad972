package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.ingest.IdentityFormat;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.TokenText;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.pseudonyms.spark.KeyRing;
import fr.gouv.datalab.rights.Suppressed;
import java.util.BitSet;
import java.util.List;

/**
 * Says of each record of one task whether it names persons who were erased, and in which columns. A
 * row that names somebody else as well is kept for them, without these columns. Costs nothing as
 * long as nobody was erased from the dataset. In a tokenised file the tokens are there already,
 * those of identifiers and those of civil status. Not thread-safe.
 */
final class ErasedPersons {
  private final Suppressed suppressed;
  private final RowFormat format;
  private final List<IdentityFormat> identities;
  private final Tokenizer tokenizer;
  private final LinkTokens links;
  private final int[] keyPlaces;
  private final int[] linkPlaces;
  private final byte[] normalised = new byte[IdentifierKind.MAX_BYTES];
  private final byte[] token = new byte[Tokenizer.BYTES];
  private final BitSet columns = new BitSet();
  private final BitSet named = new BitSet();

  ErasedPersons(
      Suppressed suppressed, RowFormat format, List<IdentityFormat> identities, String keys) {
    this.suppressed = suppressed;
    this.format = format;
    this.identities = identities;
    tokenizer = KeyRing.at(keys).tokenizer();
    links = LinkTokens.of(tokenizer);
    keyPlaces = new int[identities.size()];
    linkPlaces = new int[keyPlaces.length];
    for (int i = 0; i < keyPlaces.length; i++) {
      IdentityFormat identity = identities.get(i);
      keyPlaces[i] = format.tokens() ? format.place(identity.keyColumn()) : identity.key();
      linkPlaces[i] = format.tokens() ? format.place(TokenizedLayout.LINK + identity.name()) : -1;
    }
  }

  /** Looks at a record; says whether it names any of them. */
  boolean look(RowReader row) {
    columns.clear();
    named.clear();
    if (suppressed.isEmpty()) {
      return false;
    }
    for (int at = 0; at < format.columns().size(); at++) {
      IdentifierKind kind = format.kindOf(at);
      if (kind != null && suppressed.hasKind(kind.id()) && isTheirs(row, at, kind)) {
        columns.set(at);
      }
    }
    for (int i = 0; suppressed.hasCivil() && i < identities.size(); i++) {
      if (hasLinks(row, i) && suppressed.names(linkTokens(row, i))) {
        named.set(i);
      }
    }
    return !columns.isEmpty() || !named.isEmpty();
  }

  /** Whether the row names a person of the identity at that place, who has linkage tokens. */
  boolean hasLinks(RowReader row, int i) {
    IdentityFormat identity = identities.get(i);
    return identity.linkage()
        && (format.tokens() ? !row.isAbsent(linkPlaces[i]) : identity.applies(row));
  }

  /** Its linkage tokens, where it {@link #hasLinks}. */
  byte[] linkTokens(RowReader row, int i) {
    return format.tokens()
        ? TokenText.bytes(row, linkPlaces[i], format)
        : links.encode(identities.get(i).values(row));
  }

  private boolean isTheirs(RowReader row, int at, IdentifierKind kind) {
    if (format.isToken(at)) {
      byte[] told = TokenText.token(row, at, format);
      return told != null && suppressed.names(kind.id(), told);
    }
    int length =
        row.isAbsent(at) ? -1 : kind.normalise(row.text(at), row.from(at), row.to(at), normalised);
    if (length < 0) {
      return false;
    }
    tokenizer.token(kind, normalised, 0, length, token, 0);
    return suppressed.names(kind.id(), token);
  }

  /** Whether the record last looked at names somebody else as well. */
  boolean isShared(RowReader row) {
    for (int at = columns.nextSetBit(0); at >= 0; at = columns.nextSetBit(at + 1)) {
      for (int other = 0; other < format.columns().size(); other++) {
        if (!columns.get(other)
            && format.kindOf(other) == format.kindOf(at)
            && !row.isAbsent(other)) {
          return true;
        }
      }
    }
    for (int i = 0; !named.isEmpty() && i < identities.size(); i++) {
      if (!named.get(i) && hasLinks(row, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether that column of the record last looked at is theirs. */
  boolean has(int column) {
    return columns.get(column);
  }

  /** Whether the identity of that place in the contract, or its key, is theirs. */
  boolean hasIdentity(int identity) {
    return named.get(identity) || columns.get(keyPlaces[identity]);
  }
}
