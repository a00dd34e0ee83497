package dev.quire.edge.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.kit.Settings;
import dev.quire.wire.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rates are one in an hour or a second and waits are hours: nothing here depends on the clock. */
class AllowanceTest {
  @Test
  void whoIsWithinTheBurstDoesNotWait() {
    Allowance ann =
        allowances("USER_UPDATE_FRAMES_PER_SECOND", 1, "USER_UPDATE_FRAMES_BURST", 3).user("ann");

    assertThat(frames(ann, 3).isNone()).isTrue();
    Delay over = frames(ann, 1_000);

    assertThat(over.limit()).isEqualTo("user_update_frames_per_second");
    assertThat(over.millis()).isGreaterThan(TimeUnit.SECONDS.toMillis(900));
  }

  @Test
  void aBurstComesInPieces() {
    Allowance ann = allowances("USER_UPDATE_FRAMES_PEAK_PER_SECOND", 40).user("ann");

    assertThat(frames(ann, 1).isNone()).isTrue();
    assertThat(frames(ann, 40).isNone()).isFalse();
  }

  @Test
  void bytesCountWhateverNumberOfMessagesTheyComeIn() {
    Allowance here =
        allowances("ADDRESS_BYTES_PER_SECOND", 1_000, "ADDRESS_BYTES_BURST", 1_000)
            .address("192.0.2.1");
    Delay delay = new Delay();

    here.bytes(1_000, delay);
    assertThat(delay.isNone()).isTrue();
    here.bytes(15 << 20, delay);

    assertThat(delay.limit()).isEqualTo("address_bytes_per_second");
    assertThat(delay.millis()).isGreaterThan(TimeUnit.HOURS.toMillis(4));
  }

  @Test
  void whoHasFaultsWaitsForAWhileAndNoLonger() {
    Allowance here =
        allowances("ADDRESS_FAULTS_PER_SECOND", 1, "ADDRESS_FAULTS_BURST", 2).address("192.0.2.1");
    for (int i = 0; i < 1_000; i++) {
      here.fault();
    }
    Delay delay = new Delay();

    here.socket(delay);

    assertThat(delay.limit()).isEqualTo("address_faults_per_second");
    assertThat(delay.millis()).isBetween(5_000L, 12_000L);
  }

  @Test
  void aFaultNowAndThenIsHeldAgainstNobody() {
    Allowance here =
        allowances(
                "ADDRESS_FAULTS_PER_SECOND",
                1,
                "ADDRESS_FAULTS_BURST",
                10,
                "ADDRESS_FAULTS_PEAK_PER_SECOND",
                0)
            .address("192.0.2.1");
    Delay delay = new Delay();
    for (int i = 0; i < 9; i++) {
      here.fault();
    }

    here.socket(delay);

    assertThat(delay.isNone()).isTrue();
  }

  @Test
  void oneUsersIsNoneOfAnothersBusinessAndWhoComesBackFindsHisOwn() {
    Allowances allowances = allowances("USER_JOINS_PER_SECOND", 1, "USER_JOINS_BURST", 1);
    Delay mobs = new Delay();
    for (int i = 0; i < 10; i++) {
      allowances.user("mob").join(mobs);
    }
    Delay anns = new Delay();
    allowances.user("ann").join(anns);

    assertThat(mobs.limit()).isEqualTo("user_joins_per_second");
    assertThat(anns.isNone()).isTrue();
  }

  @Test
  void theUsersOfAnAddressOpenDocumentsTogether() {
    Allowance here =
        allowances("ADDRESS_JOINS_PER_SECOND", 1, "ADDRESS_JOINS_BURST", 1).address("192.0.2.1");
    Delay delay = new Delay();

    here.join(delay);
    here.join(delay);

    assertThat(delay.limit()).isEqualTo("address_joins_per_second");
  }

  @Test
  void whoGivesUpWaitingIsNoBurdenToOthers() {
    Allowance here =
        allowances("ADDRESS_SOCKETS_PER_SECOND", 1, "ADDRESS_SOCKETS_BURST", 1)
            .address("192.0.2.1");
    for (int i = 0; i < 1_001; i++) {
      here.socket(new Delay());
    }
    for (int i = 0; i < 990; i++) {
      here.noSocket();
    }
    Delay delay = new Delay();

    here.socket(delay);

    assertThat(delay.millis()).isLessThan(TimeUnit.SECONDS.toMillis(20));
  }

  @Test
  void whereEditsHaveNoLimitNothingElseHas() {
    Allowances allowances = new Allowances(PaceLimits.from(Settings.of(Map.of()), true));
    Delay delay = new Delay();
    for (int i = 0; i < 100_000; i++) {
      allowances.user("ann").frame(delay);
      allowances.user("ann").bytes(16 << 20, delay);
      allowances.address("192.0.2.1").socket(delay);
      allowances.address("192.0.2.1").fault();
      delay.atLeast(allowances.document(new DocumentId(1, 2)).take(1), "", "");
    }

    assertThat(delay.isNone()).isTrue();
  }

  @Test
  void theLoopsOfAProcessShareWhatMayComeForADocument() {
    Allowances allowances =
        allowances("DOCUMENT_UPDATE_FRAMES_PER_SECOND", 1, "DOCUMENT_UPDATE_FRAMES_BURST", 10);
    allowances.document(new DocumentId(1, 2)).take(60);

    assertThat(allowances.document(new DocumentId(1, 2)).take(1))
        .isGreaterThan(TimeUnit.SECONDS.toNanos(30));
    assertThat(allowances.document(new DocumentId(1, 3)).take(1)).isZero();
  }

  private static Delay frames(Allowance allowance, int many) {
    Delay delay = new Delay();
    for (int i = 0; i < many; i++) {
      allowance.frame(delay);
    }
    return delay;
  }

  private static Allowances allowances(Object... limits) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < limits.length; i += 2) {
      environment.put("QUIRE_LIMIT_" + limits[i], limits[i + 1].toString());
    }
    return new Allowances(PaceLimits.from(Settings.of(environment), false));
  }
}
