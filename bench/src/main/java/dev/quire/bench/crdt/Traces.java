package dev.quire.bench.crdt;

import dev.quire.crdt.lib0.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the recorded traces, and the updates that yjs made of them. */
public final class Traces {
  /** One author's paper, 259,778 keystrokes. */
  public static final String PAPER = "automerge-paper";

  /** Two authors at a time. */
  public static final String FRIENDS = "friendsforever";

  private Traces() {}

  /** A trace as updates. */
  public static final class Updates {
    private final List<byte[]> updates;
    private final byte[] state;
    private final String text;

    private Updates(List<byte[]> updates, byte[] state, String text) {
      this.updates = updates;
      this.state = state;
      this.text = text;
    }

    /** One for each transaction. */
    public List<byte[]> updates() {
      return updates;
    }

    /** The encoded document in the end. */
    public byte[] state() {
      return state;
    }

    /** Its text. */
    public String text() {
      return text;
    }
  }

  /**
   * A keystroke.
   *
   * @param index where, in UTF-16 units
   * @param removed how many units are deleted there
   * @param inserted what is inserted there then
   */
  public record Keystroke(int index, int removed, String inserted) {}

  /** A trace as updates, from the folder they were prepared in. */
  public static Updates updates(Path folder, String name) {
    try {
      ByteBuffer framed =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".updates")))
              .order(ByteOrder.LITTLE_ENDIAN);
      List<byte[]> updates = new ArrayList<>();
      while (framed.hasRemaining()) {
        byte[] update = new byte[framed.getInt()];
        framed.get(update);
        updates.add(update);
      }
      return new Updates(
          updates,
          Files.readAllBytes(folder.resolve(name + ".state")),
          Files.readString(folder.resolve(name + ".text")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keystrokes of a trace by one author, in order. */
  public static List<Keystroke> keystrokes(Path traces, String name) {
    List<Keystroke> keystrokes = new ArrayList<>();
    for (Object transaction : list(field(recording(traces, name), "txns"))) {
      for (Object patch : list(field(transaction, "patches"))) {
        List<?> parts = list(patch);
        keystrokes.add(
            new Keystroke(number(parts.get(0)), number(parts.get(1)), (String) parts.get(2)));
      }
    }
    return keystrokes;
  }

  /** The text that the recording of a trace ends with. */
  public static String endOf(Path traces, String name) {
    return (String) field(recording(traces, name), "endContent");
  }

  private static Object recording(Path traces, String name) {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(traces.resolve(name + ".json.gz")))) {
      Object recording = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (recording == null) {
        throw new IllegalArgumentException(name + " is no trace");
      }
      return recording;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object field(Object object, String name) {
    Object value = ((Map<?, ?>) object).get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  private static int number(Object value) {
    return ((Number) value).intValue();
  }
}
