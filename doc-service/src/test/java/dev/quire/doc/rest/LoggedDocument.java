package dev.quire.doc.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareContent;
import dev.quire.wire.doc.PrepareContent.Prepared;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.rest.RestRequest.Pair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document whose log a test writes, as the document's owner would. */
public final class LoggedDocument {
  private final RunningDoc doc;
  private final RestClient creator;
  private final String id;
  private final DocumentId document;
  private long epoch;
  private long revision;

  LoggedDocument(RunningDoc doc, RestClient creator, String title) {
    this.doc = doc;
    this.creator = creator;
    this.id = creator.create(title);
    this.document = DocumentId.parse(id).orElseThrow();
    TakeShards claim =
        new TakeShards("collab-1", List.of(new TakeShards.Claim(Shards.of(document), 0, 0)));
    this.epoch = doc.call(DocCalls.TAKE_SHARDS, claim).epochs().get(0).epoch();
  }

  private LoggedDocument(RunningDoc doc, RestClient reader, LoggedDocument of) {
    this.doc = doc;
    this.creator = reader;
    this.id = of.id;
    this.document = of.document;
    this.epoch = of.epoch;
    this.revision = of.revision;
  }

  /** The same one, read through another process of the service. */
  LoggedDocument readThrough(RunningDoc other, RestClient reader) {
    return new LoggedDocument(other, reader, this);
  }

  /** A new one of somebody's. */
  public static LoggedDocument of(RunningDoc doc, String userId) {
    return new LoggedDocument(doc, new RestClient(doc, RunningDoc.account(userId)), "Text");
  }

  String id() {
    return id;
  }

  public DocumentId document() {
    return document;
  }

  long epoch() {
    return epoch;
  }

  long revision() {
    return revision;
  }

  /** Appends updates as one commit, of no session that is known. */
  public void append(String author, Bytes... updates) {
    append(author, (SessionId) null, updates);
  }

  /** Appends updates as one commit. */
  void append(String author, @Nullable SessionId session, Bytes... updates) {
    List<Append.Update> texts =
        Arrays.stream(updates).map(update -> new Append.Update(author, update, session)).toList();
    Append.Outcome outcome = appendUnder(epoch, texts);
    if (outcome instanceof Append.Fenced fenced) {
      // Another document of the test fell into this one's shard, and was made later: they have one
      // owner, and so one epoch.
      epoch = fenced.epoch();
      outcome = appendUnder(epoch, texts);
    }
    revision += updates.length;
    assertThat(outcome).isEqualTo(new Append.Appended(revision));
  }

  private Append.Outcome appendUnder(long which, List<Append.Update> texts) {
    Append.Part part = new Append.Part(document, which, revision, texts);
    return doc.call(DocCalls.APPEND, new Append(List.of(part))).outcomes().get(0);
  }

  /** The edit that would make the document hold this. */
  Prepared prepare(String format, String body) {
    Bytes bytes = Bytes.of(body.getBytes(StandardCharsets.UTF_8));
    return doc.call(DocCalls.PREPARE_CONTENT, new PrepareContent(document, format, bytes));
  }

  /** Makes it hold this, as the next revision. */
  void put(String author, String format, String body) {
    append(author, prepare(format, body).update());
  }

  /** The same, from a session. */
  void put(String author, @Nullable SessionId session, String format, String body) {
    append(author, session, prepare(format, body).update());
  }

  Answer content(String format, Pair... headers) {
    return get("/content?format=" + format, headers);
  }

  /** Below the document's own address. */
  Answer get(String pathAndQuery, Pair... headers) {
    return creator.get("/" + id + pathAndQuery, headers);
  }
}
