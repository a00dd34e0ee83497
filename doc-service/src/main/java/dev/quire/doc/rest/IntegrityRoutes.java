package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.integrity.Finding;
import dev.quire.doc.integrity.IntegrityCheck;
import dev.quire.doc.integrity.Report;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Whether a document is still what was written; for its owners. */
public final class IntegrityRoutes {
  private final DocumentAccess access;
  private final IntegrityCheck check;

  public IntegrityRoutes(DocumentAccess access, IntegrityCheck check) {
    this.access = access;
    this.check = check;
  }

  public void addTo(RestRouter router) {
    router.route("GET", "/api/v1/documents/{id}/integrity", this::check);
  }

  private Future<RestReply> check(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted -> {
              if (!granted.role().mayManage()) {
                throw Problem.forbidden("Only owners check a document's integrity.");
              }
              return check.check(granted.document());
            })
        .map(report -> Replies.json(200, json(report)));
  }

  /** The report as JSON: the same for people and for {@code ./scripts/verify}. */
  public static JsonObject json(Report report) {
    JsonArray findings = new JsonArray();
    for (Finding finding : report.findings()) {
      findings.add(
          new JsonObject()
              .put("where", finding.where().name().toLowerCase(Locale.ROOT))
              .put("fromRevision", finding.first())
              .put("toRevision", finding.last())
              .put("detail", finding.detail()));
    }
    return new JsonObject()
        .put("document", report.document().toString())
        .put("intact", report.isIntact())
        .put("revision", report.revision())
        .put("segments", report.segments())
        .put("rows", report.rows())
        .put("rowsWithoutChecksum", report.unchecked())
        .put("snapshotRevision", report.snapshotRevision())
        .put("stateBytes", report.stateBytes())
        .put("stateSha256", report.stateDigest())
        .put("findings", findings);
  }
}
