package fr.gouv.datalab.disclosure.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Another tool that suppresses cells, asked through a script of ours in R. */
public enum Peer {
  /** Gaussian elimination, with its treatment of units that are alone (Langsrud, 2024). */
  GAUSSSUPPRESSION(
      List.of("GaussSuppression"),
      "apt-get install r-base-core r-cran-matrix r-cran-mass r-cran-ellipsis r-cran-rlang, then R"
          + " CMD INSTALL of the sources of SSBtools, RegSDC and GaussSuppression, in that order"),
  /** The tables one after the other, as in its manual. */
  SDCTABLE(
      List.of("sdcTable"),
      "apt-get install r-base-dev libglpk-dev r-cran-data.table r-cran-knitr r-cran-stringr"
          + " r-cran-rglpk r-cran-slam r-cran-progress r-cran-rcpp r-cran-shinyjs r-cran-shinythemes"
          + " r-cran-promises r-cran-jsonlite r-cran-cli, then R CMD INSTALL of the sources of"
          + " shinyTree, sdcHierarchies, SSBtools, glpkAPI and sdcTable 0.32.6, in that order");

  private final List<String> packages;
  private final String installation;

  Peer(List<String> packages, String installation) {
    this.packages = packages;
    this.installation = installation;
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tool of this name. */
  public static Optional<Peer> of(String word) {
    return Arrays.stream(values()).filter(peer -> peer.word().equals(word)).findFirst();
  }

  List<String> packages() {
    return packages;
  }

  /** What to type to have it, on Debian 12. */
  public String installation() {
    return installation;
  }

  String script() {
    return word() + ".R";
  }
}
