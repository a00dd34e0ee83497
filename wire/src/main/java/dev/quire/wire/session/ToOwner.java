package dev.quire.wire.session;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an edge to one lane of a collab process. Sent every second while the edge has sessions
 * there, empty if need be; an edge that is silent for 10 s is gone, and its sessions with it.
 *
 * @param edge where answers go: {@link SessionAddresses#edge}
 */
public record ToOwner(String edge, List<Input> inputs) implements WireMessage {

  public sealed interface Input extends WireMessage {
    DocumentId document();
  }

  /**
   * A session: one document on one socket. Answered by {@link ToEdge.Opened} or {@link
   * ToEdge.Ended}.
   *
   * @param session a number the edge never gives twice
   * @param author the user id that its updates are stamped with
   * @param mayEdit false for those who may only read
   * @param delivered the last revision that the edge has delivered to its sessions of this
   *     document, from where fan-out goes on; -1 where it has none, and fan-out begins with the
   *     next commit
   * @param signIn as in {@link dev.quire.wire.Principal#session}; {@code ""} for external tokens
   * @param asOf the number in the revocation stream up to which the edge has looked at this right
   * @param organisation as in {@link dev.quire.wire.doc.OpenDocument.Access#organisation}
   * @param key as in {@link dev.quire.wire.Principal#key}
   * @param stamp the session that its updates are stamped with; null from older edges
   */
  public record Open(
      DocumentId document,
      long session,
      String author,
      boolean mayEdit,
      long delivered,
      String signIn,
      long asOf,
      String organisation,
      String key,
      @Nullable SessionId stamp)
      implements Input {

    /** By an edge that knows of no stamps. */
    public Open(
        DocumentId document,
        long session,
        String author,
        boolean mayEdit,
        long delivered,
        String signIn,
        long asOf,
        String organisation,
        String key) {
      this(document, session, author, mayEdit, delivered, signIn, asOf, organisation, key, null);
    }

    /** By no key that is followed. */
    public Open(
        DocumentId document,
        long session,
        String author,
        boolean mayEdit,
        long delivered,
        String signIn,
        long asOf,
        String organisation) {
      this(document, session, author, mayEdit, delivered, signIn, asOf, organisation, "");
    }

    /** Of a document that belongs to no organisation. */
    public Open(
        DocumentId document,
        long session,
        String author,
        boolean mayEdit,
        long delivered,
        String signIn,
        long asOf) {
      this(document, session, author, mayEdit, delivered, signIn, asOf, "");
    }
  }

  /**
   * A state vector, answered by {@link ToEdge.Synchronised}.
   *
   * @param number 1 for a session's first frame, then without a gap over both kinds of frames: the
   *     owner ends a session whose numbers skip one
   */
  public record Synchronise(DocumentId document, long session, long number, Bytes stateVector)
      implements Input {}

  /**
   * An update, or the answer to a state vector: answered by {@link ToEdge.Answered}.
   *
   * @param number as in {@link Synchronise}
   * @param onlyAt {@link #ANYWHERE}, or one more than the revision that the document has to be at:
   *     at another one, what is new is refused with {@link ToEdge.Verdict#CHANGED}
   */
  public record Edit(DocumentId document, long session, long number, Bytes update, long onlyAt)
      implements Input {
    /** The edit merges with whatever there is: what older edges ask for. */
    public static final long ANYWHERE = 0;

    public Edit(DocumentId document, long session, long number, Bytes update) {
      this(document, session, number, update, ANYWHERE);
    }
  }

  /**
   * Under which Yjs client id the session's own client says that it writes, by its awareness.
   *
   * @param client at least 0
   */
  public record Speaks(DocumentId document, long session, long client) implements Input {}

  /** The session has ended at the edge. Where this is lost, {@link Probe#live} tells. */
  public record Leave(DocumentId document, long session) implements Input {}

  /** What the edge has written to its sessions of this document: at most twice a second. */
  public record Delivered(DocumentId document, long revision) implements Input {}

  /** A gap: the edge wants everything after this revision again. */
  public record Replay(DocumentId document, long after) implements Input {}

  /**
   * Asked once a second for a session with unanswered frames. An owner that has not received all of
   * them, or does not know the session, ends it; one that has stays silent.
   *
   * <p>Every ten seconds, and when an edge without sessions of a document hears of it, also a roll
   * call: the owner ends its sessions of this edge that are not in it, and tells the edge of the
   * end of those in it that it does not know. True for ever, whenever it comes: numbers are never
   * given twice, and a session that has ended does not come back.
   *
   * @param session {@link #NOBODY} where only the roll is called
   * @param number the last frame sent
   * @param through the highest number in the roll; 0 where none is called. Sessions above it may be
   *     open, whether they are in the roll or not
   * @param live the edge's sessions of this document with numbers up to {@code through}, all of
   *     them
   */
  public record Probe(DocumentId document, long session, long number, long through, List<Long> live)
      implements Input {
    /** No session has this number. */
    public static final long NOBODY = 0;

    /** Asks after one session. */
    public Probe(DocumentId document, long session, long number) {
      this(document, session, number, 0, List.of());
    }

    /** Only calls the roll. */
    public static Probe rollCall(DocumentId document, long through, List<Long> live) {
      return new Probe(document, NOBODY, 0, through, live);
    }
  }
}
