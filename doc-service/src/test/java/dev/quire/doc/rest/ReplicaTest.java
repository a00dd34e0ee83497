package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.OwnPostgres;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.rest.RestClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real streaming replica: behind at will, and then gone. */
@Tag("slow")
final class ReplicaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String aliceId = UUID.randomUUID().toString();

  @Test
  void aReplicaServesWhatItHasAndThePrimaryWhatItLacks(@TempDir Path home) throws Exception {
    try (OwnPostgres primary = OwnPostgres.create(home.resolve("primary"))) {
      primary.backUpTo(home.resolve("replica"));
      OwnPostgres replica = primary.follow(home.resolve("replica"));
      Map<String, String> settings =
          Map.of("QUIRE_DATABASE_REPLICA_URLS", replica.url().toString());
      try (RunningDoc doc = new RunningDoc(primary.url(), settings)) {
        RestClient alice = new RestClient(doc, account(aliceId));
        LoggedDocument text = new LoggedDocument(doc, alice, "Text");
        text.put(aliceId, "text", "first words");
        text.put(aliceId, "text", "second words");
        served(text);
        behind(replica, alice, text);
        replica.execute("SELECT pg_wal_replay_resume()");
        served(text);
        replica.close();
        gone(text);
        join(doc.stopService());
      } finally {
        replica.close();
      }
    }
  }

  @Test
  void whoWasRemovedFindsNothingAlthoughTheReplicaHasNotHeardOfIt(@TempDir Path home)
      throws Exception {
    String bobId = UUID.randomUUID().toString();
    try (OwnPostgres primary = OwnPostgres.create(home.resolve("primary"))) {
      primary.backUpTo(home.resolve("replica"));
      OwnPostgres replica = primary.follow(home.resolve("replica"));
      Map<String, String> settings =
          Map.of(
              "QUIRE_DATABASE_REPLICA_URLS",
              replica.url().toString(),
              "QUIRE_REPLICA_SEARCH_LAG_MILLIS",
              "30000");
      try (RunningDoc doc = new RunningDoc(primary.url(), settings)) {
        RestClient alice = new RestClient(doc, account(aliceId));
        RestClient bob = new RestClient(doc, account(bobId));
        List<LoggedDocument> texts = new ArrayList<>();
        for (String role : List.of("editor", "editor", "editor", "viewer")) {
          LoggedDocument text = new LoggedDocument(doc, alice, "Wombats");
          primary.execute(
              String.format(
                  "INSERT INTO quire_doc.document_member (document, user_id, role)"
                      + " VALUES ('%s', '%s', '%s')",
                  text.id(), bobId, role));
          texts.add(text);
        }
        await()
            .atMost(PATIENCE)
            .until(() -> isOfAReplica(bob.get("?q=wombats")) && found(bob).size() == 4);
        pause(replica);
        alice.delete("/" + texts.get(0).id() + "/members/" + bobId);
        alice.delete("/" + texts.get(1).id());
        primary.execute(
            "UPDATE quire_doc.document_member SET role = 'viewer' WHERE document = '"
                + texts.get(2).id()
                + "' AND user_id = '"
                + bobId
                + "'");

        assertThat(found(bob))
            .containsOnly(entry(texts.get(2).id(), "viewer"), entry(texts.get(3).id(), "viewer"));
        assertThat(found(alice)).hasSize(3);
        join(doc.stopService());
      } finally {
        replica.close();
      }
    }
  }

  /** The roles on what is found. */
  private static Map<String, String> found(RestClient who) {
    return who.get("?q=wombats").items().stream()
        .collect(Collectors.toMap(item -> item.getString("id"), item -> item.getString("role")));
  }

  private static void pause(OwnPostgres replica) throws Exception {
    replica.execute("SELECT pg_wal_replay_pause()");
    await()
        .atMost(PATIENCE)
        .until(() -> replica.query("SELECT pg_get_wal_replay_pause_state()").equals("paused"));
  }

  private static boolean isOfAReplica(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return !answer.header(Sources.AGE).isEmpty();
  }

  /** As soon as the replica has what the primary has, it serves each kind of reading. */
  private static void served(LoggedDocument text) {
    List<String> reads =
        List.of(
            "/content?format=text", "/content?format=html&revision=1", "/history", "/diff?from=1");
    for (String read : reads) {
      await().atMost(PATIENCE).until(() -> isOfAReplica(text.get(read)));
    }
    Answer content = text.content("text");
    assertThat(content.header("quire-revision")).isEqualTo(Long.toString(text.revision()));
    assertThat(text.get("/history").header("quire-revision"))
        .isEqualTo(Long.toString(text.revision()));
    // The state that a live document goes on from comes from the primary.
    assertThat(isOfAReplica(text.get("/state"))).isFalse();
  }

  private void behind(OwnPostgres replica, RestClient alice, LoggedDocument text) throws Exception {
    pause(replica);
    text.put(aliceId, "text", "third wombat");
    Answer newest = text.content("text");
    assertThat(newest.text()).isEqualTo("third wombat");
    assertThat(isOfAReplica(newest)).isFalse();
    assertThat(isOfAReplica(text.get("/history"))).isFalse();
    Answer older = text.get("/content?format=text&revision=2");
    assertThat(older.text()).isEqualTo("second words");
    assertThat(isOfAReplica(older)).isTrue();
    // Seconds later search has left the replica, too.
    await().atMost(PATIENCE).until(() -> !alice.get("?q=wombat").items().isEmpty());
  }

  private static void gone(LoggedDocument text) {
    for (int i = 0; i < 20; i++) {
      assertThat(text.content("text").text()).isEqualTo("third wombat");
    }
  }
}
