package fr.gouv.datalab.cli.catalogue;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Console;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab catalogue list}: the datasets that the house knows. */
@Command
public final class ListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    List<Contract> contracts = Catalogue.of(console.home()).list();
    console.result(
        contracts.stream()
            .map(
                c ->
                    Map.of(
                        "dataset", c.dataset(),
                        "title", c.title(),
                        "producer", c.producer(),
                        "grain", c.grain(),
                        "columns", c.columns().size()))
            .toList(),
        contracts.stream()
            .map(c -> String.format("%-26s %-10s %s", c.dataset(), c.producer(), c.title()))
            .collect(Collectors.joining("\n")));
    return 0;
  }
}
