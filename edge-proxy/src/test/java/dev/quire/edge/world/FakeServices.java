package dev.quire.edge.world;

import dev.quire.kit.rest.Replies;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.presence.ToPresence;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/** auth-, doc- and presence-service, as an edge knows them. */
public final class FakeServices {
  private static final String PRESENCE = "presence-1";

  private final Bus bus;
  private final Vertx vertx;

  /** Roles of own accounts by document name; nobody else may know that a document exists. */
  public final Map<String, Role> memberships = new ConcurrentHashMap<>();

  /** The organisations of documents, by reference; of most there is none. */
  public final Map<String, String> organisations = new ConcurrentHashMap<>();

  private final List<Revocation> revoked = new CopyOnWriteArrayList<>();

  /** Whether questions about revocations are lost. */
  public volatile boolean revocationsSilent;

  /** One-time tickets. */
  public final Map<String, Principal> tickets = new ConcurrentHashMap<>();

  /** The key set that READ_KEYS answers with. */
  public volatile String keys = "{\"keys\":[]}";

  public final AtomicInteger keyReads = new AtomicInteger();

  /** REST requests that came through. */
  public final List<RestRequest> requests = new CopyOnWriteArrayList<>();

  public final List<ToPresence.Input> presence = new CopyOnWriteArrayList<>();

  /** Keys are answered when this is done. */
  public volatile Future<Void> keysHeld = Future.succeededFuture();

  /** What somebody may do with a document is found out at once, and answered when this is done. */
  public volatile Future<Void> accessHeld = Future.succeededFuture();

  /** REST is answered when this is done. */
  public volatile Future<Void> restHeld = Future.succeededFuture();

  /** What the next REST requests fail with, before others are answered. */
  public final Queue<WireFailure> restFaults = new ConcurrentLinkedQueue<>();

  /** How often somebody's right was asked for. */
  public final AtomicInteger accessAsked = new AtomicInteger();

  FakeServices(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
    bus.answer(AuthCalls.READ_KEYS, this::readKeys);
    bus.answer(AuthCalls.REDEEM_TICKET, this::redeem);
    bus.answer(DocCalls.OPEN_DOCUMENT, this::open);
    bus.answer(DocCalls.READ_REVOCATIONS, this::revocations);
    bus.answer(RestCalls.AUTH, request -> rest("auth", request));
    bus.answer(RestCalls.DOC, request -> rest("doc", request));
    bus.consume(PresenceAddresses.process(PRESENCE), this::present);
    announcePresence(1);
  }

  void announcePresence(long start) {
    bus.publish(PresenceAddresses.ALIVE, new PresenceAlive(PRESENCE, start, false));
    vertx.setPeriodic(
        500,
        timer -> bus.publish(PresenceAddresses.ALIVE, new PresenceAlive(PRESENCE, start, false)));
  }

  /** The id of the document of this name. */
  public static DocumentId id(String name) {
    return DocumentId.of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private Future<ReadRevocations.Page> revocations(ReadRevocations question) {
    if (revocationsSilent) {
      return Promise.<ReadRevocations.Page>promise().future();
    }
    List<Revocation> after = revoked.subList((int) question.after(), revoked.size());
    return Future.succeededFuture(new ReadRevocations.Page(revoked.size(), 0, List.copyOf(after)));
  }

  /**
   * Puts a revocation into the stream, and tells nobody.
   *
   * @param revocation made with the number that it is given
   */
  public synchronized void revoke(LongFunction<Revocation> revocation) {
    revoked.add(revocation.apply(revoked.size() + 1));
  }

  /** The sign-in is over, and nobody is told. */
  public void endSignIn(String session) {
    revoke(number -> new Revocation.SignInEnded(number, session));
  }

  /** The key is revoked, and nobody is told. */
  public void revokeKey(String key) {
    revoke(number -> new Revocation.KeyRevoked(number, key));
  }

  private Future<AuthCalls.Keys> readKeys(AuthCalls.ReadKeys question) {
    keyReads.incrementAndGet();
    return keysHeld.map(done -> new AuthCalls.Keys(keys));
  }

  private Future<Principal> redeem(AuthCalls.RedeemTicket spent) {
    Principal principal = tickets.remove(spent.ticket());
    return principal == null
        ? Future.failedFuture(
            new WireFailure(WireFailure.Code.UNAUTHENTICATED, "The ticket is spent."))
        : Future.succeededFuture(principal);
  }

  private Future<OpenDocument.Access> open(OpenDocument question) {
    Role role = memberships.get(question.reference());
    for (Principal.Grant grant : question.principal().grants()) {
      if (question.reference().matches(grant.pattern().replace("*", ".*"))) {
        role = grant.role();
      }
    }
    Future<OpenDocument.Access> answer =
        role == null
            ? Future.failedFuture(
                new WireFailure(WireFailure.Code.NOT_FOUND, "There is no such document."))
            : Future.succeededFuture(
                new OpenDocument.Access(
                    id(question.reference()),
                    role,
                    revoked.size(),
                    organisations.getOrDefault(question.reference(), "")));
    Future<Void> held = accessHeld;
    accessAsked.incrementAndGet();
    return held.compose(done -> answer);
  }

  private Future<RestReply> rest(String service, RestRequest request) {
    requests.add(request);
    WireFailure fault = restFaults.poll();
    if (fault != null) {
      return Future.failedFuture(fault);
    }
    RestReply reply =
        Replies.json(200, new JsonObject().put("service", service).put("path", request.path()));
    return restHeld.map(done -> Replies.with(reply, "set-cookie", "quire=1; HttpOnly"));
  }

  /** How many sessions have entered, and not left. */
  public int present() {
    Set<Long> here = new HashSet<>();
    for (ToPresence.Input input : presence) {
      if (input instanceof ToPresence.Enter enter) {
        here.add(enter.session());
      } else if (input instanceof ToPresence.Exit exit) {
        here.remove(exit.session());
      }
    }
    return here.size();
  }

  private void present(ToPresence message) {
    presence.addAll(message.inputs());
    for (ToPresence.Input input : message.inputs()) {
      if (input instanceof ToPresence.Enter enter) {
        Bytes everybody = Bytes.of(new byte[] {0});
        answer(message, new PresenceToEdge.Present(enter.document(), enter.session(), everybody));
      } else if (input instanceof ToPresence.Publish publish) {
        answer(message, new PresenceToEdge.Changed(publish.document(), publish.awareness()));
      }
    }
  }

  private void answer(ToPresence message, PresenceToEdge.Output output) {
    bus.send(PresenceAddresses.edge(message.edge()), new PresenceToEdge(List.of(output)));
  }
}
