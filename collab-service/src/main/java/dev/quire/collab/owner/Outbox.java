package dev.quire.collab.owner;

import dev.quire.wire.session.ToEdge;
import java.util.ArrayList;
import java.util.List;

/** The effects of one input, in the order they were decided. */
final class Outbox {
  private List<Effect> effects = new ArrayList<>();

  void add(Effect effect) {
    effects.add(effect);
  }

  void send(String edge, ToEdge.Output output) {
    effects.add(new Effect.Send(edge, output));
  }

  List<Effect> take() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }
}
