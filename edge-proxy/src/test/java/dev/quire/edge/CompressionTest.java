package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.socket.DeflateTest;
import dev.quire.edge.world.Client;
import dev.quire.edge.world.RawClient;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToOwner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is small on its way and large when it is unpacked. */
class CompressionTest extends WatchedEdge {
  @Test
  void compressedFramesAreNotAgreedOnAndEndTheSocket() {
    world();
    RawClient bomb = offering();
    await().until(() -> bomb.text().contains("\r\n\r\n"));
    assertThat(bomb.text()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("deflate");
    byte[] frame = RawClient.frame(new byte[100]);
    frame[0] |= 0x40;
    bomb.send(frame);
    await().atMost(Duration.ofSeconds(20)).until(() -> bomb.closed);
    assertThat(reached("malformed")).isEqualTo(1);
    edits();
  }

  private RawClient offering() {
    return world
        .raw()
        .send(
            "GET /collab HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "");
  }

  @Test
  void whereItIsSwitchedOnAClientPacksWhatItSends() {
    world("QUIRE_EDGE_COMPRESSION", "true");
    Client bob = world.packing().opens("notes", token("bob"));
    byte[] long40 = new byte[40_000];
    long40[0] = 1;
    bob.send(Client.update("notes", long40));

    bob.awaitCollab("sync-status applied");
    assertThat(world.owners.received)
        .anyMatch(
            input -> input instanceof ToOwner.Edit edit && edit.update().equals(Bytes.of(long40)));
    edits();
  }

  /** Some kilobytes that would be fifty megabytes, from a member and from a stranger. */
  @Test
  void aBombIsGivenUpAtTheLimitOfItsMessage() {
    world("QUIRE_EDGE_COMPRESSION", "true");
    byte[] bomb = DeflateTest.packed(new byte[50 << 20], 9);
    RawClient member = packing();
    member.send(packed(DeflateTest.packed(Client.auth("hot", token("mob"), "4.8.0"), 6)));
    await().until(() -> member.text().contains("hot"));
    member.send(packed(bomb));
    await().until(() -> member.closed);
    assertThat(reached("frame_bytes")).isEqualTo(1);

    RawClient stranger = packing();
    stranger.send(packed(bomb));
    await().until(() -> stranger.closed);
    assertThat(reached("unauthenticated_frame_bytes")).isEqualTo(1);
    edits();
  }

  @Test
  void whatIsNotPackedCorrectlyEndsItsSocketAlone() {
    world("QUIRE_EDGE_COMPRESSION", "true");
    RawClient vandal = packing();
    vandal.send(packed(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3}));

    await().until(() -> vandal.closed);
    assertThat(reached("malformed")).isEqualTo(1);
    edits();
  }

  /** Has agreed on it. */
  private RawClient packing() {
    RawClient client = offering();
    await().until(() -> client.text().contains("\r\n\r\n"));
    assertThat(client.text())
        .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    return client;
  }

  private static byte[] packed(byte[] message) {
    byte[] frame = RawClient.frame(message);
    frame[0] |= 0x40;
    return frame;
  }

  @Test
  void compressedBodiesStayAsTheyAre() throws IOException {
    world();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[20_000]);
    }
    world
        .raw()
        .send(
            "POST /api/v1/auth/bomb HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Encoding: gzip",
            "Content-Type: application/octet-stream",
            "Content-Length: " + packed.size(),
            "")
        .send(packed.toByteArray());
    await().until(() -> !world.services.requests.isEmpty());
    assertThat(world.services.requests.get(0).body().length()).isEqualTo(packed.size());
    edits();
  }
}
