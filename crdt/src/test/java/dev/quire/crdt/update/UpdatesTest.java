package dev.quire.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdatesTest {
  private static final long ALICE = 7;
  private static final long BOB = 9;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  @Test
  void nothingMergedIsAnEmptyUpdate() {
    assertThat(Updates.merge(List.of())).isEqualTo(Updates.empty());
    assertThat(Updates.isEmpty(Updates.empty())).isTrue();
    assertThat(Updates.isEmpty(typed(ALICE, 0, "a"))).isFalse();
    assertThat(Updates.isEmpty(deleting(ALICE, 0, 1))).isFalse();
  }

  @Test
  void oneUpdateIsItsOwnMerge() {
    byte[] update = typed(ALICE, 0, "a");
    assertThat(Updates.merge(List.of(update))).isSameAs(update);
  }

  @Test
  void keysTypedOneByOneBecomeOneItem() {
    List<byte[]> keys = new ArrayList<>();
    String text = "héllo wörld 😀!";
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      keys.add(typed(ALICE, i, Character.toString(text.codePointAt(i))));
    }
    Collections.shuffle(keys, new Random(1));

    List<Struct> structs = structs(Updates.merge(keys));

    assertThat(structs).hasSize(1);
    assertThat(text(structs.get(0))).isEqualTo(text);
  }

  @Test
  void aLongRunOfTypingMergesWithoutRepeatingItself() {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      keys.add(typed(ALICE, i, "x"));
    }
    assertThat(Updates.merge(keys).length).isLessThan(20_020);
  }

  @Test
  void whatIsMissingBetweenTwoStructsBecomesASkip() {
    byte[] merged = Updates.merge(List.of(typed(ALICE, 5, "late"), typed(ALICE, 0, "ab")));

    List<Struct> structs = structs(merged);

    assertThat(structs).hasSize(3);
    assertThat(structs.get(1)).isInstanceOf(Skip.class);
    assertThat(structs.get(1).length()).isEqualTo(3);
    assertThat(Updates.stateVector(merged)).isEqualTo(StateVector.of(Map.of(ALICE, 2L)));
  }

  @Test
  void aGapIsFilledByWhatItLacked() {
    byte[] gap = Updates.merge(List.of(typed(ALICE, 0, "ab"), typed(ALICE, 5, "fg")));
    byte[] whole = Updates.merge(List.of(gap, typed(ALICE, 2, "cde")));
    assertThat(structs(whole)).hasSize(1);
    assertThat(text(structs(whole).get(0))).isEqualTo("abcdefg");
  }

  @Test
  void overlappingStructsAreWrittenOnce() {
    byte[] merged =
        Updates.merge(
            List.of(typed(ALICE, 0, "abc"), typed(ALICE, 0, "abcdef"), typed(ALICE, 2, "cdefgh")));
    assertThat(structs(merged)).hasSize(1);
    assertThat(text(structs(merged).get(0))).isEqualTo("abcdefgh");
  }

  @Test
  void halfASurrogatePairBecomesAReplacementCharacterAsInYjs() {
    byte[] rest = Updates.diff(typed(ALICE, 0, "a😀b"), StateVector.of(Map.of(ALICE, 2L)));
    assertThat(text(structs(rest).get(0))).isEqualTo("\ufffdb");
  }

  @Test
  void aDifferenceBeginsWithinAStruct() {
    byte[] rest = Updates.diff(typed(ALICE, 0, "hello"), StateVector.of(Map.of(ALICE, 3L)));

    Item item = (Item) structs(rest).get(0);

    assertThat(item.clock()).isEqualTo(3);
    assertThat(item.originClient()).isEqualTo(ALICE);
    assertThat(item.originClock()).isEqualTo(2);
    assertThat(text(item)).isEqualTo("lo");
  }

  @Test
  void aDifferenceKeepsTheDeletesAndLeavesKnownClientsOut() {
    byte[] update =
        Updates.merge(List.of(typed(ALICE, 0, "ab"), typed(BOB, 0, "c"), deleting(ALICE, 0, 1)));

    byte[] rest = Updates.diff(update, StateVector.of(Map.of(ALICE, 2L, BOB, 1L)));

    assertThat(structs(rest)).isEmpty();
    assertThat(Updates.isEmpty(rest)).isFalse();
  }

  @Test
  void deletesOfAllUpdatesAreJoined() {
    byte[] merged =
        Updates.merge(List.of(deleting(ALICE, 0, 2), deleting(BOB, 4, 1), deleting(ALICE, 2, 3)));
    StructReader reader = new StructReader(merged);
    assertThat(reader.next()).isNull();
    assertThat(reader.readDeletes().rangeCount()).isEqualTo(2);
  }

  @Test
  void entriesOfAMapAreNotJoinedForEachDeletesTheOneBefore() {
    byte[] first = entry(0, 1);
    byte[] second = entry(1, 2);
    assertThat(structs(Updates.merge(List.of(first, second)))).hasSize(2);
  }

  @Test
  void textUnderAKeyIsNotJoined() {
    byte[] first = HEX.parseHex("01 01 07 00 24 01 01 6d 01 6b 01 61 00");
    byte[] second = HEX.parseHex("01 01 07 01 a4 07 00 01 62 00");
    assertThat(structs(Updates.merge(List.of(first, second)))).hasSize(2);
  }

  @Test
  void textTypedBeforeAnotherNeighbourIsNotJoined() {
    byte[] beforeNothing = HEX.parseHex("01 01 07 01 84 07 00 01 62 00");
    byte[] beforeBob = HEX.parseHex("01 01 07 02 c4 07 01 09 00 01 63 00");
    assertThat(structs(Updates.merge(List.of(beforeNothing, beforeBob)))).hasSize(2);
  }

  @Test
  void collectedStructsAreJoined() {
    byte[] merged = Updates.merge(List.of(collected(0, 3), collected(3, 4)));
    assertThat(structs(merged)).hasSize(1);
    assertThat(structs(merged).get(0).length()).isEqualTo(7);
  }

  @Test
  void deletedItemsAreNotJoinedWithLivingOnes() {
    byte[] merged = Updates.merge(List.of(typed(ALICE, 0, "ab"), deletedItem(2, 2)));
    assertThat(structs(merged)).hasSize(2);
    assertThat(((Item) structs(merged).get(1)).content()).isInstanceOf(ContentDeleted.class);
  }

  private static List<Struct> structs(byte[] update) {
    List<Struct> structs = new ArrayList<>();
    StructReader reader = new StructReader(update);
    for (Struct struct = reader.next(); struct != null; struct = reader.next()) {
      structs.add(struct);
    }
    reader.readDeletes();
    return structs;
  }

  private static String text(Struct struct) {
    return ((ContentString) ((Item) struct).content()).text();
  }

  /** Text typed at the end of all that the client has typed in the root {@code t}. */
  private static byte[] typed(long client, long clock, String text) {
    Lib0Writer out = section(client, clock);
    header(out, client, clock, 4);
    out.writeVarString(text);
    return withoutDeletes(out);
  }

  private static byte[] deletedItem(long clock, long length) {
    Lib0Writer out = section(ALICE, clock);
    header(out, ALICE, clock, 1);
    out.writeVarUint(length);
    return withoutDeletes(out);
  }

  private static void header(Lib0Writer out, long client, long clock, int ref) {
    out.writeUint8(clock == 0 ? ref : ref | 0x80);
    if (clock == 0) {
      out.writeVarUint(1);
      out.writeVarString("t");
    } else {
      out.writeVarUint(client);
      out.writeVarUint(clock - 1);
    }
  }

  /** A number set under one key of a map; without the mark of a map from the second on. */
  private static byte[] entry(long clock, int value) {
    Lib0Writer out = section(ALICE, clock);
    out.writeUint8(clock == 0 ? 0x28 : 0x88);
    if (clock == 0) {
      out.writeVarUint(1);
      out.writeVarString("m");
      out.writeVarString("key");
    } else {
      out.writeVarUint(ALICE);
      out.writeVarUint(clock - 1);
    }
    out.writeVarUint(1);
    out.writeUint8(125);
    out.writeVarInt(value, false);
    return withoutDeletes(out);
  }

  private static byte[] collected(long clock, long length) {
    Lib0Writer out = section(ALICE, clock);
    out.writeUint8(0);
    out.writeVarUint(length);
    return withoutDeletes(out);
  }

  private static Lib0Writer section(long client, long clock) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    return out;
  }

  private static byte[] withoutDeletes(Lib0Writer out) {
    out.writeVarUint(0);
    return out.toByteArray();
  }

  private static byte[] deleting(long client, long clock, long length) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(0);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(1);
    out.writeVarUint(clock);
    out.writeVarUint(length);
    return out.toByteArray();
  }
}
