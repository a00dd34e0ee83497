package dev.quire.presence.host;

import dev.quire.wire.Bus;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceToEdge;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one turn of the event loop has for an edge travels in one message. */
final class Outbox {
  private final Context context;
  private final Bus bus;
  private final Map<String, List<PresenceToEdge.Output>> waiting = new HashMap<>();

  Outbox(Context context, Bus bus) {
    this.context = context;
    this.bus = bus;
  }

  void post(String edge, PresenceToEdge.Output output) {
    if (waiting.isEmpty()) {
      context.runOnContext(turn -> flush());
    }
    waiting.computeIfAbsent(edge, first -> new ArrayList<>()).add(output);
  }

  private void flush() {
    waiting.forEach(
        (edge, outputs) ->
            bus.send(PresenceAddresses.edge(edge), new PresenceToEdge(List.copyOf(outputs))));
    waiting.clear();
  }
}
