package fr.gouv.datalab.cli.rights;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.ErasureRequest;
import fr.gouv.datalab.rights.Erasures;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab erase list}: the demands to erase persons, and where they stand. */
@Command
public final class EraseListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home())) {
      List<ErasureRequest> all = new Erasures(registry).list();
      console.result(
          all,
          all.isEmpty()
              ? "Nobody asked to be erased."
              : all.stream().map(ErasureRequest::text).collect(Collectors.joining("\n")));
    }
    return 0;
  }
}
