package dev.quire.crdt.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.oracle.Fixtures;
import dev.quire.crdt.oracle.OracleRecord;
import dev.quire.crdt.update.Updates;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One author's 259,778 edits, and two people typing at once: made as local edits, received one by
 * one, and received merged.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TraceTest {
  @ParameterizedTest
  @ValueSource(strings = {"automerge-paper", "friendsforever"})
  void everyUpdateAndTheStateAreThoseOfYjs(String name) {
    OracleRecord yjs = Fixtures.one("traces", name);
    Trace trace = Trace.read(name);
    // Positions count code points: here these are UTF-16 units.
    assertThat(trace.edits())
        .allMatch(edit -> edit.patches().stream().allMatch(patch -> isAscii(patch.inserted())));

    Replay replay = new Replay(trace);
    YDoc written = replay.run();
    assertThat(hash(replay.updates())).isEqualTo(yjs.one("updates").get(0));
    assertEnds(written, trace, yjs);

    YDoc received = new YDoc();
    replay.updates().forEach(received::applyUpdate);
    assertEnds(received, trace, yjs);

    YDoc merged = new YDoc();
    merged.applyUpdate(Updates.merge(replay.updates()));
    assertEnds(merged, trace, yjs);
  }

  private static void assertEnds(YDoc doc, Trace trace, OracleRecord yjs) {
    doc.check();
    assertThat(doc.getText("t")).hasToString(trace.text());
    byte[] state = doc.encodeStateAsUpdate();
    assertThat(String.valueOf(state.length)).isEqualTo(yjs.one("bytes").get(0));
    assertThat(hash(List.of(state))).isEqualTo(yjs.one("state").get(0));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(unit -> unit < 0x80);
  }

  private static String hash(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
