package dev.quire.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.kit.cluster.Announcement.Listener;
import dev.quire.kit.cluster.Announcement.Place;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DirectoryTest {
  private static final Place PLACE = new Place("127.0.0.1", 4711, null);

  private final Directory here = new Directory("here");

  private static Announcement said(long version, String... addresses) {
    List<Listener> listeners =
        List.of(addresses).stream().map(address -> new Listener(address, 1)).toList();
    return new Announcement("there", version, PLACE, listeners);
  }

  @Test
  void saysWhatItListensToButForWhatOnlyItMayUse() {
    here.add("a", new RegistrationInfo("here", 1, false));
    here.add("a", new RegistrationInfo("here", 2, false));
    here.add("b", new RegistrationInfo("here", 3, true));
    here.remove("a", new RegistrationInfo("here", 1, false));
    here.reachedAt(PLACE);

    assertThat(here.own().listeners()).containsExactly(new Listener("a", 2));
    assertThat(here.own().place()).isEqualTo(PLACE);
    assertThat(here.at("b")).containsExactly(new RegistrationInfo("here", 3, true));
    assertThat(here.placeOf("here")).contains(PLACE);
  }

  @Test
  void everyChangeMakesAnotherVersion() {
    long before = here.own().version();
    here.add("a", new RegistrationInfo("here", 1, false));
    long added = here.own().version();
    here.remove("a", new RegistrationInfo("here", 1, false));
    assertThat(List.of(before, added, here.own().version())).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void learnsWhatOthersSayAndWhichAddressesThatChanges() {
    here.add("a", new RegistrationInfo("here", 9, false));

    assertThat(here.learn(said(1, "a", "b"))).containsExactlyInAnyOrder("a", "b");
    assertThat(here.learn(said(2, "b", "c"))).containsExactlyInAnyOrder("a", "c");

    assertThat(here.at("a")).extracting(RegistrationInfo::nodeId).containsExactly("here");
    assertThat(here.at("b")).extracting(RegistrationInfo::nodeId).containsExactly("there");
    assertThat(here.placeOf("there")).contains(PLACE);
  }

  @Test
  void whatComesTwiceOrLateChangesNothing() {
    here.learn(said(2, "b"));

    assertThat(here.learn(said(2, "b"))).isEmpty();
    assertThat(here.learn(said(1, "a"))).isEmpty();
    assertThat(here.at("a")).isEmpty();
  }

  @Test
  void believesNobodyWhoSpeaksForItself() {
    here.add("a", new RegistrationInfo("here", 1, false));
    assertThat(here.learn(new Announcement("here", 100, PLACE, List.of()))).isEmpty();
    assertThat(here.at("a")).hasSize(1);
  }

  @Test
  void forgetsWhoHasLeftAndLearnsItAnewWhenItIsBack() {
    here.learn(said(7, "a"));

    assertThat(here.forget("there")).containsExactly("a");
    assertThat(here.at("a")).isEmpty();
    assertThat(here.placeOf("there")).isEmpty();
    assertThat(here.learn(said(7, "a"))).containsExactly("a");
  }

  @Test
  void whoeverIsDoubtedIsFoundOnlyToBeAsked() {
    String question = Liveness.addressOf("there");
    here.learn(said(7, "a", question));

    assertThat(here.doubt("there")).containsExactlyInAnyOrder("a", question);
    assertThat(here.at("a")).isEmpty();
    assertThat(here.at(question)).hasSize(1);
    assertThat(here.placeOf("there")).contains(PLACE);

    assertThat(here.believe("there")).containsExactlyInAnyOrder("a", question);
    assertThat(here.at("a")).hasSize(1);
    assertThat(here.believe("there")).isEmpty();
  }

  @Test
  void whoeverIsDoubtedAndSpeaksIsBelieved() {
    here.learn(said(7, "a"));
    here.doubt("there");

    // Said before it was doubted, and late: what it said last holds.
    assertThat(here.learn(said(6, "b"))).containsExactly("a");
    assertThat(here.at("a")).hasSize(1);
    assertThat(here.at("b")).isEmpty();
  }

  @Test
  void whoeverIsDoubtedAndForgottenIsNotFound() {
    String question = Liveness.addressOf("there");
    here.learn(said(7, "a", question));
    here.doubt("there");
    here.forget("there");

    assertThat(here.believe("there")).isEmpty();
    assertThat(here.at(question)).isEmpty();
    assertThat(here.placeOf("there")).isEmpty();
    assertThat(here.missing(Set.of())).isEmpty();
  }

  @Test
  void knowsWhoAnnouncedItselfAndIsMissing() {
    here.learn(said(1, "a"));

    assertThat(here.missing(Set.of("here", "there"))).isEmpty();
    assertThat(here.missing(Set.of("here"))).containsExactly("there");
    assertThat(here.at("a")).hasSize(1);
  }
}
