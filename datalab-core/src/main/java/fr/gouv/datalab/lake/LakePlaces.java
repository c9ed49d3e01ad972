package fr.gouv.datalab.lake;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;

/**
 * Where the tables stand whose pseudonyms are under one version of the lake's key: the roots
 * themselves for the first, a directory {@code cle-N} of them for version N. So a version's key and
 * its tables are chosen together, by one number, and putting a version in use moves every table at
 * one instant.
 *
 * @param lake URI of the root of the lake's and of quarantine's tables, without a last slash
 * @param vault URI of the root of the vault's tables, without a last slash
 * @param version of the lake's key
 */
public record LakePlaces(String lake, String vault, int version) {
  /** Before the number, in the name of a version's directory. */
  public static final String DIRECTORY = "cle-";

  /** Below the lake's root, lists drawn for letters, under pseudonyms of a project. */
  public static final String LISTS = "listes";

  private static final String QUARANTINE = "quarantaine";

  /** The places of one version of the lake's key. */
  public static LakePlaces of(Home home, int version) {
    String suffix = version == 1 ? "" : "/" + DIRECTORY + version;
    return new LakePlaces(
        root(home.configuration().lake()) + suffix,
        root(home.configuration().vault()) + suffix,
        version);
  }

  /** The places of the version in use. */
  public static LakePlaces current(Home home, KeyStore keys) {
    return of(home, keys.current(KeyName.LAKE));
  }

  /** The places that an access reads and writes: those that were in use when it was opened. */
  public static LakePlaces of(Home home, LakeAccess access) {
    return of(home, access.lakeVersion());
  }

  private static String root(String uri) {
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  /** The table of a dataset. */
  public String table(String dataset) {
    return lake + "/" + dataset.replace('.', '/');
  }

  /** The root of the tables of quarantine. */
  public String quarantine() {
    return lake + "/" + QUARANTINE;
  }

  /** The table of a dataset's refused rows. */
  public String quarantine(String dataset) {
    return quarantine() + "/" + dataset.replace('.', '/');
  }

  /** The root of the tables of lists. */
  public String lists() {
    return lake + "/" + LISTS;
  }

  /** The table of the lists that were drawn under a convention. */
  public String lists(String convention) {
    return lists() + "/" + convention;
  }

  /** The table of a dataset's sealed identities. */
  public String vault(String dataset) {
    return vault + "/" + dataset.replace('.', '/');
  }
}
