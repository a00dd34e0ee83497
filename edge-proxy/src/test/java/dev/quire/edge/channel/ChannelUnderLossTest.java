package dev.quire.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random stories over a bus that loses, repeats and reorders, with owners that die. */
class ChannelUnderLossTest {
  private static final int SEEDS = 2_000;
  private static final int STEPS = 300;
  private static final int CLIENTS = 4;

  @Test
  void everybodyEndsWithEverythingAndEveryEditIsAnsweredOnce() {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    ChannelStory story = new ChannelStory(new ChannelLimits(64, 1_000, 3_000));
    Map<Long, Integer> sent = new HashMap<>();
    for (long client = 1; client <= CLIENTS; client++) {
      story.joins(client);
      story.asksForState(client);
    }
    long edit = 0;
    long epoch = 1;
    for (int step = 0; step < STEPS; step++) {
      long client = 1L + random.nextInt(CLIENTS);
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          story.edits(client, ++edit);
          sent.merge(client, 1, Integer::sum);
        }
        case 3 -> story.owner.commit(++edit);
        case 4 -> story.asksForState(client);
        case 5 -> story.owner.inParts = random.nextBoolean();
        case 6 -> finishWriting(story, client);
        case 7 -> story.tick();
        case 8 -> {
          if (random.nextInt(8) == 0) {
            story.ownedBy("collab-" + epoch % 3, ++epoch);
          }
        }
        default -> exchange(story, random);
      }
    }
    for (int second = 0; second < 90; second++) {
      for (long client = 1; client <= CLIENTS; client++) {
        finishWriting(story, client);
      }
      story.passes(1_000);
    }
    check(seed, story, sent);
  }

  private static void exchange(ChannelStory story, Random random) {
    int toOwner = random.nextInt(4);
    for (int i = 0; i < toOwner && !story.toOwner.isEmpty(); i++) {
      mangle(story.toOwner, random);
      if (!story.toOwner.isEmpty()) {
        story.owner.take(story.toOwner.removeFirst());
      }
    }
    int toEdge = random.nextInt(4);
    for (int i = 0; i < toEdge && !story.owner.out.isEmpty(); i++) {
      mangle(story.owner.out, random);
      if (!story.owner.out.isEmpty()) {
        story.receives(story.owner.out.removeFirst());
      }
    }
  }

  private static <T> void mangle(ArrayDeque<T> queue, Random random) {
    switch (random.nextInt(30)) {
      case 0 -> queue.removeFirst();
      case 1 -> queue.addFirst(queue.getFirst());
      case 2 -> {
        List<T> all = new ArrayList<>(queue);
        Collections.shuffle(all, random);
        queue.clear();
        queue.addAll(all);
      }
      default -> {
        // Goes through as it is.
      }
    }
  }

  private static void finishWriting(ChannelStory story, long client) {
    while (story.client(client).writing > 0) {
      story.written(client);
    }
  }

  private static void check(long seed, ChannelStory story, Map<Long, Integer> sent) {
    story.clients.forEach(
        (session, client) -> {
          String who = "seed " + seed + ", client " + session;
          assertThat(client.closed).as(who).isEmpty();
          assertThat(client.edits).as(who).containsExactlyInAnyOrderElementsOf(story.log);
          assertThat(client.answers).as(who).hasSize(sent.getOrDefault(session, 0));
        });
  }
}
