package fr.gouv.datalab.cli.catalogue;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.DcatDescription;
import fr.gouv.datalab.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab catalogue export --format jsonld|turtle}: the catalogue in DCAT-AP on standard
 * output; JSON-LD whenever {@code --json} is given.
 */
@Command
public final class ExportCommand implements Callable<Integer> {
  @Mixin private Console console;

  /** The two ways to write RDF here. */
  enum Format {
    jsonld,
    turtle
  }

  @Option(
      names = "--format",
      defaultValue = "jsonld",
      paramLabel = "FORMAT",
      description = "jsonld or turtle (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() {
    DcatDescription description = DcatDescription.of(Catalogue.of(console.home()).list());
    console.result(
        description.jsonLd(),
        format == Format.turtle ? description.turtle() : description.jsonLdText());
    return 0;
  }
}
