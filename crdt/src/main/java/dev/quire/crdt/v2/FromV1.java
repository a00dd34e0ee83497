package dev.quire.crdt.v2;

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
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.lib0.Utf8;
import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Skip;

/** Translates one update from format v1. Checks the form only; documents check the meaning. */
final class FromV1 {
  private static final int HAS_ORIGIN = 0x80;
  private static final int HAS_RIGHT_ORIGIN = 0x40;
  private static final int HAS_KEY = 0x20;
  private static final int REF = 0x1f;

  private final byte[] update;
  private final Lib0Reader in;
  private final boolean keepsMarks;
  private final ClockColumnWriter keyClocks = new ClockColumnWriter();
  private final UintColumnWriter clients = new UintColumnWriter();
  private final ClockColumnWriter leftClocks = new ClockColumnWriter();
  private final ClockColumnWriter rightClocks = new ClockColumnWriter();
  private final ByteColumnWriter infos = new ByteColumnWriter();
  private final TextColumnWriter texts = new TextColumnWriter();
  private final ByteColumnWriter parentInfos = new ByteColumnWriter();
  private final UintColumnWriter typeRefs = new UintColumnWriter();
  private final UintColumnWriter lengths = new UintColumnWriter();
  private final Lib0Writer tail = new Lib0Writer(256);
  private long nextKey;

  /**
   * A translation.
   *
   * @param keepsMarks whether the mark for a key stays where the key isn't spelled out: yjs sets it
   *     when it encodes a document, and loses it when it converts
   */
  FromV1(byte[] update, boolean keepsMarks) {
    this.update = update;
    this.in = new Lib0Reader(update);
    this.keepsMarks = keepsMarks;
  }

  byte[] run() {
    int blocks = in.readCount("clients");
    int written = 0;
    for (int i = 0; i < blocks; i++) {
      written += block() ? 1 : 0;
    }
    IdSet deletes = IdSet.read(in);
    in.expectEnd();
    return assemble(written, deletes);
  }

  private byte[] assemble(int blocks, IdSet deletes) {
    Lib0Writer out = new Lib0Writer(update.length / 2 + 64);
    out.writeVarUint(0);
    writeColumn(out, keyClocks.finish());
    writeColumn(out, clients.finish());
    writeColumn(out, leftClocks.finish());
    writeColumn(out, rightClocks.finish());
    writeColumn(out, infos.finish());
    writeColumn(out, texts.finish());
    writeColumn(out, parentInfos.finish());
    writeColumn(out, typeRefs.finish());
    writeColumn(out, lengths.finish());
    out.writeVarUint(blocks);
    out.writeAll(tail);
    DeleteSetV2.write(out, deletes);
    return out.toByteArray();
  }

  private static void writeColumn(Lib0Writer out, Lib0Writer column) {
    out.writeVarUint(column.size());
    out.writeAll(column);
  }

  /** False for a block without structs, which yjs leaves out. */
  private boolean block() {
    int structs = in.readCount("structs");
    long client = in.readVarUint();
    long clock = in.readVarUint();
    if (structs == 0) {
      return false;
    }
    tail.writeVarUint(structs);
    clients.write(client);
    tail.writeVarUint(clock);
    for (int i = 0; i < structs; i++) {
      struct();
    }
    return true;
  }

  private void struct() {
    int info = in.readUint8();
    if (info == Gc.REF) {
      infos.write(info);
      lengths.write(in.readVarUint());
    } else if (info == Skip.REF) {
      infos.write(info);
      tail.writeVarUint(in.readVarUint());
    } else {
      item(info);
    }
  }

  private void item(int info) {
    boolean hasPlace = (info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0;
    infos.write(hasPlace || keepsMarks ? info : info & ~HAS_KEY);
    if ((info & HAS_ORIGIN) != 0) {
      clients.write(in.readVarUint());
      leftClocks.write(in.readVarUint());
    }
    if ((info & HAS_RIGHT_ORIGIN) != 0) {
      clients.write(in.readVarUint());
      rightClocks.write(in.readVarUint());
    }
    if (hasPlace) {
      parent();
      if ((info & HAS_KEY) != 0) {
        text();
      }
    }
    content(info & REF);
  }

  private void parent() {
    if (in.readVarUint() == 1) {
      parentInfos.write(1);
      text();
    } else {
      parentInfos.write(0);
      clients.write(in.readVarUint());
      leftClocks.write(in.readVarUint());
    }
  }

  private void content(int ref) {
    switch (ref) {
      case ContentDeleted.REF -> lengths.write(in.readVarUint());
      case ContentJson.REF -> {
        for (int left = count(); left > 0; left--) {
          text();
        }
      }
      case ContentBinary.REF -> copyBinary();
      case ContentString.REF -> text();
      case ContentEmbed.REF -> json();
      case ContentFormat.REF -> {
        key();
        json();
      }
      case ContentType.REF -> type();
      case ContentAny.REF -> {
        int elements = count();
        int from = in.position();
        for (int i = 0; i < elements; i++) {
          AnyCodec.skip(in);
        }
        copy(from);
      }
      case ContentDoc.REF -> {
        text();
        int from = in.position();
        AnyCodec.skip(in);
        copy(from);
      }
      default -> throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of content " + ref);
    }
  }

  private int count() {
    int count = in.readCount("elements");
    lengths.write(count);
    return count;
  }

  private void copyBinary() {
    int from = in.position();
    in.skip(in.readCount("bytes"));
    copy(from);
  }

  private void copy(int from) {
    tail.writeBytes(update, from, in.position() - from);
  }

  private void type() {
    long ref = in.readVarUint();
    if (ref >= TypeKind.COUNT) {
      throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of type " + ref);
    }
    typeRefs.write(ref);
    if (TypeKind.of((int) ref).isNamed()) {
      key();
    }
  }

  /** Every key is written as a new one: yjs never refers back to an earlier one. */
  private void key() {
    keyClocks.write(nextKey++);
    text();
  }

  private void text() {
    int size = in.readCount("bytes");
    int from = in.position();
    texts.write(update, from, size, Utf8.utf16Length(update, from, from + size));
    in.skip(size);
  }

  private void json() {
    String text = in.readVarString();
    Object value;
    try {
      value = Json.parse(text);
    } catch (IllegalArgumentException invalid) {
      throw JsonFault.of(in, invalid);
    }
    AnyCodec.write(tail, value);
  }
}
