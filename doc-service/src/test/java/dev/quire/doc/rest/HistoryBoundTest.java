package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareRestore;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A log that is too long to be replayed, and what becomes of the others meanwhile. */
@Tag("slow")
final class HistoryBoundTest {
  private static final int MEGABYTES = 4;
  private static final int UPDATES = 13;

  private final String aliceId = UUID.randomUUID().toString();

  @Test
  void pastTheBoundDifferencesAndBlameAreRefusedAndOthersGoOn() {
    try (RunningDoc doc = new RunningDoc()) {
      RestClient alice = new RestClient(doc, account(aliceId));
      LoggedDocument small = new LoggedDocument(doc, alice, "Small");
      small.put(aliceId, "text", "one");
      LoggedDocument big = new LoggedDocument(doc, alice, "Big");
      YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
      for (int i = 0; i < UPDATES; i++) {
        var before = writer.stateVector();
        writer.getText("t").insert(0, "x".repeat(MEGABYTES << 20));
        big.append(aliceId, Bytes.of(writer.encodeStateAsUpdate(before)));
      }
      for (String path : new String[] {"/blame", "/diff?from=1"}) {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> big.get(path));
        int edits = 0;
        while (!answer.isDone() || edits == 0) {
          edits++;
          small.put(aliceId, "text", path + " " + edits);
          assertThat(small.content("text").text()).isEqualTo(path + " " + edits);
          Answer blame = small.get("/blame");
          assertThat(blame.status()).isEqualTo(200);
          assertThat(small.get("/diff?from=1").status()).isEqualTo(200);
        }
        assertThat(answer.join().status()).as(path).isEqualTo(422);
        assertThat(answer.join().json().getString("type"))
            .isEqualTo("urn:quire:problem:history-too-long");
        assertThat(answer.join().json().getString("detail")).contains("content?revision=N");
      }
      JsonObject version = new JsonObject().put("name", "first").put("revision", 1);
      String named = alice.post("/" + big.id() + "/versions", version).json().getString("id");
      PrepareRestore restore =
          new PrepareRestore(big.document(), DocumentId.parse(named).orElseThrow());
      assertThat(doc.failure(DocCalls.PREPARE_RESTORE, restore)).isEqualTo(Code.HISTORY_TOO_LONG);
      // What needs no replaying is there as ever.
      assertThat(big.get("/history").status()).isEqualTo(200);
      assertThat(big.get("/content?format=text&revision=1").status()).isEqualTo(200);
      join(doc.stopService());
    }
  }
}
