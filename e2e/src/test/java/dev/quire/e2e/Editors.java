package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The people at work while Quire is killed: {@code e2e/node/crash/editors.mjs}, spoken to in lines
 * of JSON. They live on across the kills. One thread at a time.
 */
final class Editors implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process node;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path errors;

  private Editors(Process node, Path errors) {
    this.node = node;
    this.errors = errors;
    this.commands = new BufferedWriter(new OutputStreamWriter(node.getOutputStream(), UTF_8));
    this.answers = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
  }

  /** What all of them have seen so far: edits acknowledged, revisions read back from the log. */
  record Totals(int acknowledged, int revisions) {}

  static Editors start(Map<String, String> coordinates) throws IOException {
    Path errors = Repository.OUTPUT.resolve("node").resolve("editors.log");
    Files.createDirectories(errors.getParent());
    ProcessBuilder builder = new ProcessBuilder("node", "crash/editors.mjs");
    builder.directory(Repository.file("e2e/node").toFile());
    builder.environment().putAll(coordinates);
    builder.redirectError(errors.toFile());
    return new Editors(builder.start(), errors);
  }

  void open(int documents, long seed) throws IOException {
    ask("open", Map.of("documents", documents, "seed", seed));
  }

  /** Returns after that time; they go on editing. */
  void editFor(long milliseconds) throws IOException {
    ask("edit", Map.of("milliseconds", milliseconds));
  }

  void freeze() throws IOException {
    ask("freeze", Map.of());
  }

  void settle() throws IOException {
    ask("settle", Map.of());
  }

  Totals verify() throws IOException {
    JsonNode answer = ask("verify", Map.of());
    return new Totals(answer.get("acknowledged").asInt(), answer.get("revisions").asInt());
  }

  void verifyWholeAndLeave() throws IOException {
    ask("close", Map.of());
  }

  private JsonNode ask(String command, Map<String, Object> parameters) throws IOException {
    Map<String, Object> message = new LinkedHashMap<>(parameters);
    message.put("do", command);
    commands.write(JSON.writeValueAsString(message));
    commands.newLine();
    commands.flush();
    String line = answers.readLine();
    if (line == null) {
      return fail("the editors died while asked to " + command + ":\n" + Files.readString(errors));
    }
    JsonNode answer = JSON.readTree(line);
    if (answer.has("failed")) {
      fail("the editors could not " + command + ": " + answer.get("error").asText());
    }
    return answer;
  }

  @Override
  public void close() {
    node.destroyForcibly();
  }
}
