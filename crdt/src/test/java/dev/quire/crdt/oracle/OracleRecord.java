package dev.quire.crdt.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What yjs says about one case: lines of a name and values, until an empty line. Bytes are base64,
 * text is percent-encoded.
 */
public final class OracleRecord {
  private final List<List<String>> lines;

  private OracleRecord(List<List<String>> lines) {
    this.lines = lines;
  }

  /** The next record, or null where the input ends. */
  static @Nullable OracleRecord read(BufferedReader in) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        return new OracleRecord(lines);
      }
      lines.add(List.of(line.split(" ", -1)));
    }
    return lines.isEmpty() ? null : new OracleRecord(lines);
  }

  /** All lines, in order: names and values. */
  List<List<String>> lines() {
    return lines;
  }

  /** The values of all lines of a name. */
  List<List<String>> all(String name) {
    return lines.stream()
        .filter(line -> line.get(0).equals(name))
        .map(line -> line.subList(1, line.size()))
        .toList();
  }

  boolean has(String name) {
    return !all(name).isEmpty();
  }

  /** The first value of every line of a name, as bytes. */
  public List<byte[]> allBytes(String name) {
    return all(name).stream().map(values -> bytes(values.get(0))).toList();
  }

  /** The values of the one line of a name. */
  public List<String> one(String name) {
    List<List<String>> found = all(name);
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " lines named " + name);
    }
    return found.get(0);
  }

  byte[] oneBytes(String name) {
    return bytes(one(name).get(0));
  }

  String oneText(String name) {
    return text(one(name).get(0));
  }

  static byte[] bytes(String value) {
    return Base64.getDecoder().decode(value);
  }

  static String text(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
