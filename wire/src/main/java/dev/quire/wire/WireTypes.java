package dev.quire.wire;

import static java.util.Map.entry;

import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.EndSignIns;
import dev.quire.wire.doc.KeepAnswer;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.PrepareContent;
import dev.quire.wire.doc.PrepareRestore;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.doc.TakeKey;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.presence.ReadPresence;
import dev.quire.wire.presence.ToPresence;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.Map;

/**
 * Every message that travels by itself or where one of several kinds may stand, by its number. A
 * number is never changed and never given again.
 */
public final class WireTypes {
  public static final Map<Integer, Class<? extends WireMessage>> ALL =
      Map.ofEntries(
          entry(1, Append.class),
          entry(2, Append.Result.class),
          entry(3, Append.Appended.class),
          entry(4, Append.Fenced.class),
          entry(5, Append.Conflict.class),
          entry(6, TakeShards.class),
          entry(7, TakeShards.Taken.class),
          entry(8, ReadLog.class),
          entry(9, ReadLog.Page.class),
          entry(10, ReadHead.class),
          entry(11, ReadHead.Head.class),
          entry(12, ReadSnapshot.class),
          entry(13, ReadSnapshot.Chunk.class),
          entry(14, StoreSnapshot.class),
          entry(15, StoreSnapshot.Stored.class),
          entry(16, OpenDocument.class),
          entry(17, OpenDocument.Access.class),
          entry(18, AccessChanged.class),
          entry(19, PrepareContent.class),
          entry(20, PrepareContent.Prepared.class),
          entry(21, PrepareRestore.class),
          entry(22, Append.Refused.class),
          entry(23, ReadEpochs.class),
          entry(24, ReadEpochs.Taken.class),
          entry(30, ReadRevocations.class),
          entry(31, ReadRevocations.Page.class),
          entry(32, Revocation.RightChanged.class),
          entry(33, Revocation.DocumentDeleted.class),
          entry(34, Revocation.SignInEnded.class),
          entry(35, EndSignIns.class),
          entry(36, EndSignIns.Ended.class),
          entry(37, Revocation.KeyRevoked.class),
          entry(40, ToOwner.class),
          entry(41, ToOwner.Open.class),
          entry(42, ToOwner.Synchronise.class),
          entry(43, ToOwner.Edit.class),
          entry(44, ToOwner.Leave.class),
          entry(45, ToOwner.Delivered.class),
          entry(46, ToOwner.Replay.class),
          entry(47, ToOwner.Probe.class),
          entry(60, ToEdge.class),
          entry(61, ToEdge.Opened.class),
          entry(62, ToEdge.Synchronised.class),
          entry(63, ToEdge.Answered.class),
          entry(64, ToEdge.Fanout.class),
          entry(65, ToEdge.Compare.class),
          entry(66, ToEdge.Ended.class),
          entry(70, Revocation.OrganisationChanged.class),
          entry(71, ToOwner.Speaks.class),
          entry(80, Routes.class),
          entry(81, ReadState.class),
          entry(82, ReadState.Chunk.class),
          entry(90, TakeKey.class),
          entry(91, TakeKey.Taken.class),
          entry(92, KeepAnswer.class),
          entry(93, KeepAnswer.Kept.class),
          entry(100, ToPresence.class),
          entry(101, ToPresence.Enter.class),
          entry(102, ToPresence.Publish.class),
          entry(103, ToPresence.Exit.class),
          entry(104, PresenceToEdge.class),
          entry(105, PresenceToEdge.Changed.class),
          entry(106, PresenceToEdge.Present.class),
          entry(107, PresenceAlive.class),
          entry(108, PresenceToEdge.Rejected.class),
          entry(109, ReadPresence.class),
          entry(110, ReadPresence.States.class),
          entry(120, RestRequest.class),
          entry(121, RestReply.class),
          entry(122, Principal.class),
          entry(123, AuthCalls.ReadKeys.class),
          entry(124, AuthCalls.Keys.class),
          entry(125, AuthCalls.RedeemTicket.class),
          entry(126, AuthCalls.FindUser.class),
          entry(127, AuthCalls.FoundUser.class),
          entry(128, AuthCalls.SessionsEnded.class),
          entry(129, AuthCalls.IssueVisit.class),
          entry(130, AuthCalls.VisitToken.class),
          entry(140, Answering.class));

  private WireTypes() {}
}
