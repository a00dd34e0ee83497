package dev.quire.collab.host;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a lane has to say to each edge, one message a turn. Holds no more than one turn's outputs;
 * what is beyond it is bounded where it is made.
 */
final class Outbox {
  private final Loop loop;
  private final String process;
  private final int lane;
  private Map<String, List<ToEdge.Output>> waiting = new HashMap<>();

  Outbox(Loop loop, String process, int lane) {
    this.loop = loop;
    this.process = process;
    this.lane = lane;
  }

  void add(String edge, ToEdge.Output output) {
    if (waiting.isEmpty()) {
      loop.soon(this::flush);
    }
    waiting.computeIfAbsent(edge, first -> new ArrayList<>()).add(output);
  }

  private void flush() {
    Map<String, List<ToEdge.Output>> now = waiting;
    waiting = new HashMap<>();
    now.forEach(
        (edge, outputs) ->
            loop.send(
                SessionAddresses.edge(edge), new ToEdge(process, lane, List.copyOf(outputs))));
  }
}
