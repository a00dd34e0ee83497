package dev.quire.crdt.v2;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.content.ContentAny;
import dev.quire.crdt.content.ContentBinary;
import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.content.ContentEmbed;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentJson;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.content.TypeKind;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.lib0.Undefined;
import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Translates one update to format v1, and refuses what a document would refuse, so that positions
 * in refusals are those of the input.
 */
final class ToV1 {
  private static final int HAS_ORIGIN = 0x80;
  private static final int HAS_RIGHT_ORIGIN = 0x40;
  private static final int HAS_KEY = 0x20;
  private static final int REF = 0x1f;

  private final byte[] update;
  private final long maxSize;
  private final Columns in;
  private final Lib0Writer out;
  private final List<byte[]> keys = new ArrayList<>();
  private final LongMap<Boolean> clientsSeen = new LongMap<>();
  private long client;
  private long clock;

  ToV1(byte[] update, long maxSize) {
    this.update = update;
    this.maxSize = maxSize;
    this.in = new Columns(update);
    this.out = new Lib0Writer(update.length * 2 + 64);
  }

  byte[] run() {
    int blocks = in.tail.readCount("clients");
    int written = 0;
    for (int i = 0; i < blocks; i++) {
      written += block() ? 1 : 0;
    }
    IdSet deletes = DeleteSetV2.read(in.tail);
    in.expectEnd();
    Lib0Writer whole = new Lib0Writer(out.size() + 64);
    whole.writeVarUint(written);
    whole.writeAll(out);
    deletes.write(whole);
    return whole.toByteArray();
  }

  /** False for a block without structs, which yjs leaves out. */
  private boolean block() {
    long structs = in.tail.readVarUint();
    client = in.clients.read();
    clock = in.tail.readVarUint();
    if (clientsSeen.get(client) != null) {
      throw in.tail.malformed(Fault.REPEATED_CLIENT, "client with two blocks of structs");
    }
    clientsSeen.put(client, true);
    advance(0);
    if (structs == 0) {
      return false;
    }
    out.writeVarUint(structs);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    for (long left = structs; left > 0; left--) {
      advance(struct());
      if (out.size() > maxSize) {
        throw in.tail.malformed(
            Fault.EXPANDS_TOO_MUCH, "expands to more than " + maxSize + " bytes of format v1");
      }
    }
    return true;
  }

  private void advance(long length) {
    if (length > Struct.MAX_CLOCK - clock) {
      throw in.tail.malformed(Fault.OUT_OF_RANGE, "clock above 2^31 - 1");
    }
    clock += length;
  }

  /** Returns its length in clocks. */
  private long struct() {
    int info = in.infos.read();
    if (info == Gc.REF) {
      out.writeUint8(info);
      return length(in.lengths.read());
    }
    if (info == Skip.REF) {
      out.writeUint8(info);
      return length(in.tail.readVarUint());
    }
    return item(info);
  }

  private long length(long length) {
    out.writeVarUint(positive(length));
    return length;
  }

  private long positive(long length) {
    if (length == 0) {
      throw in.tail.malformed(Fault.EMPTY, "struct without length");
    }
    return length;
  }

  private long item(int info) {
    boolean hasPlace = (info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0;
    out.writeUint8(hasPlace ? info : info & ~HAS_KEY);
    if ((info & HAS_ORIGIN) != 0) {
      reference(in.leftClocks);
    }
    if ((info & HAS_RIGHT_ORIGIN) != 0) {
      reference(in.rightClocks);
    }
    if (hasPlace) {
      parent();
      if ((info & HAS_KEY) != 0) {
        text();
      }
    }
    return content(info & REF);
  }

  /** A client's struct can only refer to what the client made before. */
  private void reference(ClockColumnReader clocks) {
    long referredClient = in.clients.read();
    long referred = clocks.read();
    if (referredClient == client && referred >= clock) {
      throw in.tail.malformed(
          Fault.IMPOSSIBLE_REFERENCE, "struct refers to itself or to a later one of its client");
    }
    out.writeVarUint(referredClient);
    out.writeVarUint(referred);
  }

  private void parent() {
    if (in.parentInfos.read() == 1) {
      out.writeVarUint(1);
      text();
    } else {
      out.writeVarUint(0);
      reference(in.leftClocks);
    }
  }

  private void text() {
    in.texts.next();
    in.texts.writeTo(out);
  }

  /** Returns its length in clocks. */
  private long content(int ref) {
    switch (ref) {
      case ContentDeleted.REF -> {
        return length(in.lengths.read());
      }
      case ContentString.REF -> {
        text();
        return positive(in.texts.units());
      }
      case ContentJson.REF -> {
        return jsonTexts();
      }
      case ContentAny.REF -> {
        return anys();
      }
      case ContentBinary.REF -> {
        int from = in.tail.position();
        in.tail.skip(in.tail.readCount("bytes"));
        copy(from);
      }
      case ContentEmbed.REF -> json();
      case ContentFormat.REF -> {
        key();
        json();
      }
      case ContentType.REF -> type();
      case ContentDoc.REF -> {
        text();
        options();
      }
      default -> throw in.tail.malformed(Fault.UNKNOWN_KIND, "unknown kind of content " + ref);
    }
    return 1;
  }

  private void copy(int from) {
    out.writeBytes(update, from, in.tail.position() - from);
  }

  private long jsonTexts() {
    long count = length(in.lengths.read());
    for (long left = count; left > 0; left--) {
      in.texts.next();
      String text = in.texts.text();
      try {
        out.writeVarString(text.equals(ContentJson.UNDEFINED) ? text : Json.canonical(text));
      } catch (IllegalArgumentException invalid) {
        throw JsonFault.of(in.tail, invalid);
      }
    }
    return count;
  }

  private long anys() {
    long count = length(in.lengths.read());
    int from = in.tail.position();
    for (long left = count; left > 0; left--) {
      AnyCodec.skip(in.tail);
    }
    copy(from);
    return count;
  }

  private void json() {
    Object value = AnyCodec.read(in.tail);
    try {
      out.writeVarString(print(value));
    } catch (IllegalArgumentException invalid) {
      throw JsonFault.of(in.tail, invalid);
    }
  }

  private static String print(@Nullable Object value) {
    if (value == Undefined.UNDEFINED) {
      throw new IllegalArgumentException("no JSON for undefined");
    }
    return Json.print(value);
  }

  private void type() {
    long ref = in.typeRefs.read();
    if (ref >= TypeKind.COUNT) {
      throw in.tail.malformed(Fault.UNKNOWN_KIND, "unknown kind of type " + ref);
    }
    out.writeVarUint(ref);
    if (TypeKind.of((int) ref).isNamed()) {
      key();
    }
  }

  /** A number below that of all keys so far stands for one of them; any other, for a new one. */
  private void key() {
    long number = in.keyClocks.read();
    byte[] key;
    if (number < keys.size()) {
      key = keys.get((int) number);
    } else {
      in.texts.next();
      key = in.texts.toByteArray();
      keys.add(key);
    }
    out.writeVarBytes(key);
  }

  private void options() {
    int from = in.tail.position();
    if (!(AnyCodec.read(in.tail) instanceof Map<?, ?> map)) {
      throw in.tail.malformed(Fault.INVALID_SUBDOCUMENT, "options of a subdocument are no object");
    }
    if (map.containsKey("guid")) {
      throw in.tail.malformed(Fault.INVALID_SUBDOCUMENT, "options of a subdocument hold a guid");
    }
    copy(from);
  }
}
