package dev.quire.wire.doc;

import dev.quire.wire.Address;
import dev.quire.wire.Call;

/** What doc-service answers. Any doc process answers any of these: the truth is in PostgreSQL. */
public final class DocCalls {
  /** Appends under an epoch. No answer means an unknown outcome, never a failure. */
  public static final Call<Append, Append.Result> APPEND =
      new Call<>("quire.doc.append", Append.class, Append.Result.class);

  /** Takes shards over: raises their epochs, after the appends in flight. */
  public static final Call<TakeShards, TakeShards.Taken> TAKE_SHARDS =
      new Call<>("quire.doc.take", TakeShards.class, TakeShards.Taken.class);

  /** Which shards another process has taken meanwhile. */
  public static final Call<ReadEpochs, ReadEpochs.Taken> READ_EPOCHS =
      new Call<>("quire.doc.epochs", ReadEpochs.class, ReadEpochs.Taken.class);

  /** Reads the log onwards from a revision. */
  public static final Call<ReadLog, ReadLog.Page> READ_LOG =
      new Call<>("quire.doc.log", ReadLog.class, ReadLog.Page.class);

  /** Where a document stands: its last revision and its snapshot. */
  public static final Call<ReadHead, ReadHead.Head> READ_HEAD =
      new Call<>("quire.doc.head", ReadHead.class, ReadHead.Head.class);

  /** One chunk of a snapshot. */
  public static final Call<ReadSnapshot, ReadSnapshot.Chunk> READ_SNAPSHOT =
      new Call<>("quire.doc.snapshot.read", ReadSnapshot.class, ReadSnapshot.Chunk.class);

  /** Stores one chunk of a snapshot; the last one makes it the document's snapshot. */
  public static final Call<StoreSnapshot, StoreSnapshot.Stored> STORE_SNAPSHOT =
      new Call<>("quire.doc.snapshot.store", StoreSnapshot.class, StoreSnapshot.Stored.class);

  /** What somebody may do with the document of this id or name. */
  public static final Call<OpenDocument, OpenDocument.Access> OPEN_DOCUMENT =
      new Call<>("quire.doc.open", OpenDocument.class, OpenDocument.Access.class);

  /** The edit that makes a document hold some content. */
  public static final Call<PrepareContent, PrepareContent.Prepared> PREPARE_CONTENT =
      new Call<>("quire.doc.content", PrepareContent.class, PrepareContent.Prepared.class);

  /** The edit that makes a document hold again what it held at a named version. */
  public static final Call<PrepareRestore, PrepareContent.Prepared> PREPARE_RESTORE =
      new Call<>("quire.doc.restore", PrepareRestore.class, PrepareContent.Prepared.class);

  /** What has been revoked: edges and owners ask for it four times a second. */
  public static final Call<ReadRevocations, ReadRevocations.Page> READ_REVOCATIONS =
      new Call<>("quire.doc.revocations", ReadRevocations.class, ReadRevocations.Page.class);

  /** Sign-ins are over, says auth-service. */
  public static final Call<EndSignIns, EndSignIns.Ended> END_SIGN_INS =
      new Call<>("quire.doc.signins.end", EndSignIns.class, EndSignIns.Ended.class);

  /** A request with an idempotency key begins. */
  public static final Call<TakeKey, TakeKey.Taken> TAKE_KEY =
      new Call<>("quire.doc.key.take", TakeKey.class, TakeKey.Taken.class);

  /** Such a request has ended. */
  public static final Call<KeepAnswer, KeepAnswer.Kept> KEEP_ANSWER =
      new Call<>("quire.doc.key.keep", KeepAnswer.class, KeepAnswer.Kept.class);

  /** Rights have changed: everybody may ask for the revocations at once. */
  public static final Address<AccessChanged> ACCESS_CHANGED =
      new Address<>("quire.doc.access", AccessChanged.class);

  private DocCalls() {}
}
