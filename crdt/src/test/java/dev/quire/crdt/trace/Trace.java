package dev.quire.crdt.trace;

import dev.quire.crdt.lib0.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A recorded session.
 *
 * @param text what the text was in the end
 * @param agents how many people took part
 * @param edits what they did, each before those that build on it
 */
record Trace(String text, int agents, List<Edit> edits) {
  /**
   * What one person did at once.
   *
   * @param agent who
   * @param parents the indexes of the edits whose outcome the person saw
   * @param patches one after the other
   */
  record Edit(int agent, List<Integer> parents, List<Patch> patches) {}

  /**
   * A deletion and an insertion.
   *
   * @param position in code points
   * @param deleted in code points
   * @param inserted put in at the position
   */
  record Patch(int position, int deleted, String inserted) {}

  static Trace read(String name) {
    try (InputStream in = Trace.class.getResourceAsStream("/traces/" + name + ".json.gz")) {
      Map<?, ?> trace = (Map<?, ?>) Objects.requireNonNull(json(Objects.requireNonNull(in)));
      List<Edit> edits = new ArrayList<>();
      for (Object edit : list(trace, "txns")) {
        edits.add(edit((Map<?, ?>) edit));
      }
      int agents = trace.get("numAgents") instanceof Number number ? number.intValue() : 1;
      return new Trace(String.valueOf(trace.get("endContent")), agents, edits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object json(InputStream in) throws IOException {
    try (GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return Objects.requireNonNull(
          Json.parse(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  private static List<?> list(Map<?, ?> of, String name) {
    return (List<?>) Objects.requireNonNull(of.get(name));
  }

  private static Edit edit(Map<?, ?> edit) {
    List<Integer> parents = new ArrayList<>();
    if (edit.get("parents") instanceof List<?> indexes) {
      indexes.forEach(index -> parents.add(((Number) index).intValue()));
    }
    List<Patch> patches = new ArrayList<>();
    for (Object each : list(edit, "patches")) {
      List<?> patch = (List<?>) each;
      patches.add(
          new Patch(
              ((Number) patch.get(0)).intValue(),
              ((Number) patch.get(1)).intValue(),
              (String) patch.get(2)));
    }
    int agent = edit.get("agent") instanceof Number number ? number.intValue() : 0;
    return new Edit(agent, parents, patches);
  }
}
