package dev.quire.collab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one mechanism after another out of the product: the simulation must miss each. A mutant
 * whose text is no longer in the source fails too, so that none is lost by a change.
 */
class MutantsTest {
  private static final Logger log = LoggerFactory.getLogger(MutantsTest.class);
  private static final int SEEDS = 2000;
  private static final int CONTROL_SEEDS = 20;
  private static final String OWNER = "src/main/java/dev/quire/collab/owner/";
  private static final String HOST = "src/main/java/dev/quire/collab/host/";
  private static final String LEASE = "src/main/java/dev/quire/collab/lease/";
  private static final String SIM = "src/test/java/dev/quire/collab/sim/";
  private static final String CHANNEL = "../edge-proxy/src/main/java/dev/quire/edge/channel/";

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(
            "the fence: a fenced append counts as done",
            OWNER + "Commits.java",
            "if (outcome instanceof Append.Fenced fenced) {",
            "if (outcome instanceof Append.Fenced) { commit(); }"
                + " else if (outcome instanceof Append.Fenced fenced) {"),
        new Mutant(
            "deduplication: everything is new",
            OWNER + "Intake.java",
            "if (fresh.isEmpty()) {",
            "if (contents.isEmpty()) {"),
        new Mutant(
            "commit before fan-out: what is sent to the log counts as committed",
            OWNER + "Commits.java",
            "new Effect.Append(new Append.Part(tenure.document(), tenure.epoch(), base, updates)));",
            "new Effect.Append(new Append.Part(tenure.document(), tenure.epoch(), base, updates)));"
                + " commit();"),
        new Mutant(
            "commit before the answer: an edit is answered when it is accepted",
            OWNER + "Intake.java",
            "session.answer(number, Verdict.APPLIED, revision);",
            "session.answer(number, Verdict.APPLIED, revision - revision);"),
        new Mutant(
            "gap detection: an edge passes on a frame that skips one",
            CHANNEL + "Delivery.java",
            "if (frame.after() > position) {",
            "if (frame.through() < 0) {"),
        new Mutant(
            "the tail's repetition: nobody is told of a last frame that was lost",
            OWNER + "Subscriptions.java",
            "outbox.send(subscriber.edge(), new Compare(document, epoch, durable));",
            ""),
        new Mutant(
            "settling: an append of unknown outcome is taken for done",
            OWNER + "Commits.java",
            "settle(\"an append of unknown outcome\");",
            "commit();"),
        new Mutant(
            "duplicates in flight: they are answered at once",
            OWNER + "Sequence.java",
            "inFlightContents.sharesWith(update) ? revisionInFlight() : durable;",
            "inFlightContents.sharesWith(update) ? durable : durable;"),
        new Mutant(
            "replay: it begins with the oldest frame kept, whatever is missing before it",
            OWNER + "RecentFrames.java",
            "if (frames.isEmpty() || frames.element().after() > revision) {",
            "if (frames.isEmpty()) {"),
        new Mutant(
            "lost answers: an edge takes the next one for them",
            CHANNEL + "DocumentChannel.java",
            "if (answered.after() != session.answeredThrough) {",
            "if (answered.after() < 0) {"),
        new Mutant(
            "frame numbers: a session goes on after a lost frame",
            OWNER + "Attendance.java",
            "} else if (!session.isNext(number)) {",
            "} else if (number < 0) {"),
        new Mutant(
            "client ids: others write under them too",
            OWNER + "Intake.java",
            "clientIds.areOfAnother(session, fresh.structs())",
            "clientIds.hashCode() == 0"),
        new Mutant(
            "a full document: what builds on an edit that was refused is let in",
            OWNER + "Intake.java",
            "refusals.areUnder(session, update, contents, sequence)",
            "update.length() < 0"),
        new Mutant(
            "stamps: all of a commit are stamped with the session of the first",
            OWNER + "Sequence.java",
            "updates.add(batch.get(batch.size() - 1).toAppend());",
            "Sequenced last = batch.get(batch.size() - 1); updates.add(new Append.Update("
                + "last.session().author(), last.update(), batch.get(0).session().stamp()));"),
        new Mutant(
            "stamps: the log is not told the session",
            OWNER + "Sequenced.java",
            "new Append.Update(session.author(), update, session.stamp());",
            "new Append.Update(session.author(), update);"),
        new Mutant(
            "the log's fence check",
            SIM + "SimLog.java",
            "if (part.epoch() != epoch) {",
            "if (part.epoch() < 0) {"),
        new Mutant(
            "the takeover's wait for appends in flight",
            SIM + "SimLog.java",
            "            true,\n            Set.of(),",
            "            false,\n            Set.of(),"),
        new Mutant(
            "release before the hand-over: documents are not told",
            HOST + "LaneShards.java",
            "lane.tell(owner, new Input.Release());",
            ""),
        new Mutant(
            "a shard that is fenced while it is closed is given up",
            LEASE + "Leases.java",
            "boolean has = held.has(shard);",
            "boolean has = held.is(shard, Phase.OWNED);"),
        new Mutant(
            "a lock whose return has failed is given back again",
            LEASE + "LockRounds.java",
            "        locks.unlock(shard);\n        all.remove();",
            "        all.remove();\n        locks.unlock(shard);"),
        new Mutant(
            "incarnations: an edge keeps its place in a log that was restored",
            CHANNEL + "Upstream.java",
            "return incarnation >= 0 && ",
            "return incarnation < -1 && "),
        new Mutant(
            "roll calls: an owner that forgot an edge is not noticed by readers",
            CHANNEL + "Upstream.java",
            "    rollCall.call(now, sessions).ifPresent(this::send);\n",
            ""),
        new Mutant(
            "roll calls: an owner keeps who is not in them",
            OWNER + "Attendance.java",
            "subscriptions.notInRoll(edge, probe.through(), probe.live()).forEach(this::forget);",
            ""),
        new Mutant(
            "comparing with those who have confirmed: an edge that left unheard is not asked",
            OWNER + "Subscriptions.java",
            "subscriber.isToCompare(nowMillis) || ",
            ""),
        new Mutant(
            "the takeover's raise: two owners have one epoch",
            SIM + "SimLog.java",
            "      fence.epoch++;",
            ""),
        new Mutant(
            "revocations: an owner's session goes on",
            OWNER + "Session.java",
            "revoked = true;",
            "revoked = false;"),
        new Mutant(
            "revocations: edits pass the gate and are appended while nobody knows who may",
            SIM + "SimRights.java",
            "long askedAt = loop.nowMillis();",
            "long askedAt = Long.MAX_VALUE / 2;"),
        new Mutant(
            "revocations: a session opens by a right that has changed",
            HOST + "RightsGate.java",
            "inputs.removeIf(input -> input instanceof ToOwner.Open open && rights.isOutdated(open));",
            ""),
        new Mutant(
            "held still: a shard that came because of load may go again at once",
            LEASE + "Heirs.java",
            "return word != null && nowMillis - word.sinceMillis() <",
            "return word != null && -1 >"),
        new Mutant(
            "an append that was refused is sent again",
            HOST + "LaneAppends.java",
            "    } else {\n      send(append);\n    }",
            "    }"));
  }

  /** What the mutants are compared with: their world itself makes no seed fail. */
  @Test
  void theProductAsItIsPassesInTheMutantsWorld() {
    String text = "outbox.add(new Effect.Unload(document));";
    LongConsumer simulation = new Mutant("nothing", OWNER + "Tenure.java", text, text).simulation();
    for (long seed = 1; seed <= CONTROL_SEEDS; seed++) {
      simulation.accept(seed);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void theSimulationMisses(Mutant mutant) {
    LongConsumer simulation = mutant.simulation();
    long failed = 0;
    for (long seed = 1; seed <= SEEDS && failed == 0; seed++) {
      try {
        simulation.accept(seed);
      } catch (RuntimeException | AssertionError e) {
        failed = seed;
      }
    }
    log.info("mutant=\"{}\" missed by seed={}", mutant.mechanism(), failed);
    assertThat(failed).as("the first seed without " + mutant.mechanism()).isPositive();
  }
}
