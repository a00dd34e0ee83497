package dev.quire.collab.sim;

import dev.quire.collab.owner.Input;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.wire.SessionId;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToOwner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether each revision bears the author and the session of somebody who sent what is in it. */
final class StampWatch {
  /** Who writes: one author has several sessions, and a session one author. */
  private record Origin(String author, @Nullable SessionId session) {}

  private final Map<String, Origin> opened = new HashMap<>();
  private final Map<Origin, KnownContents> sent = new HashMap<>();

  /** An owner has heard this. */
  void heard(Input input) {
    if (!(input instanceof Input.FromEdge from)) {
      return;
    }
    if (from.message() instanceof ToOwner.Open open) {
      opened.put(name(from, open.session()), new Origin(open.author(), open.stamp()));
    } else if (from.message() instanceof ToOwner.Edit edit) {
      Origin origin = opened.get(name(from, edit.session()));
      if (origin != null) {
        add(origin, edit);
      }
    }
  }

  private void add(Origin origin, ToOwner.Edit edit) {
    try {
      UpdateContents contents = UpdateContents.read(edit.update().array());
      sent.computeIfAbsent(origin, first -> new KnownContents()).add(contents);
    } catch (MalformedUpdateException garbage) {
      sent.computeIfAbsent(origin, first -> new KnownContents());
    }
  }

  private static String name(Input.FromEdge from, long session) {
    return from.edge() + "/" + session;
  }

  boolean isTrue(ReadLog.Entry entry, UpdateContents contents) {
    KnownContents of = sent.get(new Origin(entry.author(), entry.session()));
    return of != null && of.covers(contents);
  }
}
