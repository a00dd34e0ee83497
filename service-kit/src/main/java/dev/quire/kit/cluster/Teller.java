package dev.quire.kit.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every other member what this process listens to, member by member, and hears from each in
 * answer what it listens to. A member is told one thing at a time, and whoever does not answer
 * holds up nobody else; what changes meanwhile goes into the next, so that a process that begins to
 * listen to dozens of addresses says so a few times. Safe from any thread.
 */
final class Teller {
  private static final Logger log = LoggerFactory.getLogger(Teller.class);
  private static final String EXECUTOR = "quire.listeners";

  private final HazelcastInstance hazelcast;
  private final Supplier<Announcement> own;
  private final Consumer<Announcement> heard;
  private final Runnable missed;

  /** Those who are being told, and who waits until they have been told what holds by then. */
  private final Map<Member, List<Promise<Void>>> telling = new HashMap<>();

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
   * fails. Takes as long as Hazelcast waits for a member that does not answer, or twice that.
   */
  Future<Void> tell() {
    List<Future<Void>> all = new ArrayList<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      if (!member.localMember()) {
        all.add(tell(member));
      }
    }
    return Future.join(all).mapEmpty();
  }

  private Future<Void> tell(Member member) {
    Promise<Void> told = Promise.promise();
    synchronized (telling) {
      List<Promise<Void>> waiting = telling.get(member);
      if (waiting != null) {
        waiting.add(told);
        return told.future();
      }
      telling.put(member, new ArrayList<>());
    }
    say(member).onComplete(done -> told.complete()).onComplete(done -> next(member));
    return told.future();
  }

  private void next(Member member) {
    List<Promise<Void>> waiting;
    synchronized (telling) {
      waiting = telling.remove(member);
      if (waiting == null || waiting.isEmpty()) {
        return;
      }
      telling.put(member, new ArrayList<>());
    }
    say(member)
        .onComplete(done -> waiting.forEach(Promise::complete))
        .onComplete(done -> next(member));
  }

  private Future<Void> say(Member member) {
    Promise<Void> told = Promise.promise();
    try {
      hazelcast
          .getExecutorService(EXECUTOR)
          .submitToMember(new Word(own.get()), member, new Answer(member, told));
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

  /** What a member says in answer. */
  private final class Answer implements ExecutionCallback<@Nullable Announcement> {
    private final Member member;
    private final Promise<Void> told;

    Answer(Member member, Promise<Void> told) {
      this.member = member;
      this.told = told;
    }

    @Override
    public void onResponse(@Nullable Announcement answer) {
      if (answer == null) {
        missed(member, "it is just joining or leaving");
      } else {
        heard.accept(answer);
      }
      told.tryComplete();
    }

    @Override
    public void onFailure(Throwable fault) {
      missed(member, fault.toString());
      told.tryComplete();
    }
  }
}
