package dev.quire.wire;

import java.util.List;

/**
 * Which calls a process answers. Said twice a second and at every change; a process that has been
 * silent for 3 s answers nothing.
 *
 * @param node the process by its id in the cluster: another one after each start
 * @param calls the names of its calls; none any more where it is going away
 */
public record Answering(String node, List<String> calls) implements WireMessage {
  static final Address<Answering> ADDRESS = new Address<>("quire.answering", Answering.class);
}
