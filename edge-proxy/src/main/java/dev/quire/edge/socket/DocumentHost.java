package dev.quire.edge.socket;

import dev.quire.edge.channel.ChannelLimits;
import dev.quire.edge.channel.DocumentChannel;
import dev.quire.edge.channel.Effect;
import dev.quire.edge.channel.Input;
import dev.quire.edge.channel.Owner;
import dev.quire.edge.channel.Right;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.Delay;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.client.YWebsocketProtocol;
import dev.quire.wire.session.ToEdge;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Runs one document's channel: inputs in, effects out to the owner and the sessions. */
public final class DocumentHost {
  private final DocumentId document;
  private final DocumentChannel channel;
  private final OwnerLink owners;
  private final Allowances allowances;
  private final Runnable emptied;
  private final Map<Long, Subscriber> sessions = new HashMap<>();
  private final ArrayDeque<Input> waiting = new ArrayDeque<>();
  private Optional<Owner> owner = Optional.empty();
  private boolean running;

  /**
   * @param allowances of the process: how much may come for a document, whoever sends it
   * @param emptied run when the last session has gone
   */
  DocumentHost(
      DocumentId document,
      OwnerLink owners,
      Allowances allowances,
      LongSupplier numbers,
      Runnable emptied) {
    this.allowances = allowances;
    this.document = document;
    this.channel = new DocumentChannel(document, ChannelLimits.DEFAULT, numbers);
    this.owners = owners;
    this.emptied = emptied;
  }

  DocumentId document() {
    return document;
  }

  Optional<Owner> owner() {
    return owner;
  }

  Collection<Subscriber> sessions() {
    return sessions.values();
  }

  /** The sessions by number, as they come and go. */
  Map<Long, Subscriber> numbered() {
    return sessions;
  }

  /** A frame that is to be answered has come for it. */
  void frame(Delay delay) {
    delay.atLeast(allowances.document(document).take(1), "document_", "update_frames_per_second");
  }

  void join(long session, Subscriber subscriber, Right right) {
    sessions.put(session, subscriber);
    on(new Input.Join(session, right));
  }

  public void edit(long session, Bytes update) {
    on(new Input.Edit(session, update));
  }

  /** An edit that is refused where the document is not at this revision. */
  public void editAt(long session, Bytes update, long revision) {
    on(new Input.Edit(session, update, revision + 1));
  }

  public void synchronise(long session, Bytes stateVector) {
    on(new Input.Synchronise(session, stateVector));
  }

  /** The client says in its awareness that this is its own Yjs client id. */
  void speaks(long session, long client) {
    on(new Input.Speaks(session, client));
  }

  public void leave(long session) {
    if (sessions.remove(session) != null) {
      on(new Input.Leave(session));
      removeIfEmpty();
    }
  }

  /** A state in parts has been handed to the session's socket whole. */
  void written(long session) {
    on(new Input.Written(session));
  }

  void routed(Optional<Owner> next) {
    owner = next;
    on(new Input.Routed(next));
  }

  void receive(ToEdge from, ToEdge.Output message) {
    on(new Input.FromOwner(from.process(), from.lane(), message));
  }

  void tick(long nowMillis) {
    on(new Input.Tick(nowMillis));
  }

  /** An effect may bring about the next input: that one waits until the effects are done. */
  private void on(Input input) {
    if (running) {
      waiting.addLast(input);
      return;
    }
    running = true;
    try {
      run(channel.on(input));
      while (!waiting.isEmpty()) {
        run(channel.on(waiting.removeFirst()));
      }
    } finally {
      running = false;
    }
  }

  private void run(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        owners.send(send.owner(), send.message());
      } else if (effect instanceof Effect.Deliver deliver) {
        deliver(deliver);
      } else if (effect instanceof Effect.Answer answer) {
        Subscriber session = sessions.get(answer.session());
        if (session != null) {
          session.answer(answer);
        }
      } else if (effect instanceof Effect.Synchronise synchronise) {
        Subscriber session = sessions.get(synchronise.session());
        if (session != null) {
          session.synchronise(synchronise);
        }
      } else if (effect instanceof Effect.Close close) {
        Subscriber session = sessions.remove(close.session());
        if (session != null) {
          session.end(close.reason());
          removeIfEmpty();
        }
      }
    }
  }

  private void deliver(Effect.Deliver deliver) {
    try (EncodedFrames frames =
        new EncodedFrames(
            deliver.frame().update(), HocuspocusProtocol::update, YWebsocketProtocol::update)) {
      for (Long id : deliver.sessions()) {
        Subscriber session = sessions.get(id);
        if (session != null) {
          session.deliver(frames);
        }
      }
    }
  }

  private void removeIfEmpty() {
    if (sessions.isEmpty()) {
      emptied.run();
    }
  }
}
