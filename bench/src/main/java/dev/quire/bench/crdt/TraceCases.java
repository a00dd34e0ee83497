package dev.quire.bench.crdt;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lazy.LazyDoc;
import dev.quire.crdt.update.Updates;
import java.util.List;
import java.util.Map;

/** The keystroke traces as updates: what a server does with them. */
final class TraceCases {
  private static final int FIRST = 10_000;
  private static final int KNOWN = 1_000;

  private TraceCases() {}

  static void addTo(Map<String, Case.Factory> cases) {
    cases.put("apply", apply(Traces.PAPER));
    cases.put("load", load(Traces.PAPER));
    cases.put("encode", encode(Traces.PAPER));
    cases.put("memory", memory(Traces.PAPER));
    cases.put("merge-10k", merge(FIRST));
    cases.put("merge-all", merge(Integer.MAX_VALUE));
    cases.put("diff", diff());
    cases.put("state-vector", stateVector());
    cases.put("lazy-open", lazyOpen());
    cases.put("lazy-memory", lazyMemory());
    cases.put("concurrent-apply", apply(Traces.FRIENDS));
    cases.put("concurrent-load", load(Traces.FRIENDS));
    cases.put("concurrent-memory", memory(Traces.FRIENDS));
  }

  private static Case.Factory apply(String trace) {
    return setting -> {
      Traces.Updates recorded = Traces.updates(setting.folder(), trace);
      return Case.of(
          it -> {
            YDoc doc = new YDoc();
            it.time("time", () -> applied(doc, recorded.updates()));
            it.prove("text", () -> text(doc));
            expect(recorded, text(doc));
          });
    };
  }

  private static YDoc applied(YDoc doc, List<byte[]> updates) {
    updates.forEach(doc::applyUpdate);
    return doc;
  }

  private static Case.Factory load(String trace) {
    return setting -> {
      Traces.Updates recorded = Traces.updates(setting.folder(), trace);
      return Case.of(
          it -> {
            YDoc doc = new YDoc();
            String text =
                it.time(
                    "time",
                    () -> {
                      doc.applyUpdate(recorded.state());
                      return text(doc);
                    });
            expect(recorded, text);
            it.prove("text", () -> text);
            it.prove("bytes", doc::encodeStateAsUpdate);
          });
    };
  }

  private static void expect(Traces.Updates recorded, String text) {
    if (!text.equals(recorded.text())) {
      throw new IllegalStateException("another text came out");
    }
  }

  private static Case.Factory encode(String trace) {
    return setting -> {
      YDoc doc = loaded(Traces.updates(setting.folder(), trace).state());
      return Case.of(
          it -> {
            byte[] bytes = it.time("time", doc::encodeStateAsUpdate);
            it.prove("bytes", () -> bytes);
          });
    };
  }

  private static Case.Factory memory(String trace) {
    return setting -> {
      byte[] state = Traces.updates(setting.folder(), trace).state();
      return Case.ofMemory(it -> it.prove("text", () -> text(loaded(state))), () -> read(state));
    };
  }

  /** A document that has been read, with whatever reading leaves in it. */
  private static YDoc read(byte[] state) {
    YDoc doc = loaded(state);
    if (text(doc).isEmpty()) {
      throw new IllegalStateException("no text");
    }
    return doc;
  }

  private static Case.Factory merge(int count) {
    return setting -> {
      List<byte[]> all = Traces.updates(setting.folder(), Traces.PAPER).updates();
      List<byte[]> updates = all.subList(0, Math.min(count, all.size()));
      return Case.of(
          it -> {
            byte[] merged = it.time("time", () -> Updates.merge(updates));
            it.add("size", merged.length);
            it.prove("loaded", () -> loaded(merged).encodeStateAsUpdate());
          });
    };
  }

  private static Case.Factory diff() {
    return setting -> {
      Traces.Updates recorded = Traces.updates(setting.folder(), Traces.PAPER);
      YDoc beginning = applied(new YDoc(), recorded.updates().subList(0, KNOWN));
      StateVector known = Updates.stateVector(beginning.encodeStateAsUpdate());
      return Case.of(
          it -> {
            byte[] rest = it.time("time", () -> Updates.diff(recorded.state(), known));
            it.prove("bytes", () -> rest);
          });
    };
  }

  private static Case.Factory stateVector() {
    return setting -> {
      byte[] state = Traces.updates(setting.folder(), Traces.PAPER).state();
      return Case.of(
          it -> {
            byte[] vector = it.time("time", () -> Updates.stateVector(state).encode());
            it.prove("bytes", () -> vector);
          });
    };
  }

  /** A server's opening of a document that nobody looks into: what a client lacks, from bytes. */
  private static Case.Factory lazyOpen() {
    return setting -> {
      byte[] state = Traces.updates(setting.folder(), Traces.PAPER).state();
      return Case.of(
          it -> {
            byte[] whole = it.time("time", () -> LazyDoc.open(state).encode(StateVector.EMPTY));
            it.prove("loaded", () -> loaded(whole).encodeStateAsUpdate());
          });
    };
  }

  private static Case.Factory lazyMemory() {
    return setting -> {
      byte[] state = Traces.updates(setting.folder(), Traces.PAPER).state();
      return Case.ofMemory(it -> it.add("size", state.length), () -> LazyDoc.open(state.clone()));
    };
  }

  private static YDoc loaded(byte[] state) {
    YDoc doc = new YDoc();
    doc.applyUpdate(state);
    return doc;
  }

  private static String text(YDoc doc) {
    return doc.getText("text").toString();
  }
}
