package dev.quire.kit.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every other member what this process listens to, member by member, and hears from each in
 * answer what it listens to. One telling is under way at a time; what changes meanwhile goes into
 * the next, so that a process that begins to listen to dozens of addresses says so a few times.
 * Safe from any thread.
 */
final class Teller {
  private static final Logger log = LoggerFactory.getLogger(Teller.class);
  private static final String EXECUTOR = "quire.listeners";

  private final HazelcastInstance hazelcast;
  private final Supplier<Announcement> own;
  private final Consumer<Announcement> heard;
  private final Runnable missed;

  /** Those who wait until everybody has been told of what they changed. */
  private List<Promise<Void>> waiting = new ArrayList<>();

  private boolean isTelling;

  /**
   * @param own what to tell
   * @param heard is called with each answer
   * @param missed is called where somebody could not be told
   */
  Teller(
      HazelcastInstance hazelcast,
      Supplier<Announcement> own,
      Consumer<Announcement> heard,
      Runnable missed) {
    this.hazelcast = hazelcast;
    this.own = own;
    this.heard = heard;
    this.missed = missed;
  }

  /**
   * Ends when everybody has been told what holds at the time of the call, or could not be; never
   * fails. Takes as long as Hazelcast waits for a member that does not answer.
   */
  Future<Void> tell() {
    Promise<Void> told = Promise.promise();
    synchronized (this) {
      waiting.add(told);
      if (isTelling) {
        return told.future();
      }
      isTelling = true;
    }
    next();
    return told.future();
  }

  private void next() {
    List<Promise<Void>> served;
    synchronized (this) {
      served = waiting;
      waiting = new ArrayList<>();
      isTelling = !served.isEmpty();
      if (!isTelling) {
        return;
      }
    }
    Announcement said = own.get();
    List<Future<Void>> all = new ArrayList<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      if (!member.localMember()) {
        all.add(tell(member, said));
      }
    }
    Future.join(all)
        .onComplete(
            done -> {
              served.forEach(Promise::complete);
              next();
            });
  }

  private Future<Void> tell(Member member, Announcement said) {
    Promise<Void> told = Promise.promise();
    try {
      hazelcast
          .getExecutorService(EXECUTOR)
          .submitToMember(
              new Word(said),
              member,
              new ExecutionCallback<@Nullable Announcement>() {
                @Override
                public void onResponse(@Nullable Announcement answer) {
                  if (answer == null) {
                    missed(member, "it is just joining or leaving");
                  } else {
                    heard.accept(answer);
                  }
                  told.complete();
                }

                @Override
                public void onFailure(Throwable fault) {
                  missed(member, fault.toString());
                  told.complete();
                }
              });
    } catch (RuntimeException fault) {
      // Hazelcast's own, of a member that is ending, this one or the other.
      missed(member, fault.toString());
      told.tryComplete();
    }
    return told.future();
  }

  private void missed(Member member, String why) {
    log.debug("event=not-told member={} fault={}", member.getAddress(), why);
    missed.run();
  }
}
