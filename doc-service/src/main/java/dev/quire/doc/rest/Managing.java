package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.doc.OpenDocument.Access;
import io.vertx.core.Future;

/** Who may look at, and who may change, who belongs to a document. */
final class Managing {
  private final DocumentAccess access;

  Managing(DocumentAccess access) {
    this.access = access;
  }

  /** Everybody with access, of the accounts of Quire's own. */
  Future<Access> granted(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .map(
            granted -> {
              if (call.caller().realm() == Realm.EXTERNAL) {
                throw Problem.conflict(
                    "Rights on this document are what your application's tokens grant.");
              }
              return granted;
            });
  }

  /** Owners. */
  Future<Access> managed(RestCall call) {
    return granted(call)
        .map(
            granted -> {
              if (!granted.role().mayManage()) {
                throw Problem.forbidden("Only owners change who belongs to a document.");
              }
              return granted;
            });
  }
}
