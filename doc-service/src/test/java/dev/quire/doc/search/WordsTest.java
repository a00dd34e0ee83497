package dev.quire.doc.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {
  private static List<String> words(String text) {
    return Words.in(text).stream().map(Words.Found::word).toList();
  }

  @Test
  void lettersAndDigitsInARowAreAWord() {
    assertThat(words("Zürich's e-mail: a@b.example, v1.25!"))
        .containsExactly("zürich", "s", "e", "mail", "a", "b", "example", "v1", "25");
    assertThat(words(" \u0000 --- ")).isEmpty();
  }

  @Test
  void scriptsWithoutSpacesAreWordsByTheCharacter() {
    assertThat(words("潮汐table")).containsExactly("潮", "汐", "table");
    assertThat(words("한국어 ελληνικά")).containsExactly("한국어", "ελληνικά");
  }

  @Test
  void longWordsAreCutAlikeInTextsAndQueries() {
    String long1 = "a".repeat(200);
    assertThat(words(long1)).isEqualTo(Words.asked(long1)).containsExactly("a".repeat(60));
  }

  @Test
  void aQueryIsAllOfItsWordsAsBeginnings() {
    assertThat(Words.query(Words.asked("tide's moon Moon")))
        .isEqualTo("'tide':* & 's':* & 'moon':*");
    assertThat(Words.query(Words.asked("'&|!():*\\"))).isEmpty();
  }

  @Test
  void aSnippetShowsWhereTheWordsStand() {
    Snippet snippet =
        Snippet.of("x ".repeat(500) + "the Tides of\nthe moon", List.of("tide", "moo"));
    assertThat(snippet.text()).contains("the Tides of the moon").hasSizeLessThan(250);
    assertThat(snippet.highlights())
        .extracting(place -> snippet.text().substring(place.start(), place.end()))
        .containsExactly("Tides", "moon");
    assertThat(Snippet.of("nothing here", List.of("tide")).highlights()).isEmpty();
  }
}
