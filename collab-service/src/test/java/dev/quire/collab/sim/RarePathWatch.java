package dev.quire.collab.sim;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Sees which {@link RarePath}s owners take. It holds nobody to anything: a simulation that never
 * comes by a path says nothing about it, and the counts show that it does.
 */
final class RarePathWatch {
  private final World world;
  private final IdentityHashMap<DocumentOwner, Taken> taken = new IdentityHashMap<>();

  /** What an owner was sent. */
  private static final class Taken {
    private final KnownContents contents = new KnownContents();
    private final Map<String, Long> frames = new HashMap<>();
  }

  RarePathWatch(World world) {
    this.world = world;
  }

  /**
   * An owner has decided.
   *
   * @param isLogged whether its document's log holds these contents
   */
  void decided(
      DocumentOwner owner, Input input, List<Effect> effects, Predicate<UpdateContents> isLogged) {
    if (input instanceof Input.EdgeGone) {
      world.count(RarePath.EDGE_GONE);
    } else if (input instanceof Input.LoadFailed) {
      world.count(RarePath.LOAD_FAILED);
    } else if (input instanceof Input.StateEncoded) {
      world.count(RarePath.STATE_ENCODED_ASIDE);
    } else if (input instanceof Input.FromEdge from) {
      countMessage(owner, from.edge(), from.message(), isLogged);
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        countOutput(owner, input, send.output());
      }
    }
  }

  private void countOutput(DocumentOwner owner, Input input, ToEdge.Output output) {
    if (output instanceof ToEdge.Fanout frame) {
      countFanout(owner, input, frame);
    } else if (output instanceof ToEdge.Compare) {
      world.count(RarePath.COMPARED);
    } else if (output instanceof ToEdge.Ended ended) {
      if (ended.reason() == ToEdge.Reason.OVERLOADED) {
        world.count(RarePath.OVERLOADED);
      } else if (ended.reason() == ToEdge.Reason.LOST_PLACE) {
        world.count(RarePath.LOST_PLACE);
      }
    }
  }

  private void countFanout(DocumentOwner owner, Input input, ToEdge.Fanout frame) {
    if (input instanceof Input.LogRead && owner.reason().startsWith("loaded")) {
      world.count(RarePath.REPLAY_FROM_LOG);
    } else if (input instanceof Input.FromEdge) {
      world.count(RarePath.REPLAY_FROM_MEMORY);
    } else if (frame.through() - frame.after() > 1) {
      world.count(RarePath.MERGED_FRAME);
    }
  }

  private void countMessage(
      DocumentOwner owner, String edge, ToOwner.Input message, Predicate<UpdateContents> isLogged) {
    Taken from = taken.computeIfAbsent(owner, o -> new Taken());
    if (message instanceof ToOwner.Open open) {
      from.frames.putIfAbsent(edge + open.session(), 0L);
    } else if (message instanceof ToOwner.Synchronise frame) {
      countFrame(from, edge + frame.session(), frame.number());
    } else if (message instanceof ToOwner.Edit frame) {
      countFrame(from, edge + frame.session(), frame.number());
      countEdit(owner, from, frame, isLogged);
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

  private void countEdit(
      DocumentOwner owner, Taken from, ToOwner.Edit edit, Predicate<UpdateContents> isLogged) {
    UpdateContents contents = contentsOf(edit.update());
    if (owner.durable() < 0) {
      world.count(RarePath.HELD_WHILE_LOADING);
    } else if (!contents.isEmpty() && isLogged.test(contents)) {
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

  /** An owner is in another phase, for that reason. */
  void entered(String reason) {
    switch (reason) {
      case "settled: committed" -> world.count(RarePath.SETTLED_COMMITTED);
      case "settled: to be appended again" -> world.count(RarePath.SETTLED_APPENDED_AGAIN);
      case "idle" -> world.count(RarePath.IDLE_UNLOADED);
      case "released" -> world.count(RarePath.OWNER_RELEASED);
      default -> {}
    }
  }
}
