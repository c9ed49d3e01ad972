package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.identifiers.IdentifierKind;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task must know to read the records of one file.
 *
 * @param columns of the contract that a file has, in the contract's order
 * @param header names of the file's columns, in lower case, each under its contract's name
 * @param names the same, as the file has them
 * @param form of the file
 * @param charset name of the file's encoding
 * @param separator between fields
 * @param decimal mark before the decimals
 * @param dates pattern of dates
 * @param tokens whether it is a tokenised file
 */
public record RowFormat(
    ArrayList<ColumnFormat> columns,
    ArrayList<String> header,
    ArrayList<String> names,
    FileForm form,
    String charset,
    char separator,
    char decimal,
    String dates,
    boolean tokens)
    implements Serializable {
  /** The format of a file of that contract, written as it says. */
  public static RowFormat of(
      Contract contract, List<String> header, FileForm form, Charset charset) {
    return of(
        contract,
        new FileColumns(header, header, List.of(), List.of()),
        form,
        FileDialect.of(contract, form, charset));
  }

  /** The format of a file of that contract, written in a dialect of its own. */
  static RowFormat of(Contract contract, FileColumns columns, FileForm form, FileDialect dialect) {
    return new RowFormat(
        new ArrayList<>(contract.fileColumns().stream().map(ColumnFormat::of).toList()),
        new ArrayList<>(columns.header()),
        new ArrayList<>(columns.names()),
        form,
        dialect.charset().name(),
        dialect.separator(),
        dialect.decimal(),
        dialect.dates(),
        false);
  }

  /** The format of a tokenised file of that contract. */
  static RowFormat ofTokens(TokenizedLayout layout, List<String> header, FileForm form) {
    return new RowFormat(
        layout.columns(),
        new ArrayList<>(header),
        new ArrayList<>(header),
        form,
        StandardCharsets.UTF_8.name(),
        TokenizedLayout.SEPARATOR,
        '.',
        "yyyy-MM-dd",
        true);
  }

  /** The kinds of identifier that rows of a contract have. */
  static List<IdentifierKind> kinds(Contract contract) {
    return contract.fileColumns().stream()
        .map(ColumnFormat::of)
        .map(ColumnFormat::kind)
        .filter(kind -> kind != null)
        .toList();
  }

  /** The places of columns, by name. */
  public int[] places(List<String> names) {
    List<String> all = columns.stream().map(ColumnFormat::name).toList();
    return names.stream().mapToInt(all::indexOf).toArray();
  }

  /** The place of a column, or -1. */
  public int place(String name) {
    return places(List.of(name))[0];
  }

  /** The same files, of which a reader takes these columns alone. */
  public RowFormat only(int[] places) {
    ArrayList<ColumnFormat> some = new ArrayList<>();
    for (int at : places) {
      some.add(columns.get(at));
    }
    return with(some);
  }

  /** The same files, of which a reader takes those columns. */
  RowFormat with(List<ColumnFormat> others) {
    return new RowFormat(
        new ArrayList<>(others), header, names, form, charset, separator, decimal, dates, tokens);
  }

  /** The same files, of which a reader gives values as they stand, no leading zero given back. */
  public RowFormat asDelivered() {
    return with(columns.stream().map(column -> column.withWidth(0)).toList());
  }

  /** The type of the column at a place, as the contract writes it. */
  public String typeOf(int at) {
    return columns.get(at).type();
  }

  /** The name of the column at a place. */
  public String nameOf(int at) {
    return columns.get(at).name();
  }

  /** The kind of identifier at a place, or null. */
  public IdentifierKind kindOf(int at) {
    return columns.get(at).kind();
  }

  /** Whether the value at a place is a token already. */
  public boolean isToken(int at) {
    return columns.get(at).token();
  }

  /** Digits after the decimal mark at a place. */
  public int scaleOf(int at) {
    return columns.get(at).scale();
  }

  /** Digits in all at a place. */
  public int precisionOf(int at) {
    return columns.get(at).precision();
  }

  /** Whether quarantine may keep a value at a place, when its own column accepts it. */
  public boolean mayKeep(int at) {
    return columns.get(at).keepable();
  }
}
