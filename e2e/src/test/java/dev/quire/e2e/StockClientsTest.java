package dev.quire.e2e;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of all kinds, well-behaved and not, against one Quire. */
class StockClientsTest {
  @RegisterExtension static final RunningQuire QUIRE = new RunningQuire();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stock-clients",
        "idempotence",
        "joining",
        "viewers",
        "rights",
        "malformed",
        "paste",
        "sign-ins",
        "load",
        "content",
        "history",
        "tiptap",
        "openapi",
        "idempotency-keys",
        "seeds",
        "anchors",
        "programs"
      })
  void getWhatTheyWerePromised(String story) throws Exception {
    NodeTests.run(story, QUIRE.coordinates());
  }
}
