package dev.quire.collab.owner;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.List;

/** A document's owner between its edges and a log, both moved by hand. */
final class Stage {
  static final DocumentId DOCUMENT = new DocumentId(7, 7);
  static final long EPOCH = 3;
  private static final Append.Part NOTHING = new Append.Part(DOCUMENT, EPOCH, 0, List.of());

  /** A log's entries, as committed. */
  final List<ReadLog.Entry> log = new ArrayList<>();

  private final DocumentOwner owner;
  private List<Effect> effects = new ArrayList<>();
  private Append.Part inFlight = NOTHING;
  private long people;

  Stage() {
    this(OwnerLimits.DEFAULT);
  }

  Stage(OwnerLimits limits) {
    owner = new DocumentOwner(DOCUMENT, EPOCH, limits);
  }

  /** A stage whose document is loaded and has nobody in it any more. */
  static Stage loaded(OwnerLimits limits) {
    Stage stage = new Stage(limits);
    Person first = stage.opens("first", "edge-0");
    stage.loads();
    first.leaves();
    stage.effects();
    return stage;
  }

  static Stage loaded() {
    return loaded(OwnerLimits.DEFAULT);
  }

  DocumentOwner owner() {
    return owner;
  }

  void tell(Input input) {
    effects.addAll(owner.on(input));
    if (input instanceof Input.AppendEnded || input instanceof Input.OutcomeUnknown) {
      inFlight = NOTHING;
    }
  }

  /** Everything wanted since this was last asked. */
  List<Effect> effects() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** What was wanted of one kind since anything was last asked; the rest is forgotten. */
  <T extends Effect> List<T> effects(Class<T> kind) {
    return effects().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What was sent to the edge since anything was last asked; the rest is forgotten. */
  List<ToEdge.Output> sentTo(String edge) {
    return effects(Effect.Send.class).stream()
        .filter(send -> send.edge().equals(edge))
        .map(Effect.Send::output)
        .toList();
  }

  // People and edges.

  Person opens(String name, String edge) {
    return opens(name, edge, true, -1);
  }

  Person opens(String name, String edge, boolean mayEdit, long delivered) {
    Person person = new Person(name, edge, ++people);
    tell(
        edge,
        new ToOwner.Open(DOCUMENT, person.session, name, mayEdit, delivered, "of " + name, 0));
    return person;
  }

  void tell(String edge, ToOwner.Input message) {
    tell(new Input.FromEdge(edge, message));
  }

  /** Somebody with an editor, and a session. */
  final class Person {
    final String name;
    final String edge;
    final long session;
    final YDoc doc;
    private long frames;

    private Person(String name, String edge, long session) {
      this.name = name;
      this.edge = edge;
      this.session = session;
      this.doc = new YDoc(DocOptions.DEFAULT.withClientId(session));
    }

    /** Types, and sends it. */
    Bytes types(String text) {
      Bytes update = writes(text);
      sends(update);
      return update;
    }

    /** Types without a connection. */
    Bytes writes(String text) {
      var before = doc.stateVector();
      doc.getText("text").insert(doc.getText("text").length(), text);
      return Bytes.of(doc.encodeStateAsUpdate(before));
    }

    void sends(Bytes update) {
      sends(++frames, update);
    }

    void sends(long number, Bytes update) {
      frames = number;
      tell(edge, new ToOwner.Edit(DOCUMENT, session, number, update));
    }

    /** An edit that is to be taken at a revision or not at all. */
    void sendsAt(long revision, Bytes update) {
      tell(edge, new ToOwner.Edit(DOCUMENT, session, ++frames, update, revision + 1));
    }

    void asksForState() {
      Bytes vector = Bytes.of(doc.stateVector().encode());
      tell(edge, new ToOwner.Synchronise(DOCUMENT, session, ++frames, vector));
    }

    void probes(long number) {
      tell(edge, new ToOwner.Probe(DOCUMENT, session, number));
    }

    void leaves() {
      tell(edge, new ToOwner.Leave(DOCUMENT, session));
    }

    ToEdge.Answered answered(long after, long through, ToEdge.Verdict verdict, long revision) {
      return new ToEdge.Answered(DOCUMENT, session, through, verdict, revision, after);
    }

    ToEdge.Ended ended(ToEdge.Reason reason) {
      return new ToEdge.Ended(DOCUMENT, session, reason);
    }
  }

  // The worker.

  /** Runs every work on the state that is wanted, and tells what it made. */
  void worksAside() {
    for (Effect effect : List.copyOf(effects)) {
      if (effect instanceof Effect.EncodeState encode) {
        effects.remove(effect);
        tell(new Input.StateEncoded(encode.work(), encode.work().run()));
      }
    }
  }

  // The log.

  void loads() {
    loads(EPOCH, 0, Bytes.EMPTY);
  }

  /** As of a document that began with content. */
  void loadsSeeded() {
    LoadedState state = LoadedState.of(DOCUMENT, 0, new byte[0], log);
    tell(new Input.Loaded(EPOCH, state.withSeed(log.get(0).update())));
  }

  void loads(long epoch, long snapshotRevision, Bytes snapshot) {
    List<ReadLog.Entry> tail = log.subList((int) snapshotRevision, log.size());
    tell(
        new Input.Loaded(
            epoch, LoadedState.of(DOCUMENT, snapshotRevision, snapshot.array(), tail)));
  }

  /** The owner is asked for its next batch, and gives it. */
  Append.Part sendsBatch() {
    int before = effects.size();
    tell(new Input.TakeBatch(100, 100_000));
    for (Effect effect : effects.subList(before, effects.size())) {
      if (effect instanceof Effect.Append append) {
        inFlight = append.part();
      }
    }
    return inFlight;
  }

  /** What is in flight gets into the log, and nobody hears of it. */
  void commitsUnheard() {
    for (Append.Update update : inFlight.updates()) {
      writes(update.author(), update.update());
    }
  }

  /** Somebody writes to the log. */
  void writes(String author, Bytes update) {
    log.add(new ReadLog.Entry(log.size() + 1, EPOCH, author, 0, update));
  }

  /** What is in flight, or else the owner's next batch, is committed, and the owner told. */
  void commits() {
    if (inFlight.equals(NOTHING)) {
      sendsBatch();
    }
    commitsUnheard();
    tell(new Input.AppendEnded(new Append.Appended(log.size())));
  }

  /** Answers a read of the log. */
  void reads(Effect.ReadLog read) {
    int from = (int) Math.min(read.after(), log.size());
    int to = Math.min(log.size(), from + read.maxItems());
    ReadLog.Page page = new ReadLog.Page(log.size(), List.copyOf(log.subList(from, to)));
    tell(new Input.LogRead(read.read(), page));
  }

  /** Answers every read of the log that is wanted. */
  void readsAll() {
    for (Effect effect : List.copyOf(effects)) {
      if (effect instanceof Effect.ReadLog read) {
        effects.remove(effect);
        reads(read);
      }
    }
  }
}
