package dev.quire.doc.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlacesTest {
  @Test
  void aCopyIsAsOldAsTheNewestPlaceThatItHasComeTo() {
    Places places = new Places();
    assertThat(places.age(100, 0)).isEmpty();
    places.note(100, 1_000);
    places.note(200, 2_000);
    places.note(200, 3_000);
    places.note(300, 4_000);
    assertThat(places.age(99, 4_500)).isEmpty();
    assertThat(places.age(100, 4_500)).hasValue(3_500);
    assertThat(places.age(250, 4_500)).hasValue(1_500);
    assertThat(places.age(300, 4_500)).hasValue(500);
    assertThat(places.age(900, 4_500)).hasValue(500);
  }

  @Test
  void placesAreForgottenAndWhatIsOlderHasNoAge() {
    Places places = new Places();
    for (int second = 0; second < 100; second++) {
      places.note(second, second * 1_000L);
    }
    assertThat(places.age(50, 100_000)).isEmpty();
    assertThat(places.age(80, 100_000)).hasValue(20_000);
  }
}
