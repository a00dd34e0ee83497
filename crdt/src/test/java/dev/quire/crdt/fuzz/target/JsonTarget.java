package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.lib0.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A JSON text: what is printed can be read, and prints the same. */
public final class JsonTarget implements Consumer<byte[]> {
  @Override
  public void accept(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    String canonical;
    try {
      canonical =
          Allocation.within("JSON", input.length, Limits.VALUES, () -> Json.canonical(text));
    } catch (IllegalArgumentException refused) {
      return;
    }
    require(Json.canonical(canonical).equals(canonical), "canonical text is not canonical");
    require(Json.print(Json.parse(text)).equals(canonical), "printed it is another");
  }
}
