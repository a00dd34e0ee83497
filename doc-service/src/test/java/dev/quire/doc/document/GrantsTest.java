package dev.quire.doc.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Principal.Grant;
import dev.quire.wire.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class GrantsTest {
  @Test
  void ofPatternsTheOneThatGivesMostDecides() {
    List<Grant> grants = List.of(new Grant("notes-*", Role.EDITOR), new Grant("*", Role.VIEWER));

    assertThat(Grants.roleOn("notes-1", grants)).contains(Role.EDITOR);
    assertThat(Grants.roleOn("letters", grants)).contains(Role.VIEWER);
  }

  @Test
  void anExactNameDecidesAgainstPatterns() {
    List<Grant> grants = List.of(new Grant("*", Role.OWNER), new Grant("handbook", Role.VIEWER));

    assertThat(Grants.roleOn("handbook", grants)).contains(Role.VIEWER);
    assertThat(Grants.roleOn("handbook2", grants)).contains(Role.OWNER);
  }

  @Test
  void whatNoGrantNamesIsNotGranted() {
    assertThat(Grants.roleOn("b", List.of(new Grant("a*", Role.OWNER)))).isEmpty();
    assertThat(Grants.roleOn("b", List.of())).isEmpty();
  }

  @Test
  void aStarStandsForAnyCharactersAndNothingElseIsSpecial() {
    assertThat(Glob.matches("*", "")).isTrue();
    assertThat(Glob.matches("a*c", "ac")).isTrue();
    assertThat(Glob.matches("a*c", "abcbc")).isTrue();
    assertThat(Glob.matches("a*b*c", "a1b2b3c")).isTrue();
    assertThat(Glob.matches("a*c", "abcd")).isFalse();
    assertThat(Glob.matches("a.c", "abc")).isFalse();
    assertThat(Glob.matches("a?c", "abc")).isFalse();
    assertThat(Glob.matches("", "a")).isFalse();
    assertThat(Glob.matches("a", "ab")).isFalse();
  }

  @Test
  void aHostilePatternTakesNoLongerThanItsLengthTimesTheNames() {
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> assertThat(Glob.matches("a*".repeat(5_000) + "b", "a".repeat(255))).isFalse());
  }
}
