package fr.gouv.datalab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point one way; Spark is imported only where a package's name says so. A rule that
 * matches no class fails.
 */
@AnalyzeClasses(packages = "fr.gouv.datalab", importOptions = ImportOption.DoNotIncludeTests.class)
class DirectionsTest {
  @ArchTest
  static final ArchRule sparkOnlyWhereTheNameSaysSo =
      noClasses()
          .that()
          .resideOutsideOfPackage("..spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "io.delta..");

  @ArchTest
  static final ArchRule pseudonymisationStandsAlone =
      noClasses()
          .that()
          .resideInAnyPackage(
              "fr.gouv.datalab.identifiers..",
              "fr.gouv.datalab.keys..",
              "fr.gouv.datalab.pseudonyms",
              "fr.gouv.datalab.vault")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "fr.gouv.datalab.cli..",
              "fr.gouv.datalab.home..",
              "fr.gouv.datalab.registry..",
              "fr.gouv.datalab.journal..",
              "fr.gouv.datalab.doctor..");

  @ArchTest
  static final ArchRule theRoomsDoNotKnowTheCommandLine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "fr.gouv.datalab.home..",
              "fr.gouv.datalab.registry..",
              "fr.gouv.datalab.journal..",
              "fr.gouv.datalab.yaml..",
              "fr.gouv.datalab.catalogue..",
              "fr.gouv.datalab.conventions..",
              "fr.gouv.datalab.flows..",
              "fr.gouv.datalab.gate..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("fr.gouv.datalab.cli..");

  /**
   * Nobody else can open the vault: the custodian's private key is taken in one place. A producer
   * opens what is sealed to it by a key of its own, a replay what the intake sealed to quarantine.
   */
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
          .callMethod(
              fr.gouv.datalab.keys.KeyStore.class, "decrypter", fr.gouv.datalab.keys.KeyName.class);

  /** Nor can anybody else step back from a project's pseudonyms. */
  @ArchTest
  static final ArchRule onlyTheGateStepsBackFromAProjectsPseudonyms =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("fr.gouv.datalab.gate.spark.VaultReading")
          .should()
          .callMethod(
              fr.gouv.datalab.pseudonyms.spark.Pseudonyms.class,
              "origin",
              String.class,
              org.apache.spark.sql.Column.class);

  @ArchTest
  static final ArchRule accountsDoNotKnowTheCustodian =
      noClasses()
          .that()
          .resideInAPackage("fr.gouv.datalab.accounts..")
          .should()
          .accessField(fr.gouv.datalab.keys.KeyName.class, "CUSTODIAN");
}
