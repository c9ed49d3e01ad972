package fr.gouv.datalab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import org.apache.spark.sql.Column;

/** The way back to persons is one door, in the jobs as in the rooms. */
@AnalyzeClasses(packages = "fr.gouv.datalab", importOptions = ImportOption.DoNotIncludeTests.class)
class WayBackTest {
  @ArchTest
  static final ArchRule theCustodiansKeyIsTakenUnderAWarrantAlone =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("fr.gouv.datalab.warrants.Mandate")
          .and()
          .doNotHaveFullyQualifiedName("fr.gouv.datalab.keys.ProducerKeys")
          .and()
          .doNotHaveFullyQualifiedName("fr.gouv.datalab.replays.ReplayMandate")
          .should()
          .callMethod(KeyStore.class, "decrypter", KeyName.class);

  @ArchTest
  static final ArchRule onlyTheGateStepsBackFromAProjectsPseudonyms =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("fr.gouv.datalab.gate.spark.VaultReading")
          .should()
          .callMethod(Pseudonyms.class, "origin", String.class, Column.class);
}
