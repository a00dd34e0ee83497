package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadQueueTest {
  private final List<Promise<Void>> running = new ArrayList<>();
  private final LoadQueue queue = new LoadQueue(2);

  @Test
  void noMoreThanTheBoundRunAndAFailureMakesRoomLikeASuccess() {
    for (int i = 0; i < 4; i++) {
      queue.add(
          () -> {
            Promise<Void> load = Promise.promise();
            running.add(load);
            return load.future();
          });
    }
    assertThat(running).hasSize(2);
    running.get(0).fail("database away");
    assertThat(running).hasSize(3);
    running.get(1).complete();
    assertThat(running).hasSize(4);
  }
}
