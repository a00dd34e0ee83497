package dev.quire.doc.segment;

import dev.quire.wire.SessionId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * In which session each revision of a segment was made. Deflated by itself and kept behind the
 * segment's deflated head, where readers from before this stop; nothing, where no revision has a
 * session. Numbers are those of {@link SegmentHead}.
 *
 * <pre>
 * u8        format: 1
 * sessions  number of sessions, 16 bytes each
 * runs      until all revisions are told: 0 for no session or the session's place from 1 on,
 *           number of revisions
 * u32       CRC-32C of all before
 * </pre>
 */
final class SegmentSessions {
  /** Of 4,096 revisions with as many sessions it is a tenth of this. */
  private static final int MOST_BYTES = 1 << 20;

  private static final byte FORMAT = 1;
  private static final int ID_BYTES = 16;
  private static final int CHECK_BYTES = 4;

  private SegmentSessions() {}

  static byte[] encode(List<LoggedUpdate> logged) {
    Map<SessionId, Integer> places = new LinkedHashMap<>();
    for (LoggedUpdate one : logged) {
      SessionId session = one.session();
      if (session != null) {
        places.putIfAbsent(session, places.size() + 1);
      }
    }
    if (places.isEmpty()) {
      return new byte[0];
    }
    Varints.Writer out = new Varints.Writer();
    out.writeByte(FORMAT);
    out.write(places.size());
    for (SessionId session : places.keySet()) {
      out.writeBytes(
          ByteBuffer.allocate(ID_BYTES).putLong(session.high()).putLong(session.low()).array());
    }
    for (int i = 0; i < logged.size(); ) {
      SessionId session = logged.get(i).session();
      int end = i;
      while (end < logged.size() && Objects.equals(logged.get(end).session(), session)) {
        end++;
      }
      out.write(session == null ? 0 : places.getOrDefault(session, 0));
      out.write(end - i);
      i = end;
    }
    byte[] said = out.toByteArray();
    out.writeBytes(ByteBuffer.allocate(CHECK_BYTES).putInt(check(said, said.length)).array());
    return Deflated.deflate(out.toByteArray());
  }

  /**
   * The session of each of {@code n} revisions, in order.
   *
   * @throws DamagedSegment where this is not what {@link #encode} has made of so many
   */
  static @Nullable SessionId[] decode(byte[] stored, int n) {
    @Nullable SessionId[] sessions = new SessionId[n];
    if (stored.length == 0) {
      return sessions;
    }
    byte[] plain = Deflated.inflate(stored, MOST_BYTES);
    int end = plain.length - CHECK_BYTES;
    if (end < 0 || ByteBuffer.wrap(plain).getInt(end) != check(plain, end)) {
      throw new DamagedSegment("its sessions are others");
    }
    Varints.Reader in = new Varints.Reader(plain);
    if (in.readByte() != FORMAT) {
      throw new DamagedSegment("of sessions in a format that is not known here");
    }
    int count = in.readCount();
    if (count > end / ID_BYTES) {
      throw new DamagedSegment("of more sessions than there are");
    }
    SessionId[] ids = new SessionId[count];
    for (int i = 0; i < ids.length; i++) {
      ByteBuffer id = ByteBuffer.wrap(in.readBytes(ID_BYTES));
      ids[i] = new SessionId(id.getLong(), id.getLong());
    }
    for (int i = 0; i < n; ) {
      long place = in.read();
      if (place < 0 || place > ids.length) {
        throw new DamagedSegment("a session that is not among its sessions");
      }
      for (int runEnd = in.runEnd(i, n); i < runEnd; i++) {
        sessions[i] = place == 0 ? null : ids[(int) place - 1];
      }
    }
    in.readBytes(CHECK_BYTES);
    in.requireEnd();
    return sessions;
  }

  private static int check(byte[] bytes, int length) {
    CRC32C check = new CRC32C();
    check.update(bytes, 0, length);
    return (int) check.getValue();
  }
}
