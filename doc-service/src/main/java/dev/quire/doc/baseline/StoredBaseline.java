package dev.quire.doc.baseline;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.v2.UpdatesV2;
import dev.quire.doc.segment.DamagedSegment;
import dev.quire.doc.segment.Deflated;
import dev.quire.richtext.change.Authorship;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A baseline as it is stored, in format {@link #FORMAT}: the state as a Yjs update of format v2 and
 * {@link Authorship#encode}, each deflated, and one digest of both and of where they belong.
 *
 * @param state deflated
 * @param writers deflated
 * @param digest SHA-256 of document, revision, length of the state, state and writers, these two
 *     before they were deflated
 */
public record StoredBaseline(long revision, Bytes state, Bytes writers, Bytes digest) {
  /** The one that is written and read here. */
  public static final int FORMAT = 1;

  /** Never reached: far more than a keeper's bounds let be made. */
  private static final int MOST_BYTES = 1 << 30;

  private static final int PLACE_BYTES = 3 * Long.BYTES + Integer.BYTES;

  /**
   * Packs one. The document is loaded once more before, so that how it came about doesn't show.
   *
   * @param doc collects nothing
   */
  public static StoredBaseline of(
      DocumentId document, long revision, YDoc doc, Authorship writers) {
    YDoc loaded = new YDoc(DocOptions.DEFAULT.withGc(false));
    loaded.applyUpdate(doc.encodeStateAsUpdate());
    byte[] state = loaded.encodeStateAsUpdateV2();
    byte[] who = writers.encode();
    return new StoredBaseline(
        revision,
        Bytes.of(Deflated.deflate(state)),
        Bytes.of(Deflated.deflate(who)),
        Bytes.of(digest(document, revision, state, who)));
  }

  /** What it takes in the database, but for its row. */
  public long bytes() {
    return (long) state.length() + writers.length();
  }

  /**
   * Reads it.
   *
   * @throws DamagedBaseline where it is not what was stored for this document and revision
   */
  public Baseline unpack(DocumentId document) throws DamagedBaseline {
    try {
      byte[] plain = Deflated.inflate(state.array(), MOST_BYTES);
      byte[] who = Deflated.inflate(writers.array(), MOST_BYTES);
      if (!digest.equals(Bytes.of(digest(document, revision, plain, who)))) {
        throw new DamagedBaseline("its digest is another one");
      }
      return new Baseline(
          revision, Bytes.of(UpdatesV2.toV1(plain, MOST_BYTES)), Authorship.decode(who));
    } catch (DamagedSegment | MalformedUpdateException damaged) {
      throw new DamagedBaseline(damaged);
    }
  }

  private static byte[] digest(DocumentId document, long revision, byte[] state, byte[] writers) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          ByteBuffer.allocate(PLACE_BYTES)
              .putLong(document.toUuid().getMostSignificantBits())
              .putLong(document.toUuid().getLeastSignificantBits())
              .putLong(revision)
              .putInt(state.length)
              .array());
      digest.update(state);
      return digest.digest(writers);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
