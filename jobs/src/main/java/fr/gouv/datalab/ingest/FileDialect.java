package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Contract;
import java.nio.charset.Charset;

/**
 * How the text of one file is written, and is read.
 *
 * @param charset of its bytes
 * @param separator between fields
 * @param decimal mark before decimals
 * @param dates pattern of dates
 */
public record FileDialect(Charset charset, char separator, char decimal, String dates) {
  /** What the contract says of a file of that form, in that encoding. */
  static FileDialect of(Contract contract, FileForm form, Charset charset) {
    boolean csv = form == FileForm.CSV;
    return new FileDialect(
        charset,
        contract.dialect().separator(),
        csv ? contract.dialect().decimal() : '.',
        csv ? contract.dialect().dates() : "yyyy-MM-dd");
  }
}
