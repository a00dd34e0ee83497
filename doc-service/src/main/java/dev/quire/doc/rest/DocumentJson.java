package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentView;
import dev.quire.doc.document.Members.Member;
import dev.quire.doc.history.History;
import dev.quire.doc.history.Versions;
import dev.quire.doc.history.WorkSession;
import dev.quire.doc.search.DocumentSearch;
import dev.quire.doc.search.Snippet;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the API shows, in its field names. */
final class DocumentJson {
  private DocumentJson() {}

  static JsonObject document(DocumentView view) {
    return new JsonObject()
        .put("id", view.id().toString())
        .put("title", view.title())
        .put("name", view.name())
        .put("organisation", organisation(view))
        .put("role", view.role().word())
        .put("revision", view.revision())
        .put("createdAt", time(view.createdAt()))
        .put("updatedAt", time(view.updatedAt()));
  }

  private static @Nullable String organisation(DocumentView view) {
    UUID organisation = view.organisation();
    return organisation == null ? null : organisation.toString();
  }

  static JsonObject page(DocumentView.Page page) {
    JsonArray items = new JsonArray();
    page.items().forEach(view -> items.add(document(view)));
    return list(items, page.next() == null ? null : page.next().toString());
  }

  static JsonObject found(DocumentSearch.Page page) {
    JsonArray items = new JsonArray();
    for (DocumentSearch.Hit hit : page.hits()) {
      items.add(document(hit.document()).put("match", match(hit.snippet())));
    }
    Integer next = page.next();
    return list(items, next == null ? null : next.toString());
  }

  private static @Nullable JsonObject match(Snippet snippet) {
    if (snippet.highlights().isEmpty()) {
      return null;
    }
    JsonArray highlights = new JsonArray();
    snippet
        .highlights()
        .forEach(place -> highlights.add(new JsonArray().add(place.start()).add(place.end())));
    return new JsonObject().put("snippet", snippet.text()).put("highlights", highlights);
  }

  static JsonObject member(Member member) {
    return new JsonObject()
        .put("userId", member.userId())
        .put("displayName", member.displayName())
        .put("role", member.role().word())
        .put("since", time(member.since()));
  }

  static JsonObject members(List<Member> members) {
    JsonArray items = new JsonArray();
    members.forEach(member -> items.add(member(member)));
    return list(items, null);
  }

  static JsonObject updates(ReadLog.Page page, SessionsShown shown) {
    JsonArray items = new JsonArray();
    long reached = Long.MAX_VALUE;
    for (ReadLog.Entry entry : page.entries()) {
      reached = entry.revision();
      items.add(update(entry, shown));
    }
    return new JsonObject()
        .put("revision", page.lastRevision())
        .put("items", items)
        .put("next", reached < page.lastRevision() ? (Long) reached : null);
  }

  /** Says {@code fromRevision} where it is more than one revision. */
  private static JsonObject update(ReadLog.Entry entry, SessionsShown shown) {
    JsonObject item = new JsonObject().put("revision", entry.revision());
    if (entry.fromRevision() < entry.revision()) {
      item.put("fromRevision", entry.fromRevision());
    }
    item.put("epoch", entry.epoch())
        .put("update", Base64.getEncoder().encodeToString(entry.update().array()))
        .put("author", entry.author())
        .put("at", time(Instant.ofEpochMilli(entry.committedAtMillis())));
    shown.describe(item, entry.author(), entry.session());
    return item;
  }

  static JsonObject history(History.Page page, SessionsShown shown) {
    JsonArray items = new JsonArray();
    for (WorkSession work : page.sessions()) {
      if (shown.has(work.author(), work.session())) {
        JsonObject item =
            new JsonObject()
                .put("author", work.author())
                .put("fromRevision", work.fromRevision())
                .put("toRevision", work.toRevision())
                .put("startedAt", time(work.startedAt()))
                .put("endedAt", time(work.endedAt()))
                .put("bytes", work.bytes());
        shown.describe(item, work.author(), work.session());
        items.add(item);
      }
    }
    Long before = page.before();
    return list(items, before == null ? null : before.toString());
  }

  static JsonObject version(Versions.Version version) {
    return new JsonObject()
        .put("id", version.id().toString())
        .put("name", version.name())
        .put("revision", version.revision())
        .put("author", version.author())
        .put("createdAt", time(version.createdAt()));
  }

  static JsonObject list(JsonArray items, @Nullable String nextCursor) {
    return new JsonObject().put("items", items).put("nextCursor", nextCursor);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
