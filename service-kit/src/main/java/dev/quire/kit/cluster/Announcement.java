package dev.quire.kit.cluster;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one process says of itself: all that it listens to, and where it is reached. Of two, the one
 * with the higher version counts.
 *
 * @param node the process's id on the event bus, another one in each of its lives
 * @param place where its event bus is reached; null as long as it is not there
 */
record Announcement(String node, long version, @Nullable Place place, List<Listener> listeners)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One consumer of an address; the sequence number tells it from the node's others. */
  record Listener(String address, long sequence) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param metadata JSON, as Vert.x has it; null for none
   */
  record Place(String host, int port, @Nullable String metadata) implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
