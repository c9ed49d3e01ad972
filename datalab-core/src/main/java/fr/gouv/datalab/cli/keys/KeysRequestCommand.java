package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.cli.OutFile;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keys.ProducerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab keys request --keys DIR --out FILE}: at the producer's, makes the directory of its
 * keys and the public half to which the datalab seals them.
 */
@Command
public final class KeysRequestCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "Where the producer keeps its keys; made if it is not there.")
  private Path keys;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "What is sent to the datalab; it holds no secret.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    OutFile.require(out);
    byte[] request = ProducerKeys.request(KeyStore.ofProducer(keys));
    Files.write(out, request);
    String fingerprint = ProducerKeys.fingerprint(request);
    console.result(
        Map.of("request", out.toString(), "fingerprint", fingerprint),
        "Send "
            + out
            + " to the datalab, and tell it by another way the fingerprint "
            + fingerprint
            + ".");
    return 0;
  }
}
