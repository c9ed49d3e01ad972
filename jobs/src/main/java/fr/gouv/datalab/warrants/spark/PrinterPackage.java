package fr.gouv.datalab.warrants.spark;

import fr.gouv.datalab.letters.PostalLines;
import fr.gouv.datalab.warrants.Warrant;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * What the printer finds in the sealed file: the approved letter, and {@code lettres.csv} with a
 * line for each letter: its number and its six lines. Written as it goes; nothing but the letter at
 * hand is in memory. The numbers mean nothing elsewhere.
 */
final class PrinterPackage {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setHeader("numero", "ligne1", "ligne2", "ligne3", "ligne4", "ligne5", "ligne6")
          .setRecordSeparator("\n")
          .get();

  private final ZipOutputStream zip;
  private final CSVPrinter letters;
  private long written;

  /** Writes the letter and the notice, and begins the addresses. */
  PrinterPackage(OutputStream out, Warrant warrant, byte[] letter) throws IOException {
    zip = new ZipOutputStream(out);
    entry("LISEZMOI.txt", notice(warrant).getBytes(StandardCharsets.UTF_8));
    entry("lettre.pdf", letter);
    zip.putNextEntry(new ZipEntry("lettres.csv"));
    Writer text = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
    letters = new CSVPrinter(text, CSV);
  }

  private void entry(String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static String notice(Warrant warrant) {
    return String.join(
        "\n",
        "Mandat " + warrant.id() + ", convention " + warrant.convention() + ".",
        "",
        "lettre.pdf    le courrier à imprimer, avec une adresse de spécimen",
        "lettres.csv   un courrier par ligne : numéro, puis les six lignes de l'adresse (NF Z10-011)",
        "",
        "Ces noms et adresses ne servent qu'à cet envoi. Détruisez ce fichier, ce qu'il contenait et toute",
        "copie une fois les courriers remis à La Poste. Un pli qui revient se signale par son numéro seul.",
        "");
  }

  /** Adds a letter. */
  void add(PostalLines.Fit address) throws IOException {
    written++;
    letters.print(written);
    List<String> lines = address.lines();
    letters.printRecord(lines);
  }

  /** How many letters there are. */
  long written() {
    return written;
  }

  /** Ends the file. */
  void finish() throws IOException {
    letters.flush();
    zip.closeEntry();
    zip.finish();
    zip.flush();
  }
}
