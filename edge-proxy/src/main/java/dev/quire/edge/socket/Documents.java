package dev.quire.edge.socket;

import dev.quire.edge.channel.Owner;
import dev.quire.edge.channel.Right;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.route.OwnerRoutes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every document with a session on this loop. */
public final class Documents {
  /** Room for a million sessions a second, from the time of the start. */
  private static final int NUMBERS_PER_MILLI = 1_000;

  private final Map<DocumentId, DocumentHost> hosts = new HashMap<>();
  private final OwnerRoutes routes = new OwnerRoutes();
  private final OwnerLink owners;
  private final Allowances allowances;
  private long lastNumber;

  /**
   * @param startedAtMillis milliseconds since 1970: a loop of the same name that started earlier
   *     has given lower session numbers
   */
  public Documents(OwnerLink owners, Allowances allowances, long startedAtMillis) {
    this.allowances = allowances;
    this.owners = owners;
    this.lastNumber = startedAtMillis * NUMBERS_PER_MILLI;
  }

  /** A number that no session of this edge has had. */
  public long newSession() {
    return ++lastNumber;
  }

  /** Opens the document for a session; it leaves by {@link DocumentHost#leave}. */
  public DocumentHost join(DocumentId document, long session, Subscriber subscriber, Right right) {
    DocumentHost host = hosts.get(document);
    if (host == null) {
      host =
          new DocumentHost(
              document, owners, allowances, this::newSession, () -> hosts.remove(document));
      hosts.put(document, host);
      host.routed(routes.owner(Shards.of(document)));
    }
    host.join(session, subscriber, right);
    return host;
  }

  int open() {
    return hosts.size();
  }

  /** How many sessions they have, all together. */
  int sessions() {
    return hosts.values().stream().mapToInt(host -> host.sessions().size()).sum();
  }

  /** Those that are open now, whatever becomes of them while they are looked at. */
  List<DocumentHost> all() {
    return List.copyOf(hosts.values());
  }

  public @Nullable DocumentHost find(DocumentId document) {
    return hosts.get(document);
  }

  /** Whether any owner is known. */
  public boolean hasOwners() {
    return !routes.isEmpty();
  }

  public void receive(ToEdge message, long nowMillis) {
    for (ToEdge.Output output : message.outputs()) {
      DocumentHost host = hosts.get(output.document());
      if (host != null) {
        host.receive(message, output);
        if (output instanceof ToEdge.Ended ended && ended.elsewhere() != null) {
          follow(Shards.of(output.document()), ended.elsewhere(), nowMillis);
        }
      } else if (!(output instanceof ToEdge.Ended)) {
        // Word of the last one's leaving was lost.
        owners.send(
            new Owner(message.process(), message.lane(), 0),
            ToOwner.Probe.rollCall(output.document(), lastNumber, List.of()));
      }
    }
  }

  /** The process that was asked says who is to be asked in its place. */
  private void follow(int shard, ToEdge.Elsewhere elsewhere, long nowMillis) {
    if (routes.hinted(shard, elsewhere, nowMillis)) {
      BitSet moved = new BitSet();
      moved.set(shard);
      reroute(moved);
    }
  }

  public void announced(Routes announced, long nowMillis) {
    reroute(routes.announced(announced, nowMillis));
  }

  /** Every half second. */
  public void tick(long nowMillis) {
    reroute(routes.expire(nowMillis));
    for (DocumentHost host : List.copyOf(hosts.values())) {
      host.tick(nowMillis);
    }
  }

  /** Every second: tells the owners that this edge is alive. */
  public void greetOwners() {
    Set<OwnerLink.Lane> lanes = new HashSet<>();
    for (DocumentHost host : hosts.values()) {
      if (host.owner().isPresent()) {
        Owner owner = host.owner().get();
        lanes.add(new OwnerLink.Lane(owner.process(), owner.lane()));
      }
    }
    owners.greet(lanes);
  }

  private void reroute(BitSet shards) {
    if (shards.isEmpty()) {
      return;
    }
    List<DocumentHost> moved = new ArrayList<>();
    for (DocumentHost host : hosts.values()) {
      if (shards.get(Shards.of(host.document()))) {
        moved.add(host);
      }
    }
    for (DocumentHost host : moved) {
      host.routed(routes.owner(Shards.of(host.document())));
    }
  }
}
