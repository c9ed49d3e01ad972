package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
          label + " is a zip archive or a spreadsheet: deliver CSV, in clear or gzip.");
    }
    if (start.startsWith("\u00FF\u00FE") || start.startsWith("\u00FE\u00FF")) {
      throw new BadDataException(
          label + " is encoded in UTF-16: deliver it in " + encodings() + ".");
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

  /** The encoding of the contract in which all of the file can be read. */
  Charset encoding(String label, EncodingCheck check) {
    if (check.isBinary()) {
      throw new BadDataException(
          label + " is a binary file, not CSV: it holds control characters. Deliver CSV.");
    }
    for (Charset allowed : contract.dialect().encodings()) {
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
            + encodings()
            + "): its bytes are "
            + found
            + ". Deliver it again in "
            + encodings()
            + ".");
  }

  private static boolean isWindows(EncodingCheck check) {
    return check.isWindows1252() && !check.hasMark() && (check.isAscii() || !check.isUtf8());
  }

  private String encodings() {
    return String.join(" or ", contract.dialect().encodings().stream().map(Charset::name).toList());
  }

  /** The names of a file's columns, in lower case: every column of the contract, none twice. */
  List<String> header(String label, RecordSplitter record, Charset charset) {
    List<String> header = new ArrayList<>();
    for (int i = 0; i < record.fields(); i++) {
      byte[] name = Arrays.copyOfRange(record.buffer(), record.from(i), record.to(i));
      header.add(name(i == 0 ? withoutMark(name) : name, charset));
    }
    List<String> missing =
        contract.fileColumns().stream()
            .map(Column::name)
            .filter(name -> !header.contains(name.toLowerCase(Locale.ROOT)))
            .toList();
    if (!missing.isEmpty()) {
      throw new BadDataException(
          label
              + " lacks "
              + (missing.size() == 1 ? "the column " : "the columns ")
              + String.join(", ", missing)
              + " of the contract "
              + contract.dataset()
              + (header.size() == 1
                  ? ": is its separator \"" + contract.dialect().separator() + "\"?"
                  : ": deliver it again with every column."));
    }
    List<String> twice =
        header.stream().filter(name -> header.indexOf(name) != header.lastIndexOf(name)).toList();
    if (!twice.isEmpty()) {
      throw new BadDataException(label + " has the column " + twice.get(0) + " twice.");
    }
    return header;
  }

  private static byte[] withoutMark(byte[] name) {
    boolean marked =
        name.length >= 3
            && name[0] == (byte) 0xEF
            && name[1] == (byte) 0xBB
            && name[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(name, 3, name.length) : name;
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
