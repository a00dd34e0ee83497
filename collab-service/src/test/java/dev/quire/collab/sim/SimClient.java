package dev.quire.collab.sim;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.edge.channel.Right;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.session.ToEdge.Verdict;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an editor: types with or without a connection, and when there is one again the
 * state vectors say what either side lacks.
 */
final class SimClient {
  private static final Bytes GARBAGE = Bytes.of(new byte[] {1, 1, 9, 0, 77, 77, 77});

  private static final Set<Verdict> EDITED = Set.of(Verdict.APPLIED, Verdict.TOO_LARGE);

  /** A frame that wants an answer. */
  private record Sent(@Nullable UpdateContents contents, Set<Verdict> expected) {}

  private final String name;
  private final DocumentId document;
  private final World world;
  private final Checker checker;
  private final long number;
  private final Edits forgeries;
  private Edits edits;
  private YDoc doc = new YDoc();
  private boolean mayEdit;
  private boolean rogue;
  private long rogueSince;
  private String signIn;
  private long rightAsOf;
  private int beginnings;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private @Nullable Link link;
  private @Nullable SimEdge edge;
  private @Nullable Bytes lastEdit;
  private boolean synchronised;
  private boolean hasSentAll = true;

  /** Whether it goes on typing after its last edits were refused because the document is full. */
  private boolean isStubborn;

  private boolean hasRefused;
  private int unsynchronised;

  SimClient(
      String name,
      long number,
      DocumentId document,
      boolean mayEdit,
      World world,
      Checker checker) {
    this.name = name;
    this.document = document;
    this.mayEdit = mayEdit;
    this.signIn = "sign-in-" + name;
    this.world = world;
    this.checker = checker;
    this.number = number;
    this.isStubborn = world.chance(0.5);
    this.edits = new Edits(number, world.random());
    this.forgeries = new Edits(number + 1_000_000, world.random());
  }

  String name() {
    return name;
  }

  /** The client id under which it writes. */
  long number() {
    return number + 1_000_000_000L * beginnings;
  }

  String author() {
    return "author-" + name;
  }

  DocumentId document() {
    return document;
  }

  boolean mayEdit() {
    return mayEdit;
  }

  /** As its edge has looked it up. */
  Right right() {
    return new Right(author(), mayEdit, signIn, rightAsOf, "", "", stamp());
  }

  /** Each sign-in has its own. */
  private SessionId stamp() {
    return new SessionId(number, signIn.length());
  }

  String signIn() {
    return signIn;
  }

  /** Somebody whose sign-in is over, and who goes on as if it were not. */
  boolean isRogue() {
    return rogue;
  }

  void turnRogue() {
    rogue = true;
    rogueSince = world.nowMillis();
  }

  /** For how long it has had no right. */
  long lostRightMillis() {
    return world.nowMillis() - rogueSince;
  }

  /** It signs in anew, and may only read from then on. */
  void becomeReader(long asOf) {
    beginAnew();
    rogue = false;
    mayEdit = false;
    signIn = signIn + "-again";
    rightAsOf = asOf;
  }

  YDoc doc() {
    return doc;
  }

  boolean isConnected() {
    return link != null;
  }

  /** Whether it has all there was, and an answer to all it sent. */
  boolean isSettled() {
    return link != null && synchronised && unsynchronised == 0 && sent.isEmpty();
  }

  // The connection.

  void connect(SimEdge to) {
    world.tell(name, "connects to", to.name());
    edge = to;
    link = to.connect(this);
    askForState();
  }

  void disconnect() {
    if (link != null) {
      link.breakOff();
    }
  }

  void disconnected(Link which) {
    if (link == which) {
      world.tell(name, "is offline");
      link = null;
      edge = null;
      synchronised = false;
      unsynchronised = 0;
      hasSentAll = false;
      sent.clear();
    }
  }

  /** Asks for what it lacks; a client may do so at any time. */
  void askForState() {
    Link via = link;
    SimEdge to = edge;
    if (via != null && to != null) {
      unsynchronised++;
      Bytes vector = Bytes.of(doc.stateVector().encode());
      via.toEdge(() -> to.synchronise(via, vector));
    }
  }

  // What it does.

  void type() {
    if (!mayEdit) {
      return;
    }
    Bytes update = edits.next(doc.stateVector());
    doc.applyUpdate(update.array());
    lastEdit = update;
    if (link == null) {
      hasSentAll = false;
      return;
    }
    if (!hasSentAll) {
      world.count(RarePath.PENDING_UPDATE);
    }
    send(update, EDITED);
  }

  /** Sends its last edit once more. */
  void repeat() {
    if (lastEdit != null) {
      send(lastEdit, EDITED);
    }
  }

  /** A program that tries to write what it may not. */
  void forge() {
    if (!mayEdit || rogue) {
      Bytes forged = forgeries.next(StateVector.EMPTY);
      checker.forged(document, UpdateContents.read(forged.array()));
      send(forged, Set.of(Verdict.READ_ONLY));
    }
  }

  void sendGarbage() {
    Link via = link;
    SimEdge to = edge;
    if (via != null && to != null) {
      sent.add(new Sent(null, Set.of(Verdict.MALFORMED)));
      via.toEdge(() -> to.edit(via, GARBAGE));
    }
  }

  private void send(Bytes update, Set<Verdict> expected) {
    Link via = link;
    SimEdge to = edge;
    if (via != null && to != null) {
      sent.add(new Sent(UpdateContents.read(update.array()), expected));
      via.toEdge(() -> to.edit(via, update));
    }
  }

  // What it is told.

  void update(Bytes update) {
    doc.applyUpdate(update.array());
  }

  void synchronised(Bytes state, Bytes ownersVector) {
    doc.applyUpdate(state.array());
    synchronised = true;
    unsynchronised--;
    StateVector owners = StateVector.decode(ownersVector.array());
    Bytes missing = Bytes.of(doc.encodeStateAsUpdate(owners));
    // An owner that does not know of its successor yet may lack what a reader has seen from it.
    send(missing, mayEdit ? EDITED : Set.of(Verdict.APPLIED, Verdict.READ_ONLY));
    hasSentAll = true;
  }

  void answered(int frames, Verdict verdict) {
    for (int i = 0; i < frames; i++) {
      Sent frame = sent.poll();
      if (frame == null) {
        throw new Violation(name + " was answered what it did not ask");
      }
      if (!frame.expected().contains(verdict)) {
        throw new Violation(name + " was answered " + verdict + ", not " + frame.expected());
      }
      if (verdict == Verdict.APPLIED && frame.contents() != null) {
        checker.acknowledged(document, name, frame.contents());
      } else if (verdict == Verdict.READ_ONLY) {
        world.count(RarePath.READ_ONLY_REFUSED);
      } else if (verdict == Verdict.MALFORMED) {
        world.count(RarePath.MALFORMED_REFUSED);
      } else if (verdict == Verdict.TOO_LARGE) {
        world.count(RarePath.TOO_LARGE_REFUSED);
        if (!isStubborn || world.chance(0.3)) {
          beginAnew();
          return;
        }
        hasRefused = true;
      }
    }
  }

  /** Types no more; what was refused it gives up, now or when it hears of it. */
  void giveIn() {
    isStubborn = false;
    if (hasRefused) {
      beginAnew();
    }
  }

  /** As somebody who reloads the page. */
  void reload() {
    beginAnew();
  }

  /** What it has can't be brought in: it throws its document away, and takes the server's. */
  private void beginAnew() {
    disconnect();
    hasRefused = false;
    doc = new YDoc();
    beginnings++;
    edits = new Edits(number(), world.random());
    lastEdit = null;
  }

  @Override
  public String toString() {
    return name
        + (link == null ? " offline" : " at " + (edge == null ? "" : edge.name()))
        + (synchronised ? "" : " not synchronised")
        + " awaits "
        + unsynchronised
        + " states and "
        + sent.size()
        + " answers";
  }
}
