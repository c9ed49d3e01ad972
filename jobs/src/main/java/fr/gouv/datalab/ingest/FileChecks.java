package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
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
      throw new BadDataException(
          label
              + " is encoded in UTF-16: deliver it in "
              + encodings(contract.dialect().encodings())
              + ".");
    }
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
            : check.isWindows1252() ? "Windows-1252 or the like" : "neither UTF-8 nor Windows-1252";
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
    return check.isWindows1252() && !check.hasMark() && (check.isAscii() || !check.isUtf8());
  }

  private static String encodings(List<Charset> allowed) {
    return String.join(" or ", allowed.stream().map(Charset::name).toList());
  }

  /** The names of a file's columns, in lower case: every column of the contract, none twice. */
  List<String> header(String label, RecordSplitter record, Charset charset) {
    List<String> header = new ArrayList<>();
    for (int i = 0; i < record.fields(); i++) {
      byte[] name = Arrays.copyOfRange(record.buffer(), record.from(i), record.to(i));
      header.add(name(i == 0 ? FileForm.withoutMark(name) : name, charset));
    }
    return columns(
        label,
        header,
        header.size() == 1 ? "is its separator \"" + contract.dialect().separator() + "\"?" : "");
  }

  /**
   * The same names, when they have every column of the contract, and none twice.
   *
   * @param hint what may be wrong when some are missing, or an empty text
   */
  List<String> columns(String label, List<String> header, String hint) {
    lacks(
        label,
        contract.fileColumns().stream()
            .map(Column::name)
            .filter(name -> !header.contains(name.toLowerCase(Locale.ROOT)))
            .toList(),
        hint);
    List<String> twice =
        header.stream().filter(name -> header.indexOf(name) != header.lastIndexOf(name)).toList();
    if (!twice.isEmpty()) {
      throw new BadDataException(label + " has the column " + twice.get(0) + " twice.");
    }
    return header;
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
        "");
  }

  private void lacks(String label, List<String> missing, String hint) {
    if (!missing.isEmpty()) {
      throw new BadDataException(
          label
              + " lacks "
              + (missing.size() == 1 ? "the column " : "the columns ")
              + String.join(", ", missing)
              + " of the contract "
              + contract.dataset()
              + ": "
              + (hint.isEmpty() ? "deliver it again with every column." : hint));
    }
  }

  private static String name(byte[] bytes, Charset charset) {
    String name = new String(bytes, charset).strip();
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return (quoted ? name.substring(1, name.length() - 1) : name).toLowerCase(Locale.ROOT);
  }

  /** The columns of a header that the contract does not have. */
  List<String> ignored(List<String> header) {
    List<String> known =
        contract.fileColumns().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    return header.stream().filter(name -> !known.contains(name)).toList();
  }
}
