package dev.quire.crdt.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What is fuzzed, and how its inputs are changed. */
enum Target {
  /** Documents: a log of updates, one after the other. */
  DOCUMENT("DocumentTarget"),
  /** Merging, differencing and reading encoded updates: a log of updates. */
  UPDATES("UpdatesTarget"),
  /** Documents held as bytes: a log of updates. */
  LAZY("LazyTarget"),
  /** Any-values. */
  ANY("AnyTarget"),
  /** JSON texts. */
  JSON("JsonTarget"),
  /** State vectors and delete sets. */
  VECTORS("VectorsTarget"),
  /** Update format v2. */
  FORMAT("FormatTarget"),
  /** Messages of the protocols, snapshots, relative positions. */
  PROTOCOL("ProtocolTarget");

  private static final List<String> ANY_WORDS =
      List.of("v\u0001\u0001a", "u\u0001", "v\u0001\u0009__proto__", "w\u0001x", "z", "{", "|");

  private static final List<String> JSON_WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\u",
          "\\ud83d",
          "\\n",
          "-0",
          "1e400",
          "0.1e-7",
          "true",
          "false",
          "null",
          " ",
          "12345678901234567890",
          "\"a\":",
          "__proto__");

  private static final List<String> PROTOCOL_WORDS =
      List.of("\u0002{}", "\u0004null", "\u0000", "\u0001", "{\"a\":1}", "\u0001t");

  private final String className;

  Target(String className) {
    this.className = "dev.quire.crdt.fuzz.target." + className;
  }

  Mutator mutator() {
    return switch (this) {
      case DOCUMENT, UPDATES, LAZY -> new LogMutator();
      case ANY -> new BytesMutator(ANY_WORDS);
      case JSON -> new BytesMutator(JSON_WORDS);
      case FORMAT -> new FormatMutator();
      case PROTOCOL -> new BytesMutator(PROTOCOL_WORDS);
      case VECTORS -> new BytesMutator(List.of());
    };
  }

  /** The name of its corpus. */
  String corpus() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The target, and the library behind it, as a loader has them. */
  @SuppressWarnings("unchecked") // each target takes bytes
  Consumer<byte[]> load(ClassLoader loader) {
    try {
      return (Consumer<byte[]>)
          Class.forName(className, true, loader)
              .asSubclass(Consumer.class)
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
