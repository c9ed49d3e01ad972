package fr.gouv.datalab.disclosure;

/**
 * The text of {@code proofs.csv}: for each figure that must stay uncertain, a change of hidden
 * cells that nothing published notices and that moves it as far as it must. Confidential as the
 * audit is.
 *
 * <p>Cells are named by their line in {@code published.csv}, the header being line 1. A change is
 * in parts of the figure's last decimal: {@code 12:+3 15:-3} with 2 parts moves two cells by one
 * and a half.
 */
final class ProofFile {

  static final String HEADER = "figure,line,direction,need,parts,known,changes";

  private ProofFile() {}

  static String text(ProtectedTable table, Proofs proofs) {
    StringBuilder text = new StringBuilder(HEADER).append("\r\n");
    for (Certificate each : proofs.all()) {
      Requirement asked = each.requirement;
      text.append(Csv.field(table.spec().figures().get(asked.figure())))
          .append(',')
          .append(line(asked.cell()))
          .append(asked.up() ? ",up," : ",down,")
          .append(asked.need())
          .append(',')
          .append(each.parts)
          .append(',');
      for (int k = 0; k < asked.known().size(); k++) {
        text.append(k == 0 ? "" : " ").append(line(asked.known().cell(k)));
      }
      text.append(',');
      for (int i = 0; i < each.cells.length; i++) {
        text.append(i == 0 ? "" : " ").append(line(each.cells[i])).append(':');
        text.append(each.changes[i]);
      }
      text.append("\r\n");
    }
    return text.toString();
  }

  private static int line(int cell) {
    return cell + 2;
  }
}
