package dev.quire.collab.sim;

import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.doc.TakeShards;
import java.util.function.Consumer;

/** doc-service: answers calls from the log, as the real one does from PostgreSQL. */
final class SimDoc {
  private final World world;
  private final SimLog log;
  private final Checker checker;
  private final SimRevocations revocations;

  SimDoc(World world, SimLog log, Checker checker) {
    this(world, log, checker, new SimRevocations());
  }

  SimDoc(World world, SimLog log, Checker checker, SimRevocations revocations) {
    this.revocations = revocations;
    this.world = world;
    this.log = log;
    this.checker = checker;
  }

  void append(String process, Append append, Consumer<SimLog.Open> opened) {
    log.begin(
        append,
        open -> {
          checker.appending(process, append, open.result());
          opened.accept(open);
        });
  }

  void committing(SimLog.Open open) {
    checker.committing(open.append(), open.result());
  }

  void call(WireMessage message, Consumer<WireMessage> answer, Consumer<WireFailure.Code> failure) {
    if (message instanceof TakeShards take) {
      log.take(
          take,
          taken -> {
            checker.taken(take, taken);
            answer.accept(taken);
          });
    } else if (message instanceof ReadEpochs read) {
      answer.accept(log.takenFrom(read));
    } else if (message instanceof ReadRevocations read) {
      answer.accept(revocations.read(read));
    } else if (message instanceof ReadLog read) {
      answer.accept(log.read(read));
    } else if (message instanceof ReadHead read) {
      answer.accept(head(read));
    } else if (message instanceof ReadSnapshot read) {
      SimLog.Snapshot snapshot = log.snapshot(read.document());
      if (snapshot == null || snapshot.revision() != read.revision()) {
        failure.accept(WireFailure.Code.NOT_FOUND);
      } else {
        answer.accept(new ReadSnapshot.Chunk(snapshot.compressed()));
      }
    } else if (message instanceof StoreSnapshot store) {
      answer.accept(store(store));
    } else {
      throw new IllegalArgumentException("no answer to " + message);
    }
  }

  private ReadHead.Head head(ReadHead read) {
    SimLog.Snapshot snapshot = log.snapshot(read.document());
    Bytes bytes = snapshot == null ? Bytes.EMPTY : snapshot.compressed();
    if (snapshot != null) {
      world.count(RarePath.LOADED_FROM_SNAPSHOT);
    }
    return new ReadHead.Head(
        log.incarnation(),
        log.entries(read.document()).size(),
        snapshot == null ? 0 : snapshot.revision(),
        snapshot == null ? 0 : 1,
        bytes.length());
  }

  private StoreSnapshot.Stored store(StoreSnapshot store) {
    if (store.chunks() != 1) {
      throw new IllegalArgumentException("a snapshot larger than anything that is typed here");
    }
    boolean stored =
        log.store(
            store.document(), new SimLog.Snapshot(store.epoch(), store.revision(), store.bytes()));
    world.count(stored ? RarePath.SNAPSHOT_STORED : RarePath.SNAPSHOT_REFUSED);
    return new StoreSnapshot.Stored(stored);
  }
}
