package dev.quire.doc.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.update.Updates;
import dev.quire.doc.retention.MergeRule.Grouped;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.wire.Bytes;
import dev.quire.wire.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MergeRuleTest {
  private static final long MINUTE = 60_000_000L;
  private static final long NOON = micros("2026-03-01T12:00:00Z");
  private static final MergeRule RULE = new MergeRule(micros("2026-03-02T00:00:00Z"), Set.of());

  private static final Bytes NOTHING = Bytes.of(Updates.empty());

  private final List<LoggedUpdate> run = new ArrayList<>();

  private static long micros(String time) {
    return Instant.parse(time).toEpochMilli() * 1_000;
  }

  private void add(String author, long epoch, long at, int bytes) {
    long revision = run.size() + 2L;
    run.add(new LoggedUpdate(revision, epoch, author, at, update(revision, bytes)));
  }

  /** One that writes a text under ids of its own; of few bytes, one that does nothing. */
  private static Bytes update(long client, int bytes) {
    if (bytes < 1 << 15) {
      return NOTHING;
    }
    int length = bytes - 12;
    byte[] update = new byte[bytes];
    Arrays.fill(update, (byte) 'a');
    byte[] head = {
      1,
      1,
      (byte) client,
      0,
      4,
      1,
      1,
      't',
      (byte) (length | 0x80),
      (byte) (length >> 7 | 0x80),
      (byte) (length >> 14)
    };
    System.arraycopy(head, 0, update, 0, head.length);
    update[bytes - 1] = 0;
    return Bytes.of(update);
  }

  @Test
  void noItemIsOfTwoSessions() {
    for (int session : new int[] {1, 1, 2, 0, 0, 2}) {
      long revision = run.size() + 2L;
      SessionId id = session == 0 ? null : new SessionId(5, session);
      run.add(new LoggedUpdate(revision, 1, "ada", NOON, NOTHING, id));
    }
    assertThat(groups(RULE)).containsExactly("2..3", "4..4", "5..6", "7..7");
    LoggedUpdate item = MergedItem.of(run.subList(0, 2));
    assertThat(item.session()).isEqualTo(new SessionId(5, 1));
  }

  private void add(String author, long at) {
    add(author, 1, at, 10);
  }

  private static List<String> spans(Grouped grouped) {
    return grouped.settled().stream()
        .map(group -> group.get(0).fromRevision() + ".." + group.get(group.size() - 1).revision())
        .toList();
  }

  private List<String> groups(MergeRule rule) {
    Grouped grouped = rule.group(run, false, 2);
    assertThat(grouped.open()).isEmpty();
    return spans(grouped);
  }

  @Test
  void oneAuthorsSessionBecomesOneItem() {
    add("ada", NOON);
    add("ada", NOON + MINUTE);
    add("ada", NOON + 31 * MINUTE);
    add("ada", NOON + 62 * MINUTE);
    add("bob", NOON + 62 * MINUTE);
    add("ada", NOON + 63 * MINUTE);
    assertThat(groups(RULE)).containsExactly("2..4", "5..5", "6..6", "7..7");
  }

  @Test
  void anotherEpochBeginsAnotherItem() {
    add("ada", 1, NOON, 10);
    add("ada", 1, NOON, 10);
    add("ada", 2, NOON, 10);
    assertThat(groups(RULE)).containsExactly("2..3", "4..4");
  }

  @Test
  void aDayEndsASession() {
    long midnight = micros("2026-03-01T00:00:00Z");
    add("ada", midnight - 2);
    add("ada", midnight - 1);
    add("ada", midnight);
    add("ada", midnight + 1);
    assertThat(groups(RULE)).containsExactly("2..3", "4..5");
  }

  @Test
  void whatMustBeKeptIsTheLastOfItsItem() {
    for (int i = 0; i < 6; i++) {
      add("ada", NOON + i);
    }
    assertThat(groups(new MergeRule(RULE.beforeMicros(), Set.of(4L, 7L))))
        .containsExactly("2..4", "5..7");
  }

  @Test
  void theFirstRevisionStaysByItself() {
    List<LoggedUpdate> all = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      all.add(new LoggedUpdate(i, 1, "ada", NOON, NOTHING));
    }
    assertThat(spans(RULE.group(all, false, 1))).containsExactly("1..1", "2..3");
  }

  @Test
  void itemsHaveABoundAndWhatIsMergedStaysAsItIs() {
    int half = MergeRule.MOST_BYTES / 2;
    add("ada", 1, NOON, half);
    add("ada", 1, NOON, half);
    add("ada", 1, NOON, 1);
    add("ada", 1, NOON, 2 * half + 1);
    add("ada", 1, NOON, 1);
    assertThat(groups(RULE)).containsExactly("2..3", "4..4", "5..5", "6..6");

    run.clear();
    run.add(new LoggedUpdate(9, 1, "ada", NOON, NOTHING, 2, NOON, null));
    run.add(new LoggedUpdate(10, 1, "ada", NOON, NOTHING));
    run.add(new LoggedUpdate(11, 1, "ada", NOON, NOTHING));
    assertThat(groups(RULE)).containsExactly("2..9", "10..11");
  }

  @Test
  void whatIsWrittenAgainUnderAnIdBeginsAnotherItem() {
    byte[] hello = typed("hello");
    byte[] other = typed("HELLO!");
    byte[] collected = {1, 1, 7, 0, 0, 6, 0};
    byte[] deleted = {0, 1, 7, 1, 0, 5};
    for (byte[] update : List.of(hello, deleted, other, collected, deleted)) {
      run.add(new LoggedUpdate(run.size() + 2L, 1, "mallory", NOON, Bytes.of(update)));
    }
    assertThat(groups(RULE)).containsExactly("2..3", "4..4", "5..6");
  }

  /** By one client, from its first id on. */
  private static byte[] typed(String text) {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    writer.getText("t").insert(0, text);
    return writer.encodeStateAsUpdate();
  }

  @Test
  void whatIsTooYoungIsLeftWithAllThatFollows() {
    long young = RULE.beforeMicros();
    add("ada", young - 1);
    add("ada", young - 1);
    add("ada", young);
    add("bob", young - 1);
    Grouped grouped = RULE.group(run, true, 2);
    assertThat(spans(grouped)).containsExactly("2..3");
    assertThat(grouped.open()).isEqualTo(run.subList(2, 4));
    assertThat(grouped.isYoung()).isTrue();
  }

  @Test
  void aGroupThatMayGoOnBehindTheRunIsLeftUnlessItIsAllThatIsDue() {
    add("ada", NOON);
    add("bob", NOON);
    add("bob", NOON);
    Grouped grouped = RULE.group(run, true, 2);
    assertThat(spans(grouped)).containsExactly("2..2");
    assertThat(grouped.open()).isEqualTo(run.subList(1, 3));
    assertThat(grouped.isYoung()).isFalse();

    Grouped stuck = RULE.group(run, true, 3);
    assertThat(spans(stuck)).containsExactly("2..2", "3..4");
    assertThat(stuck.open()).isEmpty();
  }

  @Test
  void theRuleBeginsAtTheStartOfADay() {
    assertThat(MergeRule.daysBefore(Instant.parse("2026-03-31T17:45:00Z"), 30))
        .isEqualTo(micros("2026-03-01T00:00:00Z"));
  }
}
