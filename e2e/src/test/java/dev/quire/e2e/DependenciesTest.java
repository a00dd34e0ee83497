package dev.quire.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may know whom: {@code crdt} ← {@code wire} ← services ← {@code standalone}. */
class DependenciesTest {
  private static final JavaClasses QUIRE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(DependenciesTest::isNoTestJar)
          .importPackages("dev.quire");

  @Test
  void modulesKnowOnlyThoseBelowThem() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.quire..")
        .layer("crdt")
        .definedBy("dev.quire.crdt..")
        .layer("wire")
        .definedBy("dev.quire.wire..")
        .layer("kit")
        .definedBy("dev.quire.kit..")
        .layer("auth")
        .definedBy("dev.quire.auth..")
        .layer("doc")
        .definedBy("dev.quire.doc..")
        .layer("collab")
        .definedBy("dev.quire.collab..")
        .layer("presence")
        .definedBy("dev.quire.presence..")
        .layer("edge")
        .definedBy("dev.quire.edge..")
        .layer("standalone")
        .definedBy("dev.quire.standalone..")
        .whereLayer("crdt")
        .mayNotAccessAnyLayer()
        .whereLayer("wire")
        .mayOnlyAccessLayers("crdt")
        .whereLayer("kit")
        .mayOnlyAccessLayers("wire")
        .whereLayer("auth")
        .mayOnlyAccessLayers("wire", "kit")
        .whereLayer("doc")
        .mayOnlyAccessLayers("crdt", "wire", "kit")
        .whereLayer("collab")
        .mayOnlyAccessLayers("crdt", "wire", "kit")
        .whereLayer("presence")
        .mayOnlyAccessLayers("wire", "kit")
        .whereLayer("edge")
        .mayOnlyAccessLayers("crdt", "wire", "kit")
        .whereLayer("standalone")
        .mayNotBeAccessedByAnyLayer()
        .check(QUIRE);
  }

  @Test
  void theCrdtNeedsNothingButJava() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage("dev.quire.crdt..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.quire.crdt..", "java..", "org.jspecify..");
    rule.check(QUIRE);
  }

  @Test
  void theOwnerIsPure() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.quire.collab.owner..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.vertx..",
                "com.hazelcast..",
                "java.io..",
                "java.net..",
                "java.nio.channels..",
                "java.nio.file..",
                "java.sql..",
                "java.time..",
                "java.util.concurrent..",
                "org.slf4j..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("a simulation replays it from a seed");
    rule.check(QUIRE);
  }

  @Test
  void packagesOfAModuleFormNoCycles() {
    for (String module :
        new String[] {
          "crdt", "wire", "kit", "auth", "doc", "collab", "presence", "edge", "standalone"
        }) {
      slices()
          .matching("dev.quire." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(QUIRE);
    }
  }

  @Test
  void noProcessWritesToItsStandardOutputPastTheLog() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(QUIRE);
  }

  private static boolean isNoTestJar(Location location) {
    return !location.matches(Pattern.compile(".*-tests\\.jar.*"));
  }
}
