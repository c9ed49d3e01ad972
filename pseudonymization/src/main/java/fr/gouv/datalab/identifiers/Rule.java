package fr.gouv.datalab.identifiers;

/** How one kind of identifier is read: bytes as they came in, normalised bytes out. */
interface Rule {

  /**
   * Normalises and checks one value; allocates nothing on the usual path.
   *
   * @param utf8 holds the value at {@code [from, to)}; already known not to be longer than {@link
   *     IdentifierKind#MAX_BYTES}
   * @param out at least {@link IdentifierKind#MAX_BYTES} long; its content is undefined on refusal
   * @return the normalised length, or a {@link Refusal#code()}
   */
  int normalise(byte[] utf8, int from, int to, byte[] out);
}
