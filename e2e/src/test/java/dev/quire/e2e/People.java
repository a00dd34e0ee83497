package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The people who go on editing while processes come and go: {@code e2e/node/chaos/editors.mjs},
 * asked in lines of JSON. Safe from any thread.
 */
final class People implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process node;
  private final BufferedWriter commands;
  private final Path errors;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

  private People(Process node, Path errors) {
    this.node = node;
    this.errors = errors;
    this.commands = new BufferedWriter(new OutputStreamWriter(node.getOutputStream(), UTF_8));
    Thread reader = new Thread(this::read, "people's answers");
    reader.setDaemon(true);
    reader.start();
  }

  /** How long one client waited; null: longer than was waited for. */
  record Wait(int room, String kind, @Nullable Long millis) {}

  /** How long edits waited for their acknowledgement. */
  record Waits(int count, long p50, long p99, long max) {}

  static People start(Map<String, String> coordinates, String log) throws IOException {
    Path errors = Repository.OUTPUT.resolve("node").resolve(log + ".log");
    Files.createDirectories(errors.getParent());
    ProcessBuilder builder = new ProcessBuilder("node", "chaos/editors.mjs");
    builder.directory(Repository.file("e2e/node").toFile());
    builder.environment().putAll(coordinates);
    return new People(builder.redirectError(errors.toFile()).start(), errors);
  }

  /** They open new documents; the documents' ids. */
  List<String> open(int documents, int sockets, long seed) {
    JsonNode answer =
        get(ask("open", Map.of("documents", documents, "sockets", sockets, "seed", seed)));
    List<String> ids = new ArrayList<>();
    answer.get("ids").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  /** Everybody begins to edit, each once in so many milliseconds to twice as many. */
  void edit(long millis) {
    get(ask("edit", Map.of("millis", millis)));
  }

  /** As {@link #edit(long)}, at the documents of these numbers, each at its pace; others stop. */
  void edit(Map<Integer, Long> paces) {
    get(ask("edit", Map.of("paces", paces)));
  }

  /** Who was acknowledged an edit made after that moment, and when, counted from the moment. */
  CompletableFuture<List<Wait>> answered(long afterMillis, Duration patience) {
    return ask("answered", Map.of("after", afterMillis, "patience", patience.toMillis()))
        .thenApply(answer -> waitsIn(answer.get("answers")));
  }

  /** The longest wait of each client's edits since the last question. */
  List<Wait> longest() {
    return waitsIn(get(ask("longest", Map.of())).get("answers"));
  }

  Waits waits() {
    JsonNode answer = get(ask("waits", Map.of()));
    return new Waits(
        answer.get("count").asInt(),
        answer.get("p50").asLong(),
        answer.get("p99").asLong(),
        answer.get("max").asLong());
  }

  /** How many edits were acknowledged to them so far. */
  int saved() {
    return get(ask("saved", Map.of())).get("saved").asInt();
  }

  /** Holds all that was promised so far against the log; they go on editing. */
  void check() {
    get(ask("check", Map.of()));
  }

  /** They stop editing, save, and wait until all and the server hold the same. */
  void settle() {
    get(ask("settle", Map.of()));
  }

  /** After settling: whole documents and whole logs. How many revisions there are. */
  int verify() {
    return get(ask("verify", Map.of())).get("revisions").asInt();
  }

  /** Waits until the server tells of everybody's presence. */
  void awaitPresence() {
    get(ask("presence", Map.of()));
  }

  private static List<Wait> waitsIn(JsonNode answers) {
    List<Wait> waits = new ArrayList<>();
    for (JsonNode answer : answers) {
      JsonNode millis = answer.get("millis");
      waits.add(
          new Wait(
              answer.get("room").asInt(),
              answer.get("kind").asText(),
              millis.isNull() ? null : millis.asLong()));
    }
    return waits;
  }

  private CompletableFuture<JsonNode> ask(String command, Map<String, Object> parameters) {
    int id = number.incrementAndGet();
    Map<String, Object> message = new LinkedHashMap<>(parameters);
    message.put("do", command);
    message.put("number", id);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    synchronized (commands) {
      try {
        commands.write(JSON.writeValueAsString(message));
        commands.newLine();
        commands.flush();
      } catch (IOException e) {
        throw died(e);
      }
    }
    return answer;
  }

  private static JsonNode get(CompletableFuture<JsonNode> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader answers =
        new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8))) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        JsonNode answer = JSON.readTree(line);
        CompletableFuture<JsonNode> question = asked.remove(answer.get("number").asInt());
        if (question == null) {
          continue;
        }
        if (answer.has("failed")) {
          question.completeExceptionally(
              new AssertionError(
                  "the people could not "
                      + answer.get("failed").asText()
                      + ": "
                      + answer.get("error").asText()));
        } else {
          question.complete(answer);
        }
      }
      asked.values().forEach(open -> open.completeExceptionally(died(null)));
    } catch (IOException e) {
      asked.values().forEach(open -> open.completeExceptionally(died(e)));
    }
  }

  private IllegalStateException died(@Nullable Exception cause) {
    try {
      return new IllegalStateException("the people died:\n" + Files.readString(errors), cause);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.destroyForcibly();
  }
}
