package dev.quire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SeedClientsTest {
  private static DocumentId id(String uuid) {
    return DocumentId.of(UUID.fromString(uuid));
  }

  @Test
  void theFunctionIsFrozen() {
    assertThat(SeedClients.of(id("00000000-0000-0000-0000-000000000000")))
        .isEqualTo(6173577103700122L);
    assertThat(SeedClients.of(id("01926f3c-7c00-7abc-8def-0123456789ab")))
        .isEqualTo(6173577114920661L);
  }

  @Test
  void everyOneIsKnownAsOneAndFitsIntoTheFormat() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long client = SeedClients.of(new DocumentId(random.nextLong(), random.nextLong()));
      assertThat(SeedClients.isOne(client)).isTrue();
      assertThat(client).isBetween(1L << 52, (1L << 53) - 1);
    }
  }

  @Test
  void noIdThatYjsDrawsIsOne() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      assertThat(SeedClients.isOne(random.nextInt() & 0xFFFF_FFFFL)).isFalse();
    }
    assertThat(SeedClients.isOne(0)).isFalse();
    assertThat(SeedClients.isOne(0xFFFF_FFFFL)).isFalse();
  }
}
