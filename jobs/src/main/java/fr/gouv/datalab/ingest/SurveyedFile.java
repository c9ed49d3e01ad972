package fr.gouv.datalab.ingest;

import java.nio.charset.Charset;
import java.util.List;

/**
 * What the survey of a file found.
 *
 * @param file place in the delivery, from 1
 * @param sha256 of its bytes as delivered, lower-case hexadecimal
 * @param size bytes as delivered
 * @param form in which it was delivered
 * @param charset how its text is encoded
 * @param header the names of its columns, each under its contract's name
 * @param ignored columns that the contract does not have; they are never read
 * @param absent columns of the contract that it lacks, and may lack
 * @param records data records, counted independently of the reading that follows
 * @param look what was seen of it before it was read
 * @param format by which it is read
 * @param chunks the file in runs of whole records, the header left out
 */
public record SurveyedFile(
    int file,
    String sha256,
    long size,
    FileForm form,
    Charset charset,
    List<String> header,
    List<String> ignored,
    List<String> absent,
    long records,
    FileLook look,
    RowFormat format,
    List<Chunk> chunks) {
  /** Copies the lists. */
  public SurveyedFile {
    header = List.copyOf(header);
    ignored = List.copyOf(ignored);
    absent = List.copyOf(absent);
    chunks = List.copyOf(chunks);
  }
}
