package dev.quire.presence.room;

import static dev.quire.presence.room.Frames.entries;
import static dev.quire.presence.room.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.awareness.Identity;
import dev.quire.presence.room.PresenceRoom.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Ada and Grace, each by an edge of her own, in a room with the bounds that are usual. */
abstract class TwoInARoom {
  static final SessionKey ADA = new SessionKey("edge-1", 1);
  static final SessionKey GRACE = new SessionKey("edge-2", 1);
  static final Identity ADA_SHE_IS = new Identity("ada", "Ada");
  static final Identity GRACE_SHE_IS = new Identity("grace", "Grace");
  static final String STAMPED_ADA = "{\"user\":{\"id\":\"ada\",\"name\":\"Ada\"}}";

  /** The bounds that were reached. */
  final List<String> limits = new ArrayList<>();

  final PresenceRoom room = new PresenceRoom(RoomLimits.DEFAULTS, limits::add);
  long now = 1_000_000;

  @BeforeEach
  void bothEnter() {
    room.enter(ADA, ADA_SHE_IS);
    room.enter(GRACE, GRACE_SHE_IS);
  }

  List<AwarenessEntry> publish(SessionKey session, AwarenessEntry... entries) {
    PresenceRoom.Published published = room.publish(session, frame(entries), now);
    assertThat(published.verdict()).isEqualTo(Verdict.TAKEN);
    return entries(published.reply());
  }

  /** What everybody is sent by now, a send interval later. */
  List<AwarenessEntry> sent() {
    now += RoomLimits.DEFAULTS.sendMillis();
    return entries(room.send(now).orElse(null));
  }
}
