package dev.quire.crdt.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The committed cases that yjs wrote; `npm run fixtures` in crdt/src/test/node writes them anew.
 */
public final class Fixtures {
  private static final List<String> THEMES =
      List.of(
          "contents",
          "formatting",
          "collections",
          "xml",
          "unicode",
          "conflicts",
          "collected",
          "pending",
          "carriers",
          "programs");

  /** One case: its theme and name, and what yjs says. */
  public record Case(String name, OracleRecord yjs) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Fixtures() {}

  public static Stream<Case> all() {
    return THEMES.stream().flatMap(theme -> read(theme).stream());
  }

  /** One case of a theme of its own. */
  public static OracleRecord one(String theme, String name) {
    return read(theme).stream()
        .filter(each -> each.yjs().oneText("case").equals(name))
        .findFirst()
        .orElseThrow()
        .yjs();
  }

  private static List<Case> read(String theme) {
    List<Case> cases = new ArrayList<>();
    try (InputStream file = Fixtures.class.getResourceAsStream("/fixtures/" + theme + ".txt")) {
      if (file == null) {
        throw new AssertionError("no fixtures about " + theme);
      }
      BufferedReader in =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII));
      for (OracleRecord yjs = OracleRecord.read(in); yjs != null; yjs = OracleRecord.read(in)) {
        cases.add(new Case(theme + ": " + yjs.oneText("case"), yjs));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
