package dev.quire.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.channel.Owner;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnerRoutesTest {
  private static final int SHARD = 5;

  private final OwnerRoutes routes = new OwnerRoutes();

  @Test
  void whomTheWrongProcessNamesIsAskedWhereTheEpochIsHigher() {
    says("collab-1", 4, 0);

    assertThat(routes.hinted(SHARD, new ToEdge.Elsewhere("collab-2", 2, 5), 10)).isTrue();
    assertThat(routes.owner(SHARD)).contains(new Owner("collab-2", 1, 5));
  }

  @Test
  void twoThatNameEachOtherAreEachAskedOnce() {
    says("collab-1", 4, 0);

    assertThat(routes.hinted(SHARD, new ToEdge.Elsewhere("collab-2", 1, 5), 10)).isTrue();
    assertThat(routes.hinted(SHARD, new ToEdge.Elsewhere("collab-1", 1, 4), 20)).isFalse();
    assertThat(routes.hinted(SHARD, new ToEdge.Elsewhere("collab-1", 1, 5), 30)).isFalse();
    assertThat(routes.owner(SHARD)).contains(new Owner("collab-2", 0, 5));
  }

  @Test
  void whoIsNamedAndNeverHeardIsForgottenLikeAnybodyWhoIsSilent() {
    routes.hinted(SHARD, new ToEdge.Elsewhere("collab-2", 1, 5), 10);

    assertThat(routes.expire(10 + OwnerRoutes.SILENCE_MILLIS).get(SHARD)).isTrue();
    assertThat(routes.owner(SHARD)).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsNotFollowed() {
    assertThat(routes.hinted(SHARD, new ToEdge.Elsewhere("collab-2", 0, 5), 10)).isFalse();
  }

  private void says(String process, long epoch, long atMillis) {
    routes.announced(
        new Routes(process, 1, List.of(new Routes.Owned(SHARD, epoch)), false), atMillis);
  }
}
