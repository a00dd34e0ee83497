package dev.quire.doc.integrity;

import dev.quire.doc.database.Database;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * Checks documents of a database from the command line, beside whatever serves them. Reads only.
 * Says a line for each document, and one for each finding below it.
 */
public final class Verify {
  private static final int WHOLE = 0;
  private static final int DAMAGED = 1;
  private static final int NOT_DONE = 2;

  private static final long PAGE = 200;
  private static final Database.Bound BOUND = new Database.Bound(2, 10, 10_000);

  private static final String IDS =
      "SELECT id FROM document WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2";

  private final Database database;
  private final IntegrityCheck check;
  private final PrintWriter out;
  private final Deque<DocumentId> next = new ArrayDeque<>();
  private UUID last = new UUID(0, 0);
  private long checked;
  private long damaged;
  private long failed;

  private Verify(Vertx vertx, URI url, PrintWriter out) {
    this.database = new Database(vertx, url, BOUND, BOUND, BOUND);
    this.check = new IntegrityCheck(vertx, database.people());
    this.out = out;
  }

  /** Ends the process: 0 where all is as it was written, 1 where it is not, 2 where not checked. */
  public static void main(String[] arguments) {
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(Settings.of(System.getenv()), List.of(arguments), out));
  }

  /**
   * @param arguments {@code --all}, or documents' ids
   */
  public static int run(Settings settings, List<String> arguments, PrintWriter out) {
    boolean all = arguments.equals(List.of("--all"));
    List<Optional<DocumentId>> ids = arguments.stream().map(DocumentId::parse).toList();
    if (arguments.isEmpty() || (!all && ids.stream().anyMatch(Optional::isEmpty))) {
      out.println("Say which documents to check: their ids, or --all.");
      return NOT_DONE;
    }
    Vertx vertx = Vertx.vertx();
    try {
      URI url =
          settings.url(
              "QUIRE_DATABASE_URL",
              "postgresql://quire:quire@127.0.0.1:5432/quire",
              "postgresql",
              "postgres");
      Verify verify = new Verify(vertx, url, out);
      if (!all) {
        ids.forEach(id -> verify.next.add(id.orElseThrow()));
      }
      return verify
          .checkOn(all)
          .eventually(() -> Future.join(verify.check.close(), verify.database.close()))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (InvalidSetting | CompletionException fault) {
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      out.println("Not checked: " + cause.getMessage());
      return NOT_DONE;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private Future<Integer> checkOn(boolean all) {
    DocumentId document = next.poll();
    if (document != null) {
      return checkOne(document).compose(done -> checkOn(all));
    }
    return all ? page().compose(more -> more ? checkOn(true) : end()) : end();
  }

  private Future<Boolean> page() {
    return database
        .people()
        .execute(IDS, Tuple.of(last, PAGE))
        .map(
            rows -> {
              rows.forEach(row -> next.add(DocumentId.of(row.getUUID(0))));
              last = next.isEmpty() ? last : next.getLast().toUuid();
              return !next.isEmpty();
            });
  }

  private Future<Void> checkOne(DocumentId document) {
    return check
        .check(document)
        .map(this::say)
        .recover(
            fault -> {
              if (!(fault instanceof WireFailure)) {
                return Future.failedFuture(fault);
              }
              failed++;
              out.println(document + " not checked: " + fault.getMessage());
              return Future.succeededFuture();
            });
  }

  private Void say(Report report) {
    checked++;
    damaged += report.isIntact() ? 0 : 1;
    out.printf(
        "%s %s revision=%d segments=%d rows=%d snapshot=%d bytes=%d sha256=%s%n",
        report.document(),
        report.isIntact() ? "intact" : "DAMAGED",
        report.revision(),
        report.segments(),
        report.rows(),
        report.snapshotRevision(),
        report.stateBytes(),
        report.stateDigest());
    report.findings().forEach(finding -> out.println("  " + finding));
    return null;
  }

  private Future<Integer> end() {
    out.printf("%d checked, %d damaged, %d not checked%n", checked, damaged, failed);
    return Future.succeededFuture(damaged > 0 ? DAMAGED : failed > 0 ? NOT_DONE : WHOLE);
  }
}
