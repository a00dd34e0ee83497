package dev.quire.doc.segment;

import dev.quire.wire.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a segment says of each revision beside its update, column by column. All numbers are
 * varints, seven bits a byte, the lowest first; signed ones have their sign in the lowest bit.
 *
 * <pre>
 * u8       format: 2 where revisions were merged, 1 otherwise
 * number   items n, number first revision
 * epochs   runs until n are told: signed difference from the run before, number of revisions
 * authors  number of authors, each a length and UTF-8; runs until n: author's place, revisions
 * times    n signed differences in microseconds, the first from 1970
 * lengths  n numbers: bytes of each update
 * merged   in format 2, n numbers: how many revisions an item has before its last one, and for those
 *          that have any the signed difference in microseconds from the first one's time to its own
 * </pre>
 */
public final class SegmentHead {
  /** The longest head that is read. Of 4,096 revisions by as many authors it is far shorter. */
  static final int MOST_BYTES = 16 << 20;

  private static final byte PLAIN = 1;
  private static final byte MERGED = 2;

  private SegmentHead() {}

  /** A {@link LoggedUpdate} without its update. */
  public record Line(
      long revision,
      long epoch,
      String author,
      long receivedAtMicros,
      int bytes,
      long fromRevision,
      long startedAtMicros,
      @Nullable SessionId session) {}

  /**
   * The lines of a stored head, in order, at least one.
   *
   * @throws DamagedSegment where it is none
   */
  public static List<Line> unpack(byte[] deflated) {
    Deflated.First stored = Deflated.inflateFirst(deflated, MOST_BYTES);
    return decode(stored.plain().array(), stored.rest().array());
  }

  static byte[] encode(List<LoggedUpdate> logged) {
    Varints.Writer out = new Varints.Writer();
    boolean merged = logged.stream().anyMatch(LoggedUpdate::isMerged);
    out.writeByte(merged ? MERGED : PLAIN);
    out.write(logged.size());
    out.write(logged.get(0).fromRevision());
    writeEpochs(logged, out);
    writeAuthors(logged, out);
    long before = 0;
    for (LoggedUpdate one : logged) {
      out.writeSigned(one.receivedAtMicros() - before);
      before = one.receivedAtMicros();
    }
    logged.forEach(one -> out.write(one.update().length()));
    if (merged) {
      logged.forEach(one -> writeMerged(one, out));
    }
    return out.toByteArray();
  }

  private static void writeMerged(LoggedUpdate one, Varints.Writer out) {
    out.write(one.revision() - one.fromRevision());
    if (one.isMerged()) {
      out.writeSigned(one.receivedAtMicros() - one.startedAtMicros());
    }
  }

  private static void writeEpochs(List<LoggedUpdate> logged, Varints.Writer out) {
    long before = 0;
    for (int i = 0; i < logged.size(); ) {
      long epoch = logged.get(i).epoch();
      int end = i;
      while (end < logged.size() && logged.get(end).epoch() == epoch) {
        end++;
      }
      out.writeSigned(epoch - before);
      out.write(end - i);
      before = epoch;
      i = end;
    }
  }

  private static void writeAuthors(List<LoggedUpdate> logged, Varints.Writer out) {
    Map<String, Integer> places = new LinkedHashMap<>();
    logged.forEach(one -> places.putIfAbsent(one.author(), places.size()));
    out.write(places.size());
    for (String author : places.keySet()) {
      byte[] utf8 = author.getBytes(StandardCharsets.UTF_8);
      out.write(utf8.length);
      out.writeBytes(utf8);
    }
    for (int i = 0; i < logged.size(); ) {
      String author = logged.get(i).author();
      int end = i;
      while (end < logged.size() && logged.get(end).author().equals(author)) {
        end++;
      }
      out.write(places.getOrDefault(author, 0));
      out.write(end - i);
      i = end;
    }
  }

  /**
   * @param stored as {@link SegmentSessions} wrote it
   */
  static List<Line> decode(byte[] plain, byte[] stored) {
    Varints.Reader in = new Varints.Reader(plain);
    int format = in.readByte();
    if (format != PLAIN && format != MERGED) {
      throw new DamagedSegment("of a format that is not known here");
    }
    int n = in.readCount();
    if (n == 0) {
      throw new DamagedSegment("without revisions");
    }
    long first = in.read();
    long[] epochs = new long[n];
    long epoch = 0;
    for (int i = 0; i < n; ) {
      epoch += in.readSigned();
      for (int end = in.runEnd(i, n); i < end; i++) {
        epochs[i] = epoch;
      }
    }
    String[] authors = readAuthors(in, n);
    long[] times = new long[n];
    long time = 0;
    for (int i = 0; i < n; i++) {
      time += in.readSigned();
      times[i] = time;
    }
    int[] lengths = new int[n];
    for (int i = 0; i < n; i++) {
      lengths[i] = in.readLength();
    }
    @Nullable SessionId[] sessions = SegmentSessions.decode(stored, n);
    List<Line> lines = new ArrayList<>(n);
    long from = first;
    for (int i = 0; i < n; i++) {
      long more = format == MERGED ? in.read() : 0;
      long lasted = more == 0 ? 0 : in.readSigned();
      long revision = from + more;
      if (from < 1 || more < 0 || revision < from) {
        throw new DamagedSegment("an item of " + more + " revisions");
      }
      lines.add(
          new Line(
              revision,
              epochs[i],
              authors[i],
              times[i],
              lengths[i],
              from,
              times[i] - lasted,
              sessions[i]));
      from = revision + 1;
    }
    in.requireEnd();
    return lines;
  }

  private static String[] readAuthors(Varints.Reader in, int n) {
    String[] names = new String[in.readCount()];
    for (int i = 0; i < names.length; i++) {
      names[i] = new String(in.readBytes(in.readCount()), StandardCharsets.UTF_8);
    }
    String[] authors = new String[n];
    for (int i = 0; i < n; ) {
      long place = in.read();
      if (place < 0 || place >= names.length) {
        throw new DamagedSegment("an author who is not among its authors");
      }
      for (int end = in.runEnd(i, n); i < end; i++) {
        authors[i] = names[(int) place];
      }
    }
    return authors;
  }
}
