package dev.quire.doc.integrity;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.doc.baseline.Baseline;
import dev.quire.doc.baseline.DamagedBaseline;
import dev.quire.doc.baseline.StoredBaseline;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.richtext.change.Authorship;
import dev.quire.wire.DocumentId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/**
 * The baselines of one check, without I/O: the log from revision 1 on makes each of them again.
 * What that takes is held up to the last of them.
 */
final class BaselineExamination {
  private final DocumentId document;
  private final Deque<Long> left;
  private YDoc replayed = collectingNothing();
  private Authorship writers = new Authorship();

  /**
   * @param revisions of all baselines, ascending
   */
  BaselineExamination(DocumentId document, Collection<Long> revisions) {
    this.document = document;
    this.left = new ArrayDeque<>(revisions);
  }

  private static YDoc collectingNothing() {
    return new YDoc(DocOptions.DEFAULT.withGc(false));
  }

  void apply(LoggedUpdate update) {
    if (!left.isEmpty()) {
      byte[] bytes = update.update().array();
      writers.note(
          UpdateContents.read(bytes).structs(),
          update.fromRevision(),
          update.revision(),
          update.author());
      replayed.applyUpdate(bytes);
    }
  }

  /** The next one that is to be compared now. */
  Optional<Long> due(long reached) {
    return Optional.ofNullable(left.peek()).filter(revision -> revision <= reached);
  }

  /** It is gone: what it was made from was merged meanwhile. */
  void gone() {
    left.remove();
    release();
  }

  /**
   * Compares the next one with the log.
   *
   * @param reached the revision that the log has come to
   * @return what is wrong with it
   */
  Optional<String> compare(StoredBaseline stored, long reached) {
    left.remove();
    try {
      return stored.revision() == reached
          ? difference(stored.unpack(document))
          : Optional.of("it stands where no segment ends");
    } catch (DamagedBaseline damaged) {
      return Optional.of("it is damaged: " + damaged.getMessage());
    } finally {
      release();
    }
  }

  private Optional<String> difference(Baseline baseline) {
    YDoc loaded = collectingNothing();
    loaded.applyUpdate(baseline.update().array());
    if (!Arrays.equals(Examination.state(replayed), Examination.state(loaded))) {
      return Optional.of("it is not what the log makes");
    }
    return Arrays.equals(writers.encode(), baseline.writers().encode())
        ? Optional.empty()
        : Optional.of("it says of something another author or revision than the log");
  }

  private void release() {
    if (left.isEmpty()) {
      replayed = collectingNothing();
      writers = new Authorship();
    }
  }
}
