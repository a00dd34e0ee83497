package dev.quire.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.protocol.Awareness;
import dev.quire.crdt.protocol.AwarenessChange;
import dev.quire.crdt.protocol.AwarenessUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Lives of awarenesses in y-protocols, lived again here: the same is told, known and sent. */
class AwarenessAgainstYjsTest {
  private static final int LIVES = 20;
  private static final int STEPS = 400;

  private long now;
  private List<String> told = new ArrayList<>();
  private final Set<String> actions = new HashSet<>();

  @Test
  void livesAreThoseOfTheOriginal() {
    try (LiveYjs yjs = LiveYjs.start()) {
      for (int seed = 1; seed <= LIVES; seed++) {
        relive(seed, yjs.ask("awareness " + seed + " " + STEPS));
      }
    }
    assertThat(actions)
        .containsExactlyInAnyOrder(
            "set", "field", "leave", "send", "apply", "remove", "wait", "tick", "modify");
  }

  private void relive(int seed, OracleRecord life) {
    now = 1_000_000;
    List<Awareness> all =
        LongStream.rangeClosed(1, 3)
            .mapToObj(client -> new Awareness(client, () -> now, new Heard()))
            .toList();
    List<List<String>> steps = life.all("step");
    assertThat(steps).hasSizeGreaterThan(STEPS / 2);
    for (int i = 0; i < steps.size(); i++) {
      List<String> step = steps.get(i);
      told = new ArrayList<>();
      Awareness here = all.get(Integer.parseInt(step.get(1)));
      act(here, step.get(0), step.subList(5, step.size()));
      assertThat(String.join(";", told))
          .as("told in step %d %s of seed %d", i, step.get(0), seed)
          .isEqualTo(OracleRecord.text(step.get(2)));
      assertThat(here.encode(clients(step.get(3))))
          .as("known after step %d %s of seed %d", i, step.get(0), seed)
          .isEqualTo(OracleRecord.bytes(step.get(4)));
      actions.add(step.get(0));
    }
  }

  private void act(Awareness here, String action, List<String> args) {
    switch (action) {
      case "set" -> here.setLocalState(Json.parse(OracleRecord.text(args.get(0))));
      case "field" ->
          here.setLocalStateField(args.get(0), Json.parse(OracleRecord.text(args.get(1))));
      case "leave" -> here.setLocalState(null);
      case "send" ->
          assertThat(here.encode(clients(args.get(0)))).isEqualTo(OracleRecord.bytes(args.get(1)));
      case "modify" ->
          assertThat(
                  AwarenessUpdate.decode(OracleRecord.bytes(args.get(0)))
                      .modify(state -> Json.parse(OracleRecord.text(args.get(1))))
                      .encode())
              .isEqualTo(OracleRecord.bytes(args.get(2)));
      case "apply" -> here.apply(OracleRecord.bytes(args.get(0)), "wire");
      case "remove" -> here.remove(clients(args.get(0)), "closed");
      case "wait" -> now = Long.parseLong(args.get(0));
      case "tick" -> here.tick();
      default -> throw new AssertionError(action);
    }
  }

  private static List<Long> clients(String list) {
    String text = OracleRecord.text(list);
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
  }

  /** Writes down what listeners are told, as the oracle does. */
  private final class Heard implements Awareness.Listener {
    @Override
    public void changed(AwarenessChange change) {
      note("change", change);
    }

    @Override
    public void updated(AwarenessChange change) {
      note("update", change);
    }

    private void note(String kind, AwarenessChange change) {
      told.add(
          kind
              + " +"
              + list(change.added())
              + " ~"
              + list(change.updated())
              + " -"
              + list(change.removed()));
    }

    private static String list(List<Long> clients) {
      return clients.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }
}
