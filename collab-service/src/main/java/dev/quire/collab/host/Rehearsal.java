package dev.quire.collab.host;

import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts a document that there is not, before a process takes its first shard: opens it, edits it
 * and hands it over, as a lane does, against a log in memory, every message encoded and decoded.
 *
 * <p>A shard that comes to a process has people waiting in it. Without this they wait, too, for the
 * classes of everything that an owner does to be loaded and compiled: a third to two thirds of a
 * second on two busy cores, which was most of a planned handover. Takes about that long itself, on
 * the thread that calls it: never on an event loop.
 */
public final class Rehearsal {
  private static final DocumentId DOCUMENT = new DocumentId(0, 0);
  private static final int SHARD = Shards.of(DOCUMENT);
  private static final String EDGE = "rehearsal";

  /** Enough for what is called by each of them to be compiled. */
  private static final int ROUNDS = 12;

  private static final int EDITS_A_ROUND = 25;

  private final RehearsalLoop loop = new RehearsalLoop();
  private final LaneOwners lane;
  private final List<Bytes> edits = typed();

  private Rehearsal(CollabSettings settings) {
    lane =
        new LaneOwners(
            settings, 0, loop, NOTHING, new KnownOwners(Shards.COUNT), OwnerWatch.LOGGING);
  }

  /**
   * Goes through it all.
   *
   * @return how many edits were acknowledged
   */
  public static int run(CollabSettings settings) {
    return new Rehearsal(settings).rounds();
  }

  private int rounds() {
    for (int round = 0; round < ROUNDS; round++) {
      lane.open(SHARD, round + 1, "rehearsal");
      say(new ToOwner.Open(DOCUMENT, round + 1, "", true, -1, "", 0));
      say(new ToOwner.Synchronise(DOCUMENT, round + 1, 1, Bytes.of(new byte[] {0})));
      for (int i = 0; i < EDITS_A_ROUND; i++) {
        Bytes edit = edits.get(round * EDITS_A_ROUND + i);
        say(new ToOwner.Edit(DOCUMENT, round + 1, i + 2, edit, ToOwner.Edit.ANYWHERE));
      }
      lane.tick();
      lane.close(SHARD);
      loop.run();
    }
    return loop.answered();
  }

  private void say(ToOwner.Input input) {
    lane.on(loop.overTheWire(new ToOwner(EDGE, List.of(input))));
    loop.run();
  }

  private static List<Bytes> typed() {
    List<Bytes> updates = new ArrayList<>();
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
    doc.onUpdate(event -> updates.add(Bytes.of(event.update())));
    for (int i = 0; i < ROUNDS * EDITS_A_ROUND; i++) {
      doc.getText("rehearsal").insert(i / 2, "a");
    }
    return updates;
  }

  private static final ShardEvents NOTHING =
      new ShardEvents() {
        @Override
        public void fenced(int shard, long byEpoch) {
          throw new IllegalStateException("nobody else is here");
        }

        @Override
        public void raised(int shard, long epoch) {
          // As it should.
        }
      };
}
