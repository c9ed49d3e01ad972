package fr.gouv.datalab.disclosure;

final class ReportPage {
  private ReportPage() {}

  static String of(ProtectedTable table) {
    return "<!DOCTYPE html>" + table.published();
  }
}
