package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.channel.Effect;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwarenessFanoutTest {
  private final ArrayDeque<Runnable> soon = new ArrayDeque<>();
  private final List<String> limited = new ArrayList<>();
  private final AwarenessFanout fanout = new AwarenessFanout(soon::addLast, limited::add);

  @Test
  void everybodyIsSentCaretsAFewAtATime() {
    Map<Long, Subscriber> crowd = crowd(AwarenessFanout.SOCKETS_AT_ONCE * 2 + 20);

    fanout.send(crowd, frame(1));
    assertThat(sent(crowd, 1)).isEqualTo(AwarenessFanout.SOCKETS_AT_ONCE);
    soon.removeFirst().run();
    assertThat(sent(crowd, 1)).isEqualTo(AwarenessFanout.SOCKETS_AT_ONCE * 2);
    soon.removeFirst().run();

    assertThat(sent(crowd, 1)).isEqualTo(crowd.size());
    assertThat(soon).isEmpty();
  }

  @Test
  void aFewAreSentThemAtOnce() {
    Map<Long, Subscriber> few = crowd(AwarenessFanout.SOCKETS_AT_ONCE);
    fanout.send(few, frame(1));
    assertThat(sent(few, 1)).isEqualTo(few.size());
    assertThat(soon).isEmpty();
  }

  @Test
  void whoHasLeftMeanwhileIsLeftOut() {
    Map<Long, Subscriber> crowd = crowd(AwarenessFanout.SOCKETS_AT_ONCE + 1);
    fanout.send(crowd, frame(1));
    Listener waiting =
        (Listener)
            crowd.values().stream()
                .filter(each -> !((Listener) each).heard.contains(frame(1)))
                .findAny()
                .orElseThrow();
    crowd.values().remove(waiting);

    soon.removeFirst().run();

    assertThat(waiting.heard).isEmpty();
    assertThat(soon).isEmpty();
  }

  @Test
  void ofMoreFramesThanMayWaitTheOldestAreLeftOut() {
    Map<Long, Subscriber> crowd = crowd(AwarenessFanout.SOCKETS_AT_ONCE + 1);
    int frames = AwarenessFanout.MAX_WAITING + 10;
    for (int i = 1; i <= frames; i++) {
      fanout.send(crowd, frame(i));
    }
    assertThat(limited).hasSize(10).containsOnly("awareness_waiting");

    while (!soon.isEmpty()) {
      soon.removeFirst().run();
    }
    assertThat(sent(crowd, 10)).isZero();
    for (int i = 11; i <= frames; i++) {
      assertThat(sent(crowd, i)).isEqualTo(crowd.size());
    }
  }

  private static Bytes frame(int number) {
    return Bytes.of(new byte[] {(byte) number, (byte) (number >> 8)});
  }

  private static Map<Long, Subscriber> crowd(int size) {
    Map<Long, Subscriber> crowd = new HashMap<>();
    for (long i = 0; i < size; i++) {
      crowd.put(i, new Listener());
    }
    return crowd;
  }

  private static int sent(Map<Long, Subscriber> crowd, int number) {
    return (int)
        crowd.values().stream()
            .filter(each -> ((Listener) each).heard.contains(frame(number)))
            .count();
  }

  private static final class Listener implements Subscriber {
    final List<Bytes> heard = new ArrayList<>();

    @Override
    public void awareness(EncodedFrames states) {
      heard.add(states.body());
    }

    @Override
    public void deliver(EncodedFrames update) {
      throw new AssertionError();
    }

    @Override
    public void answer(Effect.Answer answer) {
      throw new AssertionError();
    }

    @Override
    public void synchronise(Effect.Synchronise synchronise) {
      throw new AssertionError();
    }

    @Override
    public void end(ToEdge.Reason reason) {
      throw new AssertionError();
    }
  }
}
