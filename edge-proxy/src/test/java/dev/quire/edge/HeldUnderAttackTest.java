package dev.quire.edge;

import static dev.quire.edge.world.Client.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.Firehose;
import dev.quire.wire.Bytes;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What an edge holds while it is attacked, heap and direct memory together: each attack brings many
 * times what all of its kind may be held of, and what is held stays below a stated bound. The
 * services behind the edge are in the same process, so the bound is a generous one; without the
 * limit each attack goes far over it.
 */
class HeldUnderAttackTest extends WatchedEdge {
  private static final int MEBIBYTE = 1 << 20;

  /** What may be held of one kind. */
  private static final int LIMIT = 8 * MEBIBYTE;

  private static final int STATED_BOUND = 6 * LIMIT;

  /** What each of the attackers brings. */
  private static final int EACH = 6 * MEBIBYTE;

  private static final int ATTACKERS = 12;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<Firehose> attackers = new ArrayList<>();
  private long before;
  private long most;

  @AfterEach
  void end() {
    attackers.forEach(Firehose::close);
  }

  private void attacked(String... settings) {
    world(settings);
    edits();
    before = held();
  }

  /** Used heap after a full collection, and what Netty's pools have handed out. */
  private static long held() {
    System.gc();
    long direct =
        PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
            .mapToLong(PoolArenaMetric::numActiveBytes)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }

  /** All was taken, or refused; and at no time that was looked at was more held than may be. */
  private void isBoundedToTheEnd() {
    await()
        .atMost(LONG)
        .until(
            () -> {
              most = Math.max(most, held() - before);
              return attackers.stream().allMatch(Firehose::hasEnded);
            });
    assertThat(Math.max(most, held() - before)).isLessThan(STATED_BOUND);
    edits();
  }

  /** Members who each begin a long message and do not end it. */
  @Test
  void messagesThatDoNotEnd() {
    attacked(
        "QUIRE_LIMIT_PARTIAL_BYTES",
        Integer.toString(LIMIT),
        "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND",
        "0");
    for (int i = 0; i < ATTACKERS; i++) {
      Firehose member = Firehose.member(world, "hot", token("member-" + i));
      attackers.add(member);
      member.messageWithoutEnd(EACH / MEBIBYTE, MEBIBYTE);
    }

    isBoundedToTheEnd();
    assertThat(reached("partial_bytes")).isPositive();
  }

  /** Members who each send a long body, but for its last byte. */
  @Test
  void bodiesThatDoNotEnd() {
    attacked(
        "QUIRE_LIMIT_BODY_BYTES", Integer.toString(LIMIT),
        "QUIRE_LIMIT_ALL_BODY_BYTES", Integer.toString(LIMIT));
    for (int i = 0; i < ATTACKERS; i++) {
      Firehose sender =
          new Firehose(
              world,
              "PUT /api/v1/documents/notes/content HTTP/1.1",
              "Host: 127.0.0.1",
              "Authorization: Bearer " + token("member-" + i),
              "Content-Type: text/plain",
              "Content-Length: " + (EACH + 1),
              "");
      attackers.add(sender);
      sender.bytes(EACH);
    }

    isBoundedToTheEnd();
    assertThat(reached("all_body_bytes")).isPositive();
  }

  /** Members who write on and on to an owner that does not answer. */
  @Test
  void editsThatNobodyAnswers() {
    attacked(
        "QUIRE_LIMIT_UNANSWERED_BYTES",
        Integer.toString(MEBIBYTE / 2),
        "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND",
        "0");
    world.owners.silent = true;
    byte[] message = update("hot", new byte[MEBIBYTE / 4]);
    for (int i = 0; i < ATTACKERS; i++) {
      Firehose member = Firehose.member(world, "hot", token("member-" + i));
      attackers.add(member);
      member.messages(100, message);
    }

    await().atMost(LONG).until(() -> reached("unanswered_bytes") >= ATTACKERS);
    assertThat(held() - before).isLessThan(STATED_BOUND);
    assertThat(attackers).noneMatch(Firehose::hasEnded);
  }

  /** Readers who take nothing of a document that others write much into. */
  @Test
  void outputThatNobodyTakes() {
    attacked(
        "QUIRE_LIMIT_OUTPUT_BYTES", Integer.toString(1 << 30),
        "QUIRE_LIMIT_ALL_OUTPUT_BYTES", Integer.toString(LIMIT));
    for (int i = 0; i < 2; i++) {
      world.collab().opens("hot", token("member-" + i)).socket.pause();
    }
    Bytes written = Bytes.of(new byte[MEBIBYTE / 4]);
    for (int i = 1; reached("all_output_bytes") == 0; i++) {
      assertThat(i).as("times 256 KiB until who does not read was closed").isLessThan(500);
      world.owners.commit(FakeServices.id("hot"), written);
      if (i % 4 == 0) {
        edits();
      }
      if (i % 40 == 0) {
        assertThat(held() - before).isLessThan(STATED_BOUND);
      }
    }

    assertThat(held() - before).isLessThan(STATED_BOUND);
  }
}
