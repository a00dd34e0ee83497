package dev.quire.crdt.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The committed inputs of a target: one a line in base64, short ones first. */
final class Corpus {
  private static final Path FOLDER = Path.of("src", "test", "resources", "corpus");

  private Corpus() {}

  /** The inputs of a target; none if it has no file yet. */
  static List<byte[]> of(String target) {
    try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + target + ".txt")) {
      if (in == null) {
        return List.of();
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(Base64.getDecoder()::decode)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts inputs in the place of a target's. */
  static void keep(String target, List<byte[]> inputs) {
    List<byte[]> sorted = new ArrayList<>(inputs);
    sorted.sort(Comparator.comparingInt((byte[] input) -> input.length));
    String lines =
        sorted.stream()
            .map(input -> Base64.getEncoder().encodeToString(input) + "\n")
            .sorted(Comparator.comparingInt(String::length).thenComparing(line -> line))
            .collect(Collectors.joining());
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(target + ".txt"), lines, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
