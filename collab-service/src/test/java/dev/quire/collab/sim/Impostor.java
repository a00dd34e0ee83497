package dev.quire.collab.sim;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes under the client ids of others, just where they would write next: what must not be let in
 * while their sessions are there, since two contents of one id split a document for good. Knows of
 * each owner which ids are certainly somebody's there, by what it has taken and answered, and
 * speaks to it directly: on the way there it could come to be nobody's.
 */
final class Impostor {
  /** Nobody else has this name. */
  static final String NAME = "impostor";

  private static final String EDGE = "edge-of-the-impostor";

  /** One edit of a session that would make an id its own, once it is answered. */
  private record Claim(long client) {}

  /** Whose id is whose, as far as is certain. */
  private static final class Seen {
    final Set<Place> open = new HashSet<>();
    final Map<Place, Long> spoken = new HashMap<>();
    final Map<Frame, Claim> waiting = new HashMap<>();
    final Map<Long, Place> last = new HashMap<>();
    final Map<Long, Place> writers = new HashMap<>();
    final Map<Long, Long> next = new HashMap<>();
    final KnownContents arrived = new KnownContents();

    void end(Predicate<Place> which) {
      open.removeIf(which);
      spoken.keySet().removeIf(which);
      writers.values().removeIf(which);
    }
  }

  /** A session. */
  private record Place(String edge, long session) {}

  private record Frame(Place place, long number) {}

  private final Map<DocumentOwner, Seen> owners = new LinkedHashMap<>();
  private long sessions;

  /** What he says to an owner, and to which. */
  record Attempt(DocumentOwner owner, ToOwner message) {}

  /**
   * All that he could do now.
   *
   * @param text what he writes
   */
  List<Attempt> attempts(String text) {
    List<Attempt> attempts = new ArrayList<>();
    owners.forEach(
        (owner, seen) -> {
          for (long client : seen.writers.keySet().stream().sorted().toList()) {
            ToOwner.Open open =
                new ToOwner.Open(
                    owner.document(), ++sessions, NAME, true, -1, NAME, Long.MAX_VALUE);
            Bytes forged = Edits.insertion(client, seen.next.getOrDefault(client, 0L), text);
            ToOwner.Edit edit = new ToOwner.Edit(owner.document(), sessions, 1, forged);
            attempts.add(new Attempt(owner, new ToOwner(EDGE, List.of(open, edit))));
          }
        });
    return attempts;
  }

  /**
   * Watches.
   *
   * @param isLogged whether the log holds all of it
   */
  void decided(
      DocumentOwner owner, Input input, List<Effect> effects, Predicate<UpdateContents> isLogged) {
    Seen seen = owners.computeIfAbsent(owner, first -> new Seen());
    if (input instanceof Input.FromEdge from) {
      said(seen, from.edge(), from.message(), isLogged);
    } else if (input instanceof Input.EdgeGone gone) {
      seen.end(place -> place.edge().equals(gone.edge()));
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Unload) {
        owners.remove(owner);
      } else if (effect instanceof Effect.Send send) {
        heard(seen, send.edge(), send.output());
      }
    }
  }

  private static void said(
      Seen seen, String edge, ToOwner.Input message, Predicate<UpdateContents> isLogged) {
    if (message instanceof ToOwner.Open open) {
      seen.open.add(new Place(edge, open.session()));
    } else if (message instanceof ToOwner.Speaks speaks) {
      Place place = new Place(edge, speaks.session());
      if (seen.open.contains(place)) {
        seen.spoken.putIfAbsent(place, speaks.client());
      }
    } else if (message instanceof ToOwner.Edit edit) {
      edits(seen, new Place(edge, edit.session()), edit, isLogged);
    } else if (message instanceof ToOwner.Leave leave) {
      seen.end(new Place(edge, leave.session())::equals);
    } else if (message instanceof ToOwner.Probe probe) {
      seen.end(
          place ->
              place.edge().equals(edge)
                  && place.session() <= probe.through()
                  && !probe.live().contains(place.session()));
    }
  }

  private static void edits(
      Seen seen, Place place, ToOwner.Edit edit, Predicate<UpdateContents> isLogged) {
    UpdateContents contents;
    try {
      contents = UpdateContents.read(edit.update().array());
    } catch (MalformedUpdateException isAnsweredSo) {
      return;
    }
    long own = seen.spoken.getOrDefault(place, -1L);
    Ranges brought = contents.structs().rangesOf(own);
    if (!place.equals(seen.last.put(own, place))) {
      // It is the last writer's, or nobody's.
      seen.writers.remove(own);
    }
    if (brought != null && brought.size() == 1) {
      IdSet structs = new IdSet();
      structs.add(own, brought.start(0), brought.end(0) - brought.start(0));
      IdSet before = new IdSet();
      if (brought.start(0) > 0) {
        before.add(own, 0, brought.start(0));
      }
      UpdateContents fresh = seen.arrived.unknown(new UpdateContents(structs, new IdSet()));
      boolean isNew = fresh.structs().equals(structs) && !isLogged.test(fresh);
      if (isNew && isLogged.test(new UpdateContents(before, new IdSet()))) {
        seen.waiting.put(new Frame(place, edit.number()), new Claim(own));
      }
      seen.next.merge(own, brought.end(0), Math::max);
    }
    seen.arrived.add(contents);
  }

  private static void heard(Seen seen, String edge, ToEdge.Output output) {
    if (output instanceof ToEdge.Ended ended) {
      seen.end(new Place(edge, ended.session())::equals);
    } else if (output instanceof ToEdge.Answered answered) {
      Place place = new Place(edge, answered.session());
      for (long number = answered.after() + 1; number <= answered.through(); number++) {
        Claim claim = seen.waiting.remove(new Frame(place, number));
        boolean isApplied = answered.verdict() == ToEdge.Verdict.APPLIED;
        if (claim != null && isApplied && place.equals(seen.last.get(claim.client()))) {
          seen.writers.put(claim.client(), place);
        }
      }
    }
  }
}
