package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchTest {
  private static final Logger log = LoggerFactory.getLogger(SearchTest.class);

  /** Far beyond what it takes; a machine may stall. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RunningDoc doc = new RunningDoc();
  private RestClient alice = new RestClient(doc, account("nobody"));

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void somebodyNew() {
    alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  }

  private List<String> titles(String query) {
    Answer answer = alice.get("?q=" + query);
    assertThat(answer.status()).isEqualTo(200);
    return answer.items().stream().map(item -> item.getString("title")).toList();
  }

  private void awaitTitles(String query, String... titles) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(titles(query)).containsExactly(titles));
  }

  @Test
  void textsAreFoundAfterEachEdit() {
    LoggedDocument text = new LoggedDocument(doc, alice, "Seas");
    text.put("alice", "markdown", "# Tides\n\nThe *moon* pulls.");
    awaitTitles("moon pull", "Seas");
    text.put("alice", "markdown", "# Tides\n\nThe *sun* pulls as well.");
    awaitTitles("sun", "Seas");
    awaitTitles("moon");
  }

  /** How soon that is, is in docs/figures.md; at level INFO this test tells it too. */
  @Test
  void everyEditIsFoundWithoutAnybodysDoing() {
    List<LoggedDocument> texts =
        IntStream.range(0, 10).mapToObj(i -> new LoggedDocument(doc, alice, "Log " + i)).toList();
    List<Long> lags = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      Map<String, Long> edited = new LinkedHashMap<>();
      for (int i = 0; i < texts.size(); i++) {
        String word = "entry" + round + "of" + i;
        texts.get(i).put("alice", "text", word);
        edited.put(word, System.nanoTime());
      }
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(PATIENCE)
          .until(
              () -> {
                edited
                    .entrySet()
                    .removeIf(
                        edit -> {
                          boolean found = !titles(edit.getKey()).isEmpty();
                          if (found) {
                            lags.add((System.nanoTime() - edit.getValue()) / 1_000_000);
                          }
                          return found;
                        });
                return edited.isEmpty();
              });
    }
    Collections.sort(lags);
    log.info(
        "event=search-lag edits={} p50_ms={} max_ms={}",
        lags.size(),
        lags.get(lags.size() / 2),
        lags.get(lags.size() - 1));
    assertThat(lags).hasSize(20);
  }

  @Test
  void titlesComeBeforeTextsAndTheSnippetShowsTheWords() {
    LoggedDocument inText = new LoggedDocument(doc, alice, "Diary");
    inText.put("alice", "text", "We saw a <b>whale</b> today.");
    LoggedDocument inTitle = new LoggedDocument(doc, alice, "Whales and others");
    inTitle.put("alice", "text", "They sing.");
    awaitTitles("whale", "Whales and others", "Diary");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(titles("whales sing")).containsExactly("Whales and others"));
    JsonObject match = alice.get("?q=whale").items().get(1).getJsonObject("match");
    JsonArray place = match.getJsonArray("highlights").getJsonArray(0);
    String snippet = match.getString("snippet");
    assertThat(snippet).isEqualTo("We saw a <b>whale</b> today.");
    assertThat(snippet.substring(place.getInteger(0), place.getInteger(1))).isEqualTo("whale");
  }

  @Test
  void nobodyFindsWhatOthersWrote() {
    LoggedDocument text = new LoggedDocument(doc, alice, "Mine");
    text.put("alice", "text", "unobtainium");
    awaitTitles("unobtainium", "Mine");
    RestClient mallory = new RestClient(doc, account(UUID.randomUUID().toString()));
    assertThat(mallory.get("?q=unobtainium").items()).isEmpty();
    assertThat(alice.delete("/" + text.id()).status()).isEqualTo(204);
    assertThat(titles("unobtainium")).isEmpty();
    assertThat(alice.get("?q=unobtainium&deleted=true").items()).hasSize(1);
  }

  @Test
  void resultsComeInPages() {
    for (int i = 0; i < 5; i++) {
      alice.create("Page " + i);
    }
    Answer first = alice.get("?q=page&limit=3");
    String next = first.json().getString("nextCursor");
    Answer second = alice.get("?q=page&limit=3&cursor=" + next);
    assertThat(first.items()).hasSize(3);
    assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
    assertThat(second.json().getString("nextCursor")).isNull();
  }

  @Test
  void otherTextsOfADocumentAreFoundToo() {
    LoggedDocument text = new LoggedDocument(doc, alice, "Code");
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    writer.getText("source").insert(0, "quicksort");
    text.append("alice", Bytes.of(writer.encodeStateAsUpdate()));
    awaitTitles("quicksort", "Code");
  }

  @Test
  void whatIsNoWordIsLookedForInTitles() {
    alice.create("a -> b");
    assertThat(titles("->")).containsExactly("a -> b");
    assertThat(titles("'|:*")).isEmpty();
    assertThat(alice.get("?q=x&cursor=1000").status()).isEqualTo(400);
  }
}
