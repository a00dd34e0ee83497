package dev.quire.edge.world;

import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One collab process that owns every shard. An update is any bytes; one that begins with 0xff is
 * malformed, one that begins with 0xfe is too large, and one that is known already is a duplicate.
 */
public final class FakeOwners {
  private static final String PROCESS = "collab-1";
  private static final int CHUNK = 256 << 10;

  private static final class Document {
    final List<Bytes> log = new ArrayList<>();
    final Set<String> edges = new HashSet<>();
  }

  private record Session(String edge, boolean mayEdit, String author) {}

  private final Bus bus;
  private final Map<DocumentId, Document> documents = new HashMap<>();
  private final Map<Long, Session> sessions = new HashMap<>();
  private final Map<Long, Long> answered = new HashMap<>();
  private final Map<Long, byte[]> transfers = new HashMap<>();
  private long transfer;

  /** Everything that edges have said. */
  public final List<ToOwner.Input> received = new CopyOnWriteArrayList<>();

  /** While it is set whoever asks is sent to this process, which nobody announces. */
  public volatile ToEdge.@Nullable Elsewhere elsewhere;

  /** While it is set nothing is answered. */
  public volatile boolean silent;

  FakeOwners(Vertx vertx, Bus bus) {
    this.bus = bus;
    bus.consume(SessionAddresses.owner(PROCESS, 0), this::receive);
    bus.answer(SessionAddresses.state(PROCESS, 0), this::readState);
    announce();
    vertx.setPeriodic(200, timer -> announce());
  }

  private void announce() {
    List<Routes.Owned> all =
        IntStream.range(0, Shards.COUNT).mapToObj(shard -> new Routes.Owned(shard, 1)).toList();
    bus.publish(SessionAddresses.ROUTES, new Routes(PROCESS, 1, all, false));
  }

  /** A state of this length comes first in the document's log. */
  public synchronized void fill(DocumentId document, int bytes) {
    documents.computeIfAbsent(document, id -> new Document()).log.add(Bytes.of(new byte[bytes]));
  }

  /** Ends every session of the document. */
  public synchronized void end(DocumentId document, ToEdge.Reason reason) {
    sessions.forEach(
        (number, session) -> send(session.edge(), new ToEdge.Ended(document, number, reason)));
  }

  /** Somebody elsewhere has committed this. */
  public synchronized void commit(DocumentId id, Bytes update) {
    Document document = documents.computeIfAbsent(id, unknown -> new Document());
    document.log.add(update);
    long revision = document.log.size();
    for (String edge : document.edges) {
      send(edge, new ToEdge.Fanout(id, 1, revision - 1, revision, update));
    }
  }

  /** The edges that have the document open. */
  public synchronized Set<String> edgesOf(DocumentId id) {
    Document document = documents.get(id);
    return document == null ? Set.of() : Set.copyOf(document.edges);
  }

  /** The authors of the open sessions. */
  public synchronized Set<String> authors() {
    Set<String> authors = new HashSet<>();
    sessions.values().forEach(session -> authors.add(session.author()));
    return authors;
  }

  /** How many sessions are open. */
  public synchronized int sessions() {
    return sessions.size();
  }

  private synchronized void receive(ToOwner message) {
    received.addAll(message.inputs());
    if (silent) {
      return;
    }
    ToEdge.Elsewhere other = elsewhere;
    if (other != null) {
      for (ToOwner.Input input : message.inputs()) {
        if (input instanceof ToOwner.Open open) {
          ToEdge.Reason reason = ToEdge.Reason.NOT_OWNER;
          send(message.edge(), new ToEdge.Ended(open.document(), open.session(), reason, other));
        }
      }
      return;
    }
    for (ToOwner.Input input : message.inputs()) {
      Document document = documents.computeIfAbsent(input.document(), id -> new Document());
      if (input instanceof ToOwner.Open open) {
        sessions.put(open.session(), new Session(message.edge(), open.mayEdit(), open.author()));
        document.edges.add(message.edge());
        send(
            message.edge(),
            new ToEdge.Opened(open.document(), open.session(), 1, document.log.size()));
      } else if (input instanceof ToOwner.Synchronise asked) {
        synchronise(message.edge(), document, asked);
      } else if (input instanceof ToOwner.Edit edit) {
        edit(message.edge(), document, edit);
      } else if (input instanceof ToOwner.Leave leave) {
        sessions.remove(leave.session());
      }
    }
  }

  private void synchronise(String edge, Document document, ToOwner.Synchronise asked) {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    document.log.forEach(update -> state.writeBytes(update.array()));
    Bytes whole = Bytes.of(state.toByteArray());
    transfers.put(++transfer, whole.array());
    send(
        edge,
        new ToEdge.Synchronised(
            asked.document(),
            asked.session(),
            asked.number(),
            document.log.size(),
            Bytes.of(new byte[] {0}),
            transfer,
            whole.length(),
            whole.slice(0, Math.min(CHUNK, whole.length()))));
  }

  private void edit(String edge, Document document, ToOwner.Edit edit) {
    Session session = sessions.get(edit.session());
    if (session == null) {
      send(edge, new ToEdge.Ended(edit.document(), edit.session(), ToEdge.Reason.LOST_PLACE));
      return;
    }
    ToEdge.Verdict verdict = verdict(session, document, edit.update());
    if (verdict == ToEdge.Verdict.APPLIED && !document.log.contains(edit.update())) {
      commit(edit.document(), edit.update());
    }
    long after = answered.getOrDefault(edit.session(), 0L);
    answered.put(edit.session(), edit.number());
    send(
        edge,
        new ToEdge.Answered(
            edit.document(), edit.session(), edit.number(), verdict, document.log.size(), after));
  }

  private static ToEdge.Verdict verdict(Session session, Document document, Bytes update) {
    int first = update.isEmpty() ? 0 : update.array()[0] & 0xff;
    if (first == 0xff) {
      return ToEdge.Verdict.MALFORMED;
    }
    if (first == 0xfe) {
      return ToEdge.Verdict.TOO_LARGE;
    }
    return session.mayEdit() || document.log.contains(update)
        ? ToEdge.Verdict.APPLIED
        : ToEdge.Verdict.READ_ONLY;
  }

  private synchronized Future<ReadState.Chunk> readState(ReadState asked) {
    byte[] state = transfers.get(asked.transfer());
    if (state == null) {
      return Future.failedFuture(new WireFailure(WireFailure.Code.NOT_FOUND, "no such transfer"));
    }
    int end = Math.min(state.length, asked.offset() + CHUNK);
    return Future.succeededFuture(new ReadState.Chunk(Bytes.of(state).slice(asked.offset(), end)));
  }

  private void send(String edge, ToEdge.Output output) {
    bus.send(SessionAddresses.edge(edge), new ToEdge(PROCESS, 0, List.of(output)));
  }
}
