package dev.quire.crdt.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpdatesV2Test {
  private static final long SEED = Long.getLong("quire.seed", 11);
  private static final long MANY = 1L << 31;

  private static YDoc document() {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
    YText text = doc.getText("t");
    text.insert(0, "Hello 😀 world");
    text.insert(3, "bold", Map.of("bold", true));
    text.insertEmbed(2, Map.of("image", "a.png"), Map.of());
    text.delete(1, 4);
    doc.getArray("a").insert(0, Arrays.asList(1, "two", null, new byte[] {3}));
    doc.getMap("m").create("k", NewType.xmlElement("p")).setAttribute("id", "7");
    doc.getMap("m").set("x", 1.5);
    doc.getMap("m").set("x", 2);
    return doc;
  }

  @Test
  void anEmptyDocumentHasTheBytesOfYjs() {
    assertThat(HexFormat.of().formatHex(new YDoc().encodeStateAsUpdateV2()))
        .isEqualTo("00" + "0000000000" + "0100" + "000000" + "00" + "00");
  }

  @Test
  void aDocumentComesBack() {
    YDoc doc = document();
    YDoc back = new YDoc();
    back.applyUpdateV2(doc.encodeStateAsUpdateV2());
    back.check();
    assertThat(back.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    assertThat(back.encodeStateAsUpdateV2()).isEqualTo(doc.encodeStateAsUpdateV2());
  }

  @Test
  void theOnlyUpdateIsItsOwnMerge() {
    byte[] update = {1, 2, 3};
    assertThat(UpdatesV2.merge(List.of(update))).isSameAs(update);
  }

  @Test
  void textTypedBackwardsAndDeletedIsShortAndStillLoads() {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
    YText text = doc.getText("t");
    for (int i = 0; i < 5000; i++) {
      text.insert(0, "x");
    }
    text.delete(0, 5000);
    byte[] update = doc.encodeStateAsUpdateV2();
    assertThat(update.length).isLessThan(60);
    YDoc back = new YDoc();
    back.applyUpdateV2(update);
    assertThat(back.stateVector()).isEqualTo(doc.stateVector());
  }

  /** Each of these declares two thousand million structs in some thirty bytes. */
  @Test
  void aRunOfEndlessStructsIsRefusedBeforeItTakesRoom() {
    byte[] collected = bomb(columns -> columns.infos(0).lengths(1));
    byte[] deleted = bomb(columns -> columns.infos(0x81).clients(1).leftClocks().lengths(1));
    byte[] types = bomb(columns -> columns.infos(0x87).clients(1).leftClocks().typeRefs(0));
    byte[] named = bomb(columns -> columns.infos(0x87).clients(1).leftClocks().typeRefs(3).key());
    for (byte[] bomb : List.of(collected, deleted, types, named)) {
      assertThat(bomb.length).isLessThan(60);
      assertThatThrownBy(() -> new YDoc().applyUpdateV2(bomb))
          .isInstanceOfSatisfying(
              MalformedUpdateException.class,
              refused -> assertThat(refused.fault()).isEqualTo(Fault.EXPANDS_TOO_MUCH));
    }
  }

  @Test
  void theCallerMaySetAnotherLimit() {
    byte[] update = document().encodeStateAsUpdateV2();
    assertThatThrownBy(() -> UpdatesV2.toV1(update, 20))
        .isInstanceOf(MalformedUpdateException.class)
        .hasMessageContaining("expands to more than 20 bytes");
    assertThat(UpdatesV2.toV1(update, 1000)).isEqualTo(UpdatesV2.toV1(update));
  }

  @Test
  void unknownFeaturesAreRefused() {
    byte[] update = document().encodeStateAsUpdateV2();
    update[0] = 1;
    assertThatThrownBy(() -> UpdatesV2.toV1(update))
        .isInstanceOf(MalformedUpdateException.class)
        .hasMessageContaining("unknown features");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] update = document().encodeStateAsUpdateV2();
    for (int size = 0; size < update.length; size++) {
      byte[] cut = Arrays.copyOf(update, size);
      assertThatThrownBy(() -> UpdatesV2.toV1(cut)).isInstanceOf(MalformedUpdateException.class);
    }
  }

  /** Whatever passes the translation, a document takes: positions are those of the input. */
  @Test
  void mutatedUpdatesAreRefusedHereOrTakenByDocuments() {
    Random random = new Random(SEED);
    byte[] update = document().encodeStateAsUpdateV2();
    int taken = 0;
    for (int round = 0; round < 30_000; round++) {
      byte[] mutated = update.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      byte[] v1;
      try {
        v1 = UpdatesV2.toV1(mutated, 1 << 16);
      } catch (MalformedUpdateException refused) {
        assertThat(refused.position()).isBetween(0, mutated.length);
        continue;
      }
      taken++;
      assertThatCode(() -> UpdateContents.read(v1)).as("seed %d", SEED).doesNotThrowAnyException();
      byte[] again = UpdatesV2.toV1(UpdatesV2.fromV1(v1), Long.MAX_VALUE);
      assertThat(again).as("seed %d", SEED).isEqualTo(v1);
    }
    assertThat(taken).isGreaterThan(100);
  }

  private static byte[] bomb(Consumer<Bomb> columns) {
    Bomb bomb = new Bomb();
    columns.accept(bomb);
    return bomb.bytes();
  }

  /** Columns of endless runs. */
  private static final class Bomb {
    private final byte[][] columns = new byte[9][0];

    Bomb() {
      columns[1] = uints(1);
      columns[5] = new byte[] {0};
    }

    private static byte[] uints(long value) {
      Lib0Writer out = new Lib0Writer();
      out.writeVarInt(value, true);
      out.writeVarUint(MANY);
      return out.toByteArray();
    }

    Bomb infos(int info) {
      columns[4] = new byte[] {(byte) info};
      return this;
    }

    Bomb clients(long client) {
      columns[1] = uints(client);
      return this;
    }

    /** 0, 1, 2 ...: always the clock before. */
    Bomb leftClocks() {
      Lib0Writer out = new Lib0Writer();
      out.writeVarInt(0, false);
      out.writeVarInt(3, false);
      out.writeVarUint(MANY);
      columns[2] = out.toByteArray();
      return this;
    }

    Bomb typeRefs(int ref) {
      columns[7] = uints(ref);
      return this;
    }

    Bomb lengths(long length) {
      columns[8] = uints(length);
      return this;
    }

    /** One key, referred to again and again. */
    Bomb key() {
      Lib0Writer clocks = new Lib0Writer();
      clocks.writeVarInt(1, false);
      clocks.writeVarUint(MANY);
      columns[0] = clocks.toByteArray();
      columns[5] = new byte[] {3, 'k', 'e', 'y', 3};
      return this;
    }

    byte[] bytes() {
      Lib0Writer out = new Lib0Writer();
      out.writeVarUint(0);
      for (byte[] column : columns) {
        out.writeVarBytes(column);
      }
      out.writeVarUint(1);
      out.writeVarUint(MANY);
      // Clock 1: so that the first struct may name clock 0.
      out.writeVarUint(1);
      out.writeVarUint(0);
      return out.toByteArray();
    }
  }
}
