package dev.quire.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.regex.Matcher;
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
        .layer("rich text")
        .definedBy("dev.quire.richtext..")
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
        .whereLayer("rich text")
        .mayOnlyAccessLayers("crdt")
        .whereLayer("wire")
        .mayOnlyAccessLayers("crdt")
        .whereLayer("kit")
        .mayOnlyAccessLayers("wire")
        .whereLayer("auth")
        .mayOnlyAccessLayers("wire", "kit")
        .whereLayer("doc")
        .mayOnlyAccessLayers("crdt", "rich text", "wire", "kit")
        .whereLayer("collab")
        .mayOnlyAccessLayers("crdt", "wire", "kit")
        .whereLayer("presence")
        .mayOnlyAccessLayers("crdt", "wire", "kit")
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
    slices().assignedFrom(new FirstPackages()).should().beFreeOfCycles().check(QUIRE);
  }

  /**
   * A slice is what stands directly below a module's root package, and in the CRDT, which is a
   * library, and in some services that package itself: it knows those below it or is known by them,
   * not both. Structs and contents are one there: an item holds content, and the content that is a
   * type holds items.
   */
  private static final class FirstPackages implements SliceAssignment {
    private static final Set<String> WHOLE =
        Set.of(
            "dev.quire.crdt",
            "dev.quire.collab",
            "dev.quire.auth",
            "dev.quire.presence",
            "dev.quire.edge");
    private static final Pattern PACKAGE = Pattern.compile("dev\\.quire\\.(\\w+)\\.(\\w+)(\\..*)?");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      if (WHOLE.contains(type.getPackageName())) {
        return SliceIdentifier.of(type.getPackageName(), "itself");
      }
      Matcher matcher = PACKAGE.matcher(type.getPackageName());
      if (!matcher.matches()) {
        return SliceIdentifier.ignore();
      }
      String module = matcher.group(1);
      String part = matcher.group(2);
      return SliceIdentifier.of(
          module, module.equals("crdt") && part.equals("content") ? "struct" : part);
    }

    @Override
    public String getDescription() {
      return "the packages directly below a module's, and the library's own";
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
