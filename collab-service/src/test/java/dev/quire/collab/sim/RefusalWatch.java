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
import dev.quire.wire.doc.Append;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether an owner lets in what goes on where it refused something of the same user: that would
 * wait in the document for good.
 */
final class RefusalWatch {
  /** One owner's doings. */
  private static final class Seen {
    final Map<String, String> authors = new HashMap<>();
    final Map<String, UpdateContents> edits = new HashMap<>();
    final Map<String, IdSet> refused = new HashMap<>();
    final Set<Bytes> early = new HashSet<>();
    final Map<Bytes, IdSet> late = new HashMap<>();
    final KnownContents appended = new KnownContents();
  }

  private final IdentityHashMap<DocumentOwner, Seen> owners = new IdentityHashMap<>();
  private final Runnable found;

  /**
   * @param found run where it did
   */
  RefusalWatch(Runnable found) {
    this.found = found;
  }

  /**
   * @param isLogged whether the log holds all of it
   */
  void decided(
      DocumentOwner owner, Input input, List<Effect> effects, Predicate<UpdateContents> isLogged) {
    Seen seen = owners.computeIfAbsent(owner, first -> new Seen());
    if (input instanceof Input.FromEdge from) {
      if (from.message() instanceof ToOwner.Open open) {
        seen.authors.put(from.edge() + open.session(), open.author());
      } else if (from.message() instanceof ToOwner.Edit edit) {
        comes(seen, from.edge() + edit.session(), edit);
      }
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send && send.output() instanceof ToEdge.Answered answer) {
        answered(seen, send.edge() + answer.session(), answer);
      } else if (effect instanceof Effect.Append append) {
        append.part().updates().forEach(update -> appends(seen, update, isLogged));
      }
    }
  }

  private static void comes(Seen seen, String session, ToOwner.Edit edit) {
    UpdateContents contents;
    try {
      contents = UpdateContents.read(edit.update().array());
    } catch (MalformedUpdateException isAnsweredSo) {
      return;
    }
    seen.edits.put(session + '/' + edit.number(), contents);
    IdSet refused = seen.refused.getOrDefault(seen.authors.getOrDefault(session, ""), new IdSet());
    IdSet missing = new IdSet();
    for (long client : contents.structs().clients()) {
      Ranges theirs = refused.rangesOf(client);
      Ranges brought = contents.structs().rangesOf(client);
      if (theirs != null && brought != null) {
        for (int i = 0; i < theirs.size() && theirs.start(i) < brought.start(0); i++) {
          long end = Math.min(theirs.end(i), brought.start(0));
          missing.add(client, theirs.start(i), end - theirs.start(i));
        }
      }
    }
    if (missing.isEmpty()) {
      seen.early.add(edit.update());
    } else if (!seen.early.contains(edit.update())) {
      seen.late.put(edit.update(), missing);
    }
  }

  private static void answered(Seen seen, String session, ToEdge.Answered answer) {
    for (long number = answer.after() + 1; number <= answer.through(); number++) {
      UpdateContents contents = seen.edits.remove(session + '/' + number);
      if (contents != null && answer.verdict() == ToEdge.Verdict.TOO_LARGE) {
        seen.refused
            .computeIfAbsent(seen.authors.getOrDefault(session, ""), author -> new IdSet())
            .addAll(contents.structs());
      }
    }
  }

  private void appends(Seen seen, Append.Update update, Predicate<UpdateContents> isLogged) {
    IdSet missing = seen.late.get(update.update());
    if (missing != null) {
      UpdateContents needed = new UpdateContents(missing, new IdSet());
      if (!isLogged.test(seen.appended.unknown(needed))) {
        found.run();
      }
    }
    seen.appended.add(UpdateContents.read(update.update().array()));
  }
}
