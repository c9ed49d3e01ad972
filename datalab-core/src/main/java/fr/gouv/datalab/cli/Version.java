package fr.gouv.datalab.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that `--version` prints: the jar's. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Datalab.class.getPackage().getImplementationVersion();
    return new String[] {"datalab " + (version == null ? "(development)" : version)};
  }
}
