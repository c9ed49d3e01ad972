package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** Contracts and files for tests: a small dataset, with what a test adds to its contract. */
public final class Contracts {
  private static final String TEXT =
      """
      dataset: %s
      title: Essai
      description: Essai.
      producer: essai
      legalBasis: essai
      grain: ligne
      retention: P1Y
      dialect: {encodings: [UTF-8, windows-1252], separator: ";", decimal: ",", dates: dd/MM/yyyy%s}
      uniqueKey: [siren, code]
      %s
      columns:
        - {name: siren, type: string, sensitivity: identifier(siren), required: true, %s description: x}
        - {name: code, type: string, sensitivity: plain, required: true, pattern: "[0-9]{5}", %s description: x}
        - {name: jour, type: date, sensitivity: quasi-identifier, description: x}
        - {name: montant, type: "decimal(12,2)", sensitivity: sensitive, %s description: x}
        - {name: libelle, type: string, sensitivity: plain, description: x}
      """;

  private Contracts() {}

  /** The contract, written into a home's catalogue. */
  public static Contract of(
      Home home,
      String dataset,
      String accepts,
      String top,
      String siren,
      String code,
      String pay) {
    try {
      Path folder = Files.createDirectories(home.catalogue().resolve(dataset));
      Files.writeString(
          folder.resolve("dataset.yaml"),
          TEXT.formatted(
              dataset, accepts.isEmpty() ? "" : ", accepts: " + accepts, top, siren, code, pay));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Catalogue.of(home).dataset(dataset);
  }

  /** The contract without anything added. */
  public static Contract plain(Home home, String dataset) {
    return of(home, dataset, "", "", "", "", "");
  }

  /** A file in memory. */
  public record Bytes(byte[] bytes) implements FileSource {
    private static final long serialVersionUID = 1L;

    /** A text in an encoding. */
    public static Bytes of(String text, Charset charset) {
      return new Bytes(text.getBytes(charset));
    }

    @Override
    public InputStream open(long offset) {
      return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public long size() {
      return bytes.length;
    }
  }
}
