package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.SchemaChange;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** What a delivered file must be before its rows are looked at, each failure with its sentence. */
final class FileChecks {
  private final Contract contract;

  /**
   * The label of a file names it in sentences.
   *
   * @param contract that its files are held against
   */
  FileChecks(Contract contract) {
    this.contract = contract;
  }

  /** Refuses, by its first bytes, what is no CSV at all. */
  void magic(String label, byte[] first) {
    if (first.length == 0) {
      throw empty(label);
    }
    String start = new String(first, StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK")) {
      throw new BadDataException(
          label
              + " is a zip archive or a spreadsheet: deliver CSV, in clear or gzip, JSON lines or"
              + " Parquet.");
    }
    if (start.equals("PARE")) {
      throw new BadDataException(
          label + " is an encrypted Parquet file: deliver it in clear, over a safe channel.");
    }
    if (start.startsWith("\u00FF\u00FE") || start.startsWith("\u00FE\u00FF")) {
      throw utf16(label);
    }
  }

  private BadDataException utf16(String label) {
    return new BadDataException(
        label
            + " is encoded in UTF-16: deliver it in "
            + encodings(contract.dialect().encodings())
            + ".");
  }

  /** The refusal of a file without even a header. */
  BadDataException empty(String label) {
    return new BadDataException(label + " is empty: deliver it again, with its header.");
  }

  /** The refusal of a file without a row. */
  BadDataException noRow(String label) {
    return new BadDataException(
        label + " has a header and no row: deliver it again, or not at all.");
  }

  /** The first of the allowed encodings in which all of the file can be read. */
  Charset encoding(String label, EncodingCheck check, List<Charset> allowedHere) {
    if (check.looksUtf16()) {
      throw utf16(label);
    }
    if (check.isBinary()) {
      throw new BadDataException(
          label + " is a binary file, not CSV: it holds control characters. Deliver CSV.");
    }
    for (Charset allowed : allowedHere) {
      if (allowed.equals(StandardCharsets.UTF_8) ? check.isUtf8() : isWindows(check)) {
        return allowed;
      }
    }
    String found =
        check.isUtf8()
            ? "UTF-8"
            : check.isMixed()
                ? "partly UTF-8 and partly another encoding"
                : check.isWindows1252()
                    ? "Windows-1252 or the like"
                    : "neither UTF-8 nor Windows-1252";
    throw new BadDataException(
        label
            + " is not in the encoding of its contract ("
            + encodings(allowedHere)
            + "): its bytes are "
            + found
            + ". Deliver it again in "
            + encodings(allowedHere)
            + ".");
  }

  private static boolean isWindows(EncodingCheck check) {
    return check.isWindows1252()
        && !check.hasMark()
        && !check.isMixed()
        && (check.isAscii() || !check.isUtf8());
  }

  private static String encodings(List<Charset> allowed) {
    return String.join(" or ", allowed.stream().map(Charset::name).toList());
  }

  /** A file's columns: every one of the contract that it must have, none twice. */
  FileColumns header(String label, RecordSplitter record, FileDialect dialect) {
    List<String> header = new ArrayList<>();
    for (int i = 0; i < record.fields(); i++) {
      byte[] name = Arrays.copyOfRange(record.buffer(), record.from(i), record.to(i));
      header.add(name(i == 0 ? FileForm.withoutMark(name) : name, dialect.charset()));
    }
    return columns(
        label,
        header,
        header.size() == 1 ? "is its separator \"" + dialect.separator() + "\"?" : "");
  }

  /**
   * The columns of a file, when it has every column of the contract that it may not lack, and none
   * twice.
   *
   * @param names as the file has them, in lower case
   * @param hint what may be wrong when some are missing, or an empty text
   */
  FileColumns columns(String label, List<String> names, String hint) {
    List<String> header = new ArrayList<>();
    for (String name : names) {
      header.add(contractName(name, names));
    }
    List<String> twice =
        header.stream().filter(name -> header.indexOf(name) != header.lastIndexOf(name)).toList();
    List<Column> missing =
        contract.fileColumns().stream()
            .filter(column -> !header.contains(column.name().toLowerCase(Locale.ROOT)))
            .toList();
    List<String> absent = missing.stream().filter(this::mayBeAbsent).map(Column::name).toList();
    List<String> ignored = ignored(header);
    if (ignored.stream().anyMatch(UnknownFile::isValue)) {
      // Its names are not told: they may be values.
      throw new BadDataException(
          label
              + " has values in its header: is the line break after it missing? Deliver it again"
              + " with the names of its columns alone in the first line.");
    }
    lacks(
        label,
        missing.stream().map(Column::name).filter(name -> !absent.contains(name)).toList(),
        ignored,
        hint);
    if (!twice.isEmpty()) {
      throw new BadDataException(label + " has the column " + twice.get(0) + " twice.");
    }
    return new FileColumns(names, header, ignored, absent);
  }

  /** The contract's name of a column that came under one of its aliases, or the name itself. */
  private String contractName(String name, List<String> names) {
    if (contract.schemaChanges().contains(SchemaChange.RENAMED)) {
      for (Column column : contract.fileColumns()) {
        if (column.aliases().contains(name) && !names.contains(column.name())) {
          return column.name();
        }
      }
    }
    return name;
  }

  private boolean mayBeAbsent(Column column) {
    return contract.schemaChanges().contains(SchemaChange.REMOVED)
        && !column.required()
        && !contract.uniqueKey().contains(column.name())
        && contract.identities().stream()
            .noneMatch(
                identity ->
                    identity.key().equals(column.name())
                        || identity.when().containsKey(column.name()));
  }

  /** Refuses a file without a header in which no record has a column that all should have. */
  void met(String label, List<String> header, BitSet met) {
    lacks(
        label,
        contract.fileColumns().stream()
            .filter(Column::required)
            .map(Column::name)
            .filter(name -> !met.get(header.indexOf(name.toLowerCase(Locale.ROOT))))
            .toList(),
        List.of(),
        "");
  }

  private void lacks(String label, List<String> missing, List<String> unknown, String hint) {
    if (missing.isEmpty()) {
      return;
    }
    StringBuilder renamed = new StringBuilder();
    for (String name : missing) {
      Lookalike.of(name, unknown)
          .ifPresent(
              other ->
                  renamed
                      .append(" Its column ")
                      .append(other)
                      .append(" may be ")
                      .append(name)
                      .append(" renamed: if so, write `aliases: [")
                      .append(other)
                      .append("]` on that column of the contract."));
    }
    throw new BadDataException(
        label
            + " lacks "
            + (missing.size() == 1 ? "the column " : "the columns ")
            + String.join(", ", missing)
            + " of the contract "
            + contract.dataset()
            + ": "
            + (hint.isEmpty() ? "deliver it again with every column." : hint)
            + renamed);
  }

  private static String name(byte[] bytes, Charset charset) {
    String name = new String(bytes, charset).strip();
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return (quoted ? name.substring(1, name.length() - 1) : name).toLowerCase(Locale.ROOT);
  }

  /** The columns of a header that the contract does not have. */
  private List<String> ignored(List<String> header) {
    List<String> known =
        contract.fileColumns().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    return header.stream().filter(name -> !known.contains(name)).toList();
  }
}
