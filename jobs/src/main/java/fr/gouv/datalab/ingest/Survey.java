package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The first look at a delivered file, before anything is written: is it what the contract says, how
 * many records has it, where may it be cut? A wrong file is refused here with a sentence, and
 * nothing was kept of it. Reads the file once, in constant memory.
 */
public final class Survey {
  /** Aim for chunks of this many bytes. */
  private static final long CHUNK = 8L << 20;

  private final Contract contract;

  public Survey(Contract contract) {
    this.contract = contract;
  }

  /**
   * Surveys one file.
   *
   * @param number its place in the delivery, from 1
   * @param label how to name it in a sentence
   * @throws BadDataException when it is empty, binary, truncated, in another encoding, or lacks a
   *     column
   */
  public SurveyedFile of(int number, String label, FileSource source) {
    try {
      return survey(number, label, source);
    } catch (EOFException e) {
      throw new BadDataException(label + " is a truncated gzip file: deliver it again, whole.", e);
    } catch (ZipException e) {
      throw new BadDataException(
          label + " is a damaged gzip file (" + e.getMessage() + "): deliver it again.", e);
    } catch (UnclosedRecordException e) {
      throw new BadDataException(label + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadDataException(label + " cannot be read: is it there, and readable?", e);
    }
  }

  private SurveyedFile survey(int number, String label, FileSource source) throws IOException {
    byte[] magic;
    try (InputStream in = source.open(0)) {
      magic = in.readNBytes(4);
    }
    refuseOtherFormats(label, magic);
    boolean gzip = magic.length > 1 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    MessageDigest digest = sha256();
    try (InputStream raw = new DigestInputStream(source.open(0), digest)) {
      InputStream text = gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
      EncodingCheck check = new EncodingCheck(text);
      RecordSplitter records = new RecordSplitter(check, contract.dialect().separator(), 1);
      if (!records.next()) {
        throw new BadDataException(label + " is empty: deliver it again, with its header.");
      }
      byte[][] names = rawHeader(records);
      List<Chunk> chunks = new ArrayList<>();
      long count = 0;
      long begin = records.nextOffset();
      long beginLine = 0;
      while (records.next()) {
        if (beginLine == 0) {
          beginLine = records.line();
        } else if (!gzip && records.offset() - begin >= CHUNK) {
          chunks.add(new Chunk(number, source, false, begin, records.offset() - begin, beginLine));
          begin = records.offset();
          beginLine = records.line();
        }
        count++;
      }
      if (beginLine > 0) {
        chunks.add(new Chunk(number, source, gzip, begin, records.nextOffset() - begin, beginLine));
      }
      Charset charset = encoding(label, check, names.length > 0 && startsWithMark(names[0]));
      List<String> header = header(label, names, charset);
      while (raw.read(new byte[8192]) >= 0) {
        continue;
      }
      if (count == 0) {
        throw new BadDataException(
            label + " has a header and no row: deliver it again, or not at all.");
      }
      return new SurveyedFile(
          number,
          HexFormat.of().formatHex(digest.digest()),
          source.size(),
          charset,
          header,
          ignored(header),
          count,
          chunks);
    }
  }

  private void refuseOtherFormats(String label, byte[] magic) {
    if (magic.length == 0) {
      throw new BadDataException(label + " is empty: deliver it again, with its header.");
    }
    String start = new String(magic, StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK")) {
      throw new BadDataException(
          label + " is a zip archive or a spreadsheet: deliver CSV, in clear or gzip.");
    }
    if (start.startsWith("\u00FF\u00FE") || start.startsWith("\u00FE\u00FF")) {
      throw new BadDataException(
          label + " is encoded in UTF-16: deliver it in " + encodings() + ".");
    }
  }

  private static byte[][] rawHeader(RecordSplitter records) {
    byte[][] names = new byte[records.fields()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = java.util.Arrays.copyOfRange(records.buffer(), records.from(i), records.to(i));
    }
    return names;
  }

  private static boolean startsWithMark(byte[] name) {
    return name.length >= 3
        && name[0] == (byte) 0xEF
        && name[1] == (byte) 0xBB
        && name[2] == (byte) 0xBF;
  }

  private Charset encoding(String label, EncodingCheck check, boolean mark) {
    if (check.isBinary()) {
      throw new BadDataException(
          label + " is a binary file, not CSV: it holds control characters. Deliver CSV.");
    }
    for (Charset allowed : contract.dialect().encodings()) {
      if (allowed.equals(StandardCharsets.UTF_8) ? check.isUtf8() : windows(check, mark)) {
        return allowed;
      }
    }
    String found =
        check.isUtf8() ? "UTF-8" : check.isWindows1252() ? "Windows-1252 or the like" : "neither";
    throw new BadDataException(
        label
            + " is not in the encoding of its contract ("
            + encodings()
            + "): its bytes are "
            + (found.equals("neither") ? "neither UTF-8 nor Windows-1252" : found)
            + ". Deliver it again in "
            + encodings()
            + ".");
  }

  private static boolean windows(EncodingCheck check, boolean mark) {
    return check.isWindows1252() && !mark && (check.isAscii() || !check.isUtf8());
  }

  private String encodings() {
    return String.join(" or ", contract.dialect().encodings().stream().map(Charset::name).toList());
  }

  private List<String> header(String label, byte[][] names, Charset charset) {
    List<String> header = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      int skip = i == 0 && startsWithMark(names[0]) ? 3 : 0;
      String name = new String(names[i], skip, names[i].length - skip, charset).strip();
      if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
        name = name.substring(1, name.length() - 1);
      }
      header.add(name.toLowerCase(Locale.ROOT));
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

  private List<String> ignored(List<String> header) {
    List<String> known =
        contract.fileColumns().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    return header.stream().filter(name -> !known.contains(name)).toList();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
