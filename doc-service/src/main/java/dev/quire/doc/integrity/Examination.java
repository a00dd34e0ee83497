package dev.quire.doc.integrity;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.update.Updates;
import dev.quire.doc.baseline.StoredBaseline;
import dev.quire.doc.integrity.Finding.Where;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.SnapshotFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One check under way, without I/O: it is handed the log from revision 1 on, and the snapshot. */
final class Examination {
  /** After so many findings a check has said enough. */
  private static final int MOST_FINDINGS = 100;

  private final DocumentId document;
  private final long snapshotRevision;
  private final BaselineExamination baselines;
  private final List<Finding> findings = new ArrayList<>();
  private final YDoc replayed = new YDoc();

  /** What readers have: the snapshot and what follows it; null where there is no snapshot. */
  private @Nullable YDoc read;

  private boolean logDamaged;
  private long reached;
  private long epoch;
  private int segments;
  private long rows;
  private long unchecked;

  /**
   * @param snapshotRevision 0 where there is no snapshot
   * @param baselines to be compared as the log comes to them
   */
  Examination(DocumentId document, long snapshotRevision, BaselineExamination baselines) {
    this.document = document;
    this.baselines = baselines;
    this.snapshotRevision = snapshotRevision;
  }

  long reached() {
    return reached;
  }

  boolean saidEnough() {
    return findings.size() >= MOST_FINDINGS;
  }

  /** The snapshot as it is stored; before any revision. */
  void snapshot(byte[] stored) {
    YDoc doc = new YDoc();
    try {
      doc.applyUpdate(SnapshotFormat.decompress(stored, SnapshotFormat.MAX_STATE_BYTES));
      read = doc;
    } catch (RuntimeException damaged) {
      found(Where.SNAPSHOT, snapshotRevision, snapshotRevision, "can't be loaded: " + why(damaged));
    }
  }

  void snapshotFinding(String detail) {
    found(Where.SNAPSHOT, snapshotRevision, snapshotRevision, detail);
  }

  /** A segment that could be unpacked; it may reach back to revisions that were seen as rows. */
  void segment(List<LoggedUpdate> updates) {
    segments++;
    updates.forEach(this::take);
  }

  void damagedSegment(long first, long last, String detail) {
    segments++;
    logFinding(Where.SEGMENT, first, last, detail);
    reached = Math.max(reached, last);
  }

  /**
   * A row.
   *
   * @param checked whether it has a checksum
   * @param sound whether that is right
   */
  void row(LoggedUpdate update, boolean checked, boolean sound) {
    rows++;
    if (!checked) {
      unchecked++;
    } else if (!sound) {
      logFinding(Where.ROW, update.revision(), update.revision(), "its checksum is another one");
    }
    take(update);
  }

  /** A baseline that is to be compared now. Of a damaged log there is nothing to compare with. */
  Optional<Long> baselineDue() {
    return logDamaged ? Optional.empty() : baselines.due(reached);
  }

  void baselineGone() {
    baselines.gone();
  }

  void baseline(StoredBaseline stored) {
    baselines
        .compare(stored, reached)
        .ifPresent(detail -> found(Where.BASELINE, stored.revision(), stored.revision(), detail));
  }

  void missing(long until) {
    logFinding(Where.LOG, reached + 1, until, "not in the log");
    reached = until;
  }

  void logFinding(Where where, long first, long last, String detail) {
    logDamaged = true;
    found(where, first, last, detail);
  }

  private void found(Where where, long first, long last, String detail) {
    if (!saidEnough()) {
      findings.add(new Finding(where, first, last, detail));
    }
  }

  private void take(LoggedUpdate update) {
    long revision = update.revision();
    if (revision <= reached) {
      return;
    }
    if (update.fromRevision() > reached + 1) {
      missing(update.fromRevision() - 1);
    }
    if (update.epoch() < epoch) {
      logFinding(Where.LOG, revision, revision, "of epoch " + update.epoch() + " after " + epoch);
    }
    epoch = Math.max(epoch, update.epoch());
    reached = revision;
    if (!logDamaged) {
      apply(update);
    }
  }

  private void apply(LoggedUpdate update) {
    try {
      replayed.applyUpdate(update.update().array());
      baselines.apply(update);
      if (read != null && update.revision() > snapshotRevision) {
        read.applyUpdate(update.update().array());
      }
    } catch (RuntimeException refused) {
      logFinding(
          Where.ROW, update.revision(), update.revision(), "can't be applied: " + why(refused));
      return;
    }
    if (update.revision() == snapshotRevision && read != null && !same(replayed, read)) {
      read = null;
      found(
          Where.SNAPSHOT,
          snapshotRevision,
          snapshotRevision,
          unchecked == 0
              ? "it is not what the log makes"
              : "it is not what the log makes; rows from before checksums may be what is wrong");
    }
  }

  private static boolean same(YDoc one, YDoc other) {
    return Arrays.equals(state(one), state(other));
  }

  /**
   * As a document that is loaded again encodes it, with what waits for missing parts joined: that
   * comes in other pieces where revisions were merged.
   */
  static byte[] state(YDoc doc) {
    YDoc loaded = new YDoc(doc.options());
    loaded.applyUpdate(doc.encodeStateAsUpdate());
    return Updates.merge(List.of(loaded.encodeStateAsUpdate(), Updates.empty()));
  }

  Report report() {
    byte[] state = logDamaged ? new byte[0] : state(replayed);
    if (!logDamaged && read != null && !Arrays.equals(state, state(read))) {
      found(Where.STATE, reached, reached, "snapshot and tail make something else than the log");
    }
    return new Report(
        document,
        reached,
        segments,
        rows,
        unchecked,
        snapshotRevision,
        state.length,
        logDamaged ? "" : sha256(state),
        List.copyOf(findings));
  }

  private static String why(RuntimeException fault) {
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
