package dev.quire.e2e;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A document of nearly 64 MiB of state, and one edit too many. */
@Tag("slow")
class LargeDocumentTest {
  @RegisterExtension static final RunningQuire QUIRE = new RunningQuire();

  @Test
  void opensIsEditedAndRefusesOnlyWhatIsTooMuch() throws Exception {
    NodeTests.run("large-documents", QUIRE.coordinates());
  }
}
