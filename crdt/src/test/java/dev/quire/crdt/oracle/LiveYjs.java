package dev.quire.crdt.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A Node process that runs yjs, one command at a time. Ends when closed. */
final class LiveYjs implements AutoCloseable {
  private static final Path FOLDER = Path.of("src", "test", "node");

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private LiveYjs(Process process) {
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  /**
   * Starts the process.
   *
   * @throws AssertionError if Node or its packages are missing; says what to run
   */
  static LiveYjs start() {
    if (!Files.isDirectory(FOLDER.resolve("node_modules").resolve("yjs"))) {
      throw new AssertionError(
          "yjs is not installed: run `npm ci` in crdt/src/test/node (Node 20 or later)");
    }
    try {
      return new LiveYjs(
          new ProcessBuilder("node", "driver.mjs")
              .directory(FOLDER.toFile())
              .redirectError(new File("target/yjs-driver.log"))
              .start());
    } catch (IOException e) {
      throw new AssertionError("Node 20 or later must be on the PATH: " + e.getMessage(), e);
    }
  }

  /** Runs a random program on yjs replicas. */
  OracleRecord program(int seed, int operations, String profile) {
    return ask("program " + seed + " " + operations + " " + profile);
  }

  /** Makes random local edits on two yjs replicas, and tells them. */
  OracleRecord mirror(int seed, int edits) {
    return ask("mirror " + seed + " " + edits);
  }

  /** Makes random edits on two yjs replicas, and tells them and every event. */
  OracleRecord watch(int seed, int edits, boolean cleanup, boolean undo) {
    return ask("watch " + seed + " " + edits + " " + cleanup + " " + undo);
  }

  /** What a document is after these updates. */
  OracleRecord load(List<byte[]> updates) {
    return ask("load " + base64(updates));
  }

  /** What a document is after these groups of updates, each applied in one transaction. */
  OracleRecord batched(List<List<byte[]>> groups) {
    return ask(
        "batched "
            + groups.stream()
                .map(group -> base64(group).replace(' ', ','))
                .collect(Collectors.joining(" ")));
  }

  /** Whether yjs takes each of these updates on its own, and what it makes of it. */
  List<List<String>> judge(List<byte[]> updates) {
    return ask("judge " + base64(updates)).all("verdict");
  }

  /** The state of a document with these updates that doesn't collect what is deleted. */
  byte[] keep(List<byte[]> updates) {
    return ask("keep " + base64(updates)).oneBytes("state");
  }

  /** yjs's own merge. */
  byte[] merge(List<byte[]> updates) {
    return ask("merge " + base64(updates)).oneBytes("update");
  }

  /** yjs's own difference of an update and a state vector. */
  byte[] diff(byte[] update, byte[] vector) {
    return ask("diff " + base64(List.of(update, vector))).oneBytes("update");
  }

  /** yjs's own state vector of an update. */
  byte[] stateVector(byte[] update) {
    return ask("vector " + base64(List.of(update))).oneBytes("vector");
  }

  /** Sends one command and waits for its answer. */
  OracleRecord ask(String request) {
    try {
      requests.write(request);
      requests.write('\n');
      requests.flush();
      OracleRecord answer = OracleRecord.read(answers);
      if (answer == null) {
        throw new AssertionError("the yjs process ended; see crdt/target/yjs-driver.log");
      }
      if (answer.has("error")) {
        throw new AssertionError("yjs failed: " + answer.oneText("error"));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String base64(List<byte[]> updates) {
    return updates.stream()
        .map(Base64.getEncoder()::encodeToString)
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
