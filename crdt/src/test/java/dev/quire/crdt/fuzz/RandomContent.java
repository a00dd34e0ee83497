package dev.quire.crdt.fuzz;

import dev.quire.crdt.fuzz.UpdateModel.Node;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.lib0.Undefined;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Content of every kind for structs, mostly well-formed. */
final class RandomContent {
  private static final String[] TEXTS = {
    "a",
    "abc",
    "",
    "é漢",
    "\ud83d\ude00",
    "a\ud83d\ude00\ud83d\ude00b",
    "\u0000",
    "xxxxxxxxxxxxxxxxxxxxxxxx"
  };
  private static final String[] JSON = {
    "null",
    "true",
    "{}",
    "{\"a\":[1,2.50,-0]}",
    "\"\\ud800\"",
    "1e400",
    "undefined",
    "{",
    " 1",
    "[[[]]]",
    "{\"__proto__\":1}",
    "{\"2\":0,\"1\":0}"
  };
  private static final String[] KEYS = {"bold", "k", "", "link"};

  private RandomContent() {}

  /** Gives a struct other content, of its own kind or another. */
  static void replace(Node node, Random random) {
    if (random.nextInt(3) > 0) {
      int ref = random.nextInt(40) == 0 ? random.nextInt(32) : random.nextInt(11);
      node.info = (node.info & ~UpdateModel.REF) | ref;
      if (ref == UpdateModel.GC || ref == UpdateModel.SKIP) {
        node.info = ref;
      }
    }
    Lib0Writer out = new Lib0Writer();
    node.length = write(node.ref(), out, random);
    node.content = out.toByteArray();
  }

  private static long write(int ref, Lib0Writer out, Random random) {
    switch (ref) {
      case UpdateModel.GC, UpdateModel.SKIP, UpdateModel.DELETED -> {
        long length = random.nextInt(8) == 0 ? Numbers.draw(random) : 1 + random.nextInt(5);
        out.writeVarUint(length);
        return length;
      }
      case UpdateModel.STRING -> {
        String text = text(random);
        out.writeVarString(text);
        return text.length();
      }
      case UpdateModel.JSON -> {
        int count = 1 + random.nextInt(3);
        out.writeVarUint(count);
        for (int i = 0; i < count; i++) {
          out.writeVarString(JSON[random.nextInt(JSON.length)]);
        }
        return count;
      }
      case UpdateModel.ANY -> {
        int count = 1 + random.nextInt(3);
        out.writeVarUint(count);
        for (int i = 0; i < count; i++) {
          AnyCodec.write(out, value(random, 3));
        }
        return count;
      }
      case UpdateModel.BINARY -> out.writeVarBytes(new byte[random.nextInt(20)]);
      case UpdateModel.EMBED -> out.writeVarString(JSON[random.nextInt(JSON.length)]);
      case UpdateModel.FORMAT -> {
        out.writeVarString(KEYS[random.nextInt(KEYS.length)]);
        out.writeVarString(JSON[random.nextInt(JSON.length)]);
      }
      case UpdateModel.TYPE -> {
        int kind = random.nextInt(20) == 0 ? random.nextInt(12) : random.nextInt(7);
        out.writeVarUint(kind);
        if (kind == 3 || kind == 5) {
          out.writeVarString(text(random));
        }
      }
      case UpdateModel.DOC -> {
        out.writeVarString("guid" + random.nextInt(3));
        AnyCodec.write(out, random.nextInt(6) == 0 ? value(random, 2) : options(random));
      }
      default -> {
        return 1;
      }
    }
    return 1;
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static Map<String, ?> options(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Map.of();
      case 1 -> Map.of("gc", random.nextBoolean());
      case 2 -> Map.of("autoLoad", true, "meta", "m");
      default -> Map.of("guid", "g");
    };
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 9)) {
      case 0 -> null;
      case 1 -> Undefined.UNDEFINED;
      case 2 -> random.nextBoolean();
      case 3 -> (long) random.nextInt(1000);
      case 4 -> random.nextDouble();
      case 5 -> random.nextBoolean() ? -0.0 : Double.NaN;
      case 6 -> BigInteger.valueOf(random.nextLong());
      case 7 -> text(random);
      case 8 -> new byte[random.nextInt(4)];
      case 9 -> Collections.singletonMap(text(random), value(random, depth - 1));
      case 10 -> List.of();
      default -> Arrays.asList(value(random, depth - 1), value(random, depth - 1));
    };
  }
}
