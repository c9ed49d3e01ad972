package fr.gouv.datalab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NothingInClearLeavesTest {
  @Test
  void noIdentifierOfTheSampleStandsInWhatLeavesNorInTheReports(@TempDir Path directory)
      throws IOException {
    Home home = Home.of(directory.resolve("home")).init();
    KeyStore keys = KeyStore.init(home.keys());
    Path files = directory.resolve("files");
    SampleFiles.generate(files, 0.0002);
    Path sent = Files.createDirectories(directory.resolve("sent"));
    for (String dataset : SampleFiles.FILES.keySet()) {
      Contract contract = Catalogue.of(home).dataset(dataset);
      keys.create(KeyName.producer(contract.producer()));
      for (String form : List.of(".csv", ".csv.gz", ".parquet")) {
        new ProducerStage(contract, keys, 2)
            .tokenize(files.resolve(SampleFiles.FILES.get(dataset)), sent.resolve(dataset + form));
      }
    }
    ByteScan scan = new ByteScan(Needles.ofTruth(files.resolve("truth")));

    ByteScan.Result clear = scan.run(List.of(files), path -> !path.toString().contains("truth"));
    ByteScan.Result result = scan.run(List.of(sent), path -> true);

    assertThat(clear.findings()).as("the scanner finds them in the files in clear").isNotEmpty();
    assertThat(result.files()).isGreaterThanOrEqualTo(21);
    assertThat(result.findings()).isEmpty();
  }
}
