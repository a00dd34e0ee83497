package dev.quire.crdt.trace;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a recording again: a document for each agent, who before each edit receives what the
 * recording says that it had seen, and no more.
 */
final class Replay {
  private final Trace trace;
  private final List<YDoc> docs = new ArrayList<>();

  /** What each agent has sent, an update an edit. */
  private final List<List<byte[]>> sent = new ArrayList<>();

  /** How many updates of each agent each has received; its own are not counted. */
  private final List<int[]> received = new ArrayList<>();

  /** How many edits of each agent each edit has seen, itself included. */
  private final List<int[]> versions = new ArrayList<>();

  /** All updates in the order of the recording. */
  private final List<byte[]> updates = new ArrayList<>();

  Replay(Trace trace) {
    this.trace = trace;
    for (int agent = 0; agent < trace.agents(); agent++) {
      YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(agent + 1));
      List<byte[]> own = new ArrayList<>();
      doc.onUpdate(
          event -> {
            if (event.transaction().isLocal()) {
              own.add(event.update());
              updates.add(event.update());
            }
          });
      docs.add(doc);
      sent.add(own);
      received.add(new int[trace.agents()]);
    }
  }

  /** Plays everything; returns the document of the first agent, who has received all of it. */
  YDoc run() {
    for (Trace.Edit edit : trace.edits()) {
      int[] version = seenBy(edit);
      receive(edit.agent(), version);
      YDoc doc = docs.get(edit.agent());
      int before = sent.get(edit.agent()).size();
      doc.transact(transaction -> edit.patches().forEach(patch -> apply(doc.getText("t"), patch)));
      if (sent.get(edit.agent()).size() == before) {
        sent.get(edit.agent()).add(new byte[] {0, 0});
      }
      version[edit.agent()] = before + 1;
      versions.add(version);
    }
    receive(0, sent.stream().mapToInt(List::size).toArray());
    return docs.get(0);
  }

  /** The updates that documents told of. */
  List<byte[]> updates() {
    return updates;
  }

  private int[] seenBy(Trace.Edit edit) {
    int[] version = new int[trace.agents()];
    for (int parent : edit.parents()) {
      for (int agent = 0; agent < version.length; agent++) {
        version[agent] = Math.max(version[agent], versions.get(parent)[agent]);
      }
    }
    return version;
  }

  private void receive(int agent, int[] version) {
    for (int other = 0; other < version.length; other++) {
      if (other != agent) {
        int[] so = received.get(agent);
        while (so[other] < version[other]) {
          docs.get(agent).applyUpdate(sent.get(other).get(so[other]++));
        }
      }
    }
  }

  private static void apply(YText text, Trace.Patch patch) {
    if (patch.deleted() > 0) {
      text.delete(patch.position(), patch.deleted());
    }
    text.insert(patch.position(), patch.inserted());
  }
}
