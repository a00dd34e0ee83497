package dev.quire.doc.segment;

import dev.quire.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A packed run of the log.
 *
 * @param updateBytes of all its updates before they were packed
 * @param head see {@link SegmentHead}, deflated, and behind it {@link SegmentSessions}
 * @param updates see {@link UpdateColumns}, deflated
 * @param digest SHA-256 of the head and then the updates' columns, before they were deflated
 */
public record Segment(
    long firstRevision,
    long lastRevision,
    long updateBytes,
    Bytes head,
    Bytes updates,
    Bytes digest) {

  /**
   * Packs updates.
   *
   * @param logged at least one, each going on from the one before
   */
  public static Segment pack(List<LoggedUpdate> logged) {
    byte[] head = SegmentHead.encode(logged);
    byte[][] updates = logged.stream().map(one -> one.update().array()).toArray(byte[][]::new);
    byte[] columns = UpdateColumns.transpose(updates);
    return new Segment(
        logged.get(0).fromRevision(),
        logged.get(logged.size() - 1).revision(),
        columns.length,
        Bytes.of(joined(Deflated.deflate(head), SegmentSessions.encode(logged))),
        Bytes.of(Deflated.deflate(columns)),
        Bytes.of(sha256(head, columns)));
  }

  /**
   * @throws DamagedSegment where this is not what {@link #pack} has made
   */
  public List<LoggedUpdate> unpack() {
    Deflated.First stored = Deflated.inflateFirst(head.array(), SegmentHead.MOST_BYTES);
    byte[] plainHead = stored.plain().array();
    List<SegmentHead.Line> lines = lines(stored);
    long bytes = lines.stream().mapToLong(SegmentHead.Line::bytes).sum();
    if (bytes != updateBytes) {
      throw new DamagedSegment("its head speaks of " + bytes + " bytes and not " + updateBytes);
    }
    byte[] columns = Deflated.inflate(updates.array(), updateBytes);
    if (!Arrays.equals(sha256(plainHead, columns), digest.array())) {
      throw new DamagedSegment("its digest is another one");
    }
    int[] lengths = lines.stream().mapToInt(SegmentHead.Line::bytes).toArray();
    byte[][] plain = UpdateColumns.restore(columns, lengths);
    List<LoggedUpdate> logged = new ArrayList<>(plain.length);
    for (int i = 0; i < plain.length; i++) {
      SegmentHead.Line line = lines.get(i);
      logged.add(
          new LoggedUpdate(
              line.revision(),
              line.epoch(),
              line.author(),
              line.receivedAtMicros(),
              Bytes.of(plain[i]),
              line.fromRevision(),
              line.startedAtMicros(),
              line.session()));
    }
    return logged;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private List<SegmentHead.Line> lines(Deflated.First stored) {
    List<SegmentHead.Line> lines =
        SegmentHead.decode(stored.plain().array(), stored.rest().array());
    if (lines.get(0).fromRevision() != firstRevision
        || lines.get(lines.size() - 1).revision() != lastRevision) {
      throw new DamagedSegment("its head is of other revisions");
    }
    return lines;
  }

  /** The updates one after the other, as their rows hold them: what the rows are compared with. */
  public static byte[] rowsDigest(List<LoggedUpdate> logged) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    logged.forEach(one -> all.writeBytes(one.update().array()));
    return sha256(all.toByteArray());
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
