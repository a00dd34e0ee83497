package dev.quire.collab.lease;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.ClusterState;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.core.LifecycleService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A member of nobody's cluster, which ends when it is told to. */
final class FakeMember {
  /** What is asked of it when it ends: it answers that it has ended. */
  enum Moment {
    LISTENED_TO,
    ASKED_FOR_MEMBERS
  }

  private final List<LifecycleListener> listeners = new CopyOnWriteArrayList<>();
  private final HazelcastInstance hazelcast =
      answering(HazelcastInstance.class, (method, arguments) -> instance(method));
  private final LifecycleService lifecycle = answering(LifecycleService.class, this::lifecycle);
  private final Cluster cluster = answering(Cluster.class, (method, arguments) -> cluster(method));
  private volatile boolean running = true;
  private volatile @Nullable Moment last;

  FakeMember endsAt(Moment moment) {
    last = moment;
    return this;
  }

  HazelcastInstance hazelcast() {
    return hazelcast;
  }

  boolean isRunning() {
    return running;
  }

  void end() {
    running = false;
    LifecycleEvent event = new LifecycleEvent(LifecycleState.SHUTDOWN);
    listeners.forEach(each -> each.stateChanged(event));
  }

  private Object instance(String method) {
    return switch (method) {
      case "getLifecycleService" -> lifecycle;
      case "getCluster" -> cluster;
      case "shutdown" -> {
        end();
        yield true; // Of no meaning: it answers nothing.
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Object lifecycle(String method, Object[] arguments) {
    return switch (method) {
      case "isRunning" -> running;
      case "addLifecycleListener" -> {
        listeners.add((LifecycleListener) arguments[0]);
        yield UUID.randomUUID();
      }
      case "terminate" -> {
        end();
        yield true;
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Object cluster(String method) {
    return switch (method) {
      case "addMembershipListener" -> {
        reach(Moment.LISTENED_TO);
        yield UUID.randomUUID();
      }
      case "getMembers" -> {
        reach(Moment.ASKED_FOR_MEMBERS);
        yield Set.of();
      }
      case "getClusterState" -> ClusterState.ACTIVE;
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private void reach(Moment moment) {
    if (moment == last) {
      end();
    }
    if (!running) {
      throw new HazelcastInstanceNotActiveException();
    }
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T answering(Class<T> type, Answer answer) {
    InvocationHandler handler =
        (proxy, method, arguments) -> answer.to(method.getName(), arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
