package dev.quire.collab.sim;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.crdt.IdSet;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.MalformedUpdateException;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Holds the promises against what happens, on the way and at the end. */
final class Checker implements Watch {
  /** The contents of a document's log, as far as it has been read. */
  private static final class Logged {
    private final KnownContents contents = new KnownContents();
    private final KnownContents forged = new KnownContents();
    private int revision;
  }

  /** What an owner was sent. */
  private static final class Taken {
    private final KnownContents contents = new KnownContents();
    private final Map<String, Long> frames = new HashMap<>();
  }

  private final World world;
  private final SimLog log;
  private final Map<DocumentId, Logged> documents = new HashMap<>();
  private final IdentityHashMap<DocumentOwner, Taken> taken = new IdentityHashMap<>();

  Checker(World world, SimLog log) {
    this.world = world;
    this.log = log;
  }

  // On the way.

  /** Somebody is being shown an update. */
  void shown(DocumentId document, Bytes update) {
    if (!logged(document).contents.covers(UpdateContents.read(update.array()))) {
      throw new Violation("shown before it is in the log");
    }
  }

  /** Somebody is being told that an edit is saved. */
  void acknowledged(DocumentId document, String whom, UpdateContents contents) {
    if (!logged(document).contents.covers(contents)) {
      throw new Violation("acknowledged to " + whom + " and not in the log: " + contents);
    }
  }

  /** A reader has made this up. */
  void forged(DocumentId document, UpdateContents contents) {
    documents.computeIfAbsent(document, d -> new Logged()).forged.add(contents);
  }

  @Override
  public void input(SimHost host, DocumentOwner owner, Input input, List<Effect> effects) {
    if (input instanceof Input.FromEdge from) {
      countMessage(owner, from.edge(), from.message());
    }
    boolean readsLog = input instanceof Input.LogRead;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        sent(owner, input, readsLog, send);
      } else if (effect instanceof Effect.Synchronise state) {
        shown(state.document(), state.state());
      }
    }
  }

  private void sent(DocumentOwner owner, Input input, boolean readsLog, Effect.Send send) {
    if (send.output() instanceof ToEdge.Fanout frame) {
      shown(frame.document(), frame.update());
      if (frame.through() > log.entries(frame.document()).size()) {
        throw new Violation("revision " + frame.through() + " is not in the log");
      }
      if (readsLog && owner.reason().startsWith("loaded")) {
        world.count(RarePath.REPLAY_FROM_LOG);
      } else if (input instanceof Input.FromEdge) {
        world.count(RarePath.REPLAY_FROM_MEMORY);
      } else if (frame.through() - frame.after() > 1) {
        world.count(RarePath.MERGED_FRAME);
      }
    } else if (send.output() instanceof ToEdge.Compare) {
      world.count(RarePath.COMPARED);
    } else if (send.output() instanceof ToEdge.Ended ended) {
      if (ended.reason() == ToEdge.Reason.OVERLOADED) {
        world.count(RarePath.OVERLOADED);
      } else if (ended.reason() == ToEdge.Reason.LOST_PLACE) {
        world.count(RarePath.LOST_PLACE);
      }
    }
  }

  private void countMessage(DocumentOwner owner, String edge, ToOwner.Input message) {
    Taken from = taken.computeIfAbsent(owner, o -> new Taken());
    if (message instanceof ToOwner.Open open) {
      from.frames.putIfAbsent(edge + open.session(), 0L);
    } else if (message instanceof ToOwner.Synchronise frame) {
      countFrame(from, edge + frame.session(), frame.number());
    } else if (message instanceof ToOwner.Edit frame) {
      countFrame(from, edge + frame.session(), frame.number());
      countEdit(owner, from, frame);
    }
  }

  private void countFrame(Taken from, String session, long number) {
    long last = from.frames.getOrDefault(session, Long.MAX_VALUE);
    if (number == last + 1) {
      from.frames.put(session, number);
    } else if (number > last) {
      world.count(RarePath.FRAME_GAP);
    } else if (last < Long.MAX_VALUE) {
      world.count(RarePath.FRAME_REPEATED);
    }
  }

  private void countEdit(DocumentOwner owner, Taken from, ToOwner.Edit edit) {
    UpdateContents contents = contentsOf(edit.update());
    if (owner.durable() < 0) {
      world.count(RarePath.HELD_WHILE_LOADING);
    } else if (!contents.isEmpty() && logged(edit.document()).contents.covers(contents)) {
      world.count(RarePath.DUPLICATE_OF_DURABLE);
    } else if (!contents.isEmpty() && from.contents.covers(contents)) {
      world.count(RarePath.DUPLICATE_IN_FLIGHT);
    } else {
      from.contents.add(contents);
    }
  }

  private static UpdateContents contentsOf(Bytes update) {
    try {
      return UpdateContents.read(update.array());
    } catch (MalformedUpdateException e) {
      return new UpdateContents(new IdSet(), new IdSet());
    }
  }

  @Override
  public void entered(SimHost host, DocumentOwner owner) {
    String reason = owner.reason();
    world.tell(host.name(), owner.document(), owner.phase(), reason);
    switch (reason) {
      case "settled: committed" -> world.count(RarePath.SETTLED_COMMITTED);
      case "settled: to be appended again" -> world.count(RarePath.SETTLED_APPENDED_AGAIN);
      case "idle" -> world.count(RarePath.IDLE_UNLOADED);
      default -> {}
    }
  }

  // At the end.

  /** What the log says the document is. */
  YDoc rebuilt(DocumentId document, long through) {
    YDoc doc = new YDoc();
    for (ReadLog.Entry entry : log.entries(document).subList(0, (int) through)) {
      doc.applyUpdate(entry.update().array());
    }
    return doc;
  }

  /** The log is one sequence, and everything in it was new and somebody's. */
  void checkLog(DocumentId document) {
    KnownContents before = new KnownContents();
    long revision = 0;
    long epoch = 0;
    for (ReadLog.Entry entry : log.entries(document)) {
      revision++;
      if (entry.revision() != revision) {
        throw new Violation("revision " + entry.revision() + " in place of " + revision);
      }
      if (entry.epoch() < epoch) {
        throw new Violation("epoch " + entry.epoch() + " after " + epoch + " at " + revision);
      }
      epoch = entry.epoch();
      UpdateContents contents = UpdateContents.read(entry.update().array());
      if (before.covers(contents)) {
        throw new Violation("revision " + revision + " holds nothing new");
      }
      before.add(contents);
    }
    SimLog.Snapshot snapshot = log.snapshot(document);
    if (snapshot != null) {
      byte[] state = rebuilt(document, snapshot.revision()).encodeStateAsUpdate();
      if (!Arrays.equals(state, snapshot.state().array())) {
        throw new Violation("the snapshot of revision " + snapshot.revision() + " is another");
      }
    }
  }

  private Logged logged(DocumentId document) {
    Logged logged = documents.computeIfAbsent(document, d -> new Logged());
    List<ReadLog.Entry> entries = log.entries(document);
    for (; logged.revision < entries.size(); logged.revision++) {
      UpdateContents contents = UpdateContents.read(entries.get(logged.revision).update().array());
      if (!contents.structs().isEmpty() && logged.forged.covers(contents)) {
        throw new Violation("a reader has written");
      }
      logged.contents.add(contents);
    }
    return logged;
  }
}
