package dev.quire.kit.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What is sent from member to member: the sender's announcement. It is learnt there, and answered
 * with the receiver's own; null where the receiver is not ready to hear it.
 */
final class Word implements Callable<@Nullable Announcement>, Serializable, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /** Under which a member keeps who hears these. */
  static final String HEARER = "quire.listeners";

  private final Announcement said;
  private transient @Nullable HazelcastInstance receiver;

  Word(Announcement said) {
    this.said = said;
  }

  /** Called by Hazelcast where this has arrived. */
  @Override
  public void setHazelcastInstance(HazelcastInstance here) {
    receiver = here;
  }

  @Override
  public @Nullable Announcement call() {
    Object hearer = receiver == null ? null : receiver.getUserContext().get(HEARER);
    return hearer instanceof TellingClusterManager manager ? manager.hear(said) : null;
  }
}
