package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.fault.WorkLimitException;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Input made to exhaust: it is refused with a reason, or taken in time about linear in its size.
 */
@Timeout(60)
class HostileResourcesTest {
  private static final int MANY = 100_000;

  /** About 240 KB of an update. */
  private static final int CONTENDERS = 32_000;

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("", Fault.ENDS_EARLY, "input ends early"),
        Arguments.of(
            "ffffffff0f", Fault.DECLARES_TOO_MUCH, "more clients declared than bytes left"),
        Arguments.of(
            "01ffffffff0f0100", Fault.DECLARES_TOO_MUCH, "more structs declared than bytes left"),
        Arguments.of("010101ffffffffffffff0f000100", Fault.OUT_OF_RANGE, "clock above 2^31 - 1"),
        Arguments.of("01010100" + "00" + "00" + "00", Fault.EMPTY, "struct without length"),
        Arguments.of("01010100" + "0a00" + "00", Fault.EMPTY, "struct without length"),
        Arguments.of("01010100" + "0401017400" + "00", Fault.EMPTY, "struct without length"),
        Arguments.of("01010100" + "0801016100" + "00", Fault.EMPTY, "struct without length"),
        Arguments.of("01010100" + "0101017400" + "00", Fault.EMPTY, "struct without length"),
        Arguments.of(
            "01010100" + "8001" + "00" + "00",
            Fault.IMPOSSIBLE_REFERENCE,
            "later one of its client"),
        Arguments.of(
            "01010100" + "8401050161" + "00",
            Fault.IMPOSSIBLE_REFERENCE,
            "later one of its client"),
        Arguments.of(
            "01010100" + "0400010001" + "61" + "00",
            Fault.IMPOSSIBLE_REFERENCE,
            "later one of its client"),
        Arguments.of(
            "01010100" + "0b01017401" + "00", Fault.UNKNOWN_KIND, "unknown kind of content 11"),
        Arguments.of(
            "01010100" + "1f01017401" + "00", Fault.UNKNOWN_KIND, "unknown kind of content 31"),
        Arguments.of(
            "01010100" + "0701017407" + "00", Fault.UNKNOWN_KIND, "unknown kind of type 7"),
        Arguments.of("01010100" + "040101740" + "1ff" + "00", Fault.INVALID_UTF8, "invalid UTF-8"),
        Arguments.of("01010100" + "050101740" + "17b" + "00", Fault.INVALID_JSON, "invalid JSON"),
        Arguments.of(
            "01010100" + "0801016101" + "10" + "00",
            Fault.UNKNOWN_KIND,
            "unknown kind of value 16"),
        Arguments.of(
            "01010100" + "090101610" + "1677e" + "00", Fault.INVALID_SUBDOCUMENT, "no object"),
        Arguments.of(
            "02" + "01010000" + "01" + "0101010001" + "00",
            Fault.REPEATED_CLIENT,
            "two blocks of structs"),
        Arguments.of("000101010500", Fault.EMPTY, "empty deleted range"),
        Arguments.of("0001010105ffffffffffffff0f", Fault.OUT_OF_RANGE, "clock above 2^53 - 1"),
        Arguments.of(
            "0002010105010101050100",
            Fault.REPEATED_CLIENT,
            "client named twice in the delete set"),
        Arguments.of("000000", Fault.TRAILING_BYTES, "unexpected bytes at the end"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("malformed")
  void malformed_updates_are_refused_with_a_reason(String hex, Fault fault, String reason) {
    YDoc doc = new YDoc();
    byte[] update = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> doc.applyUpdate(update))
        .isInstanceOfSatisfying(
            MalformedUpdateException.class,
            refused -> {
              assertThat(refused.fault()).isEqualTo(fault);
              assertThat(refused.position()).isBetween(0, update.length);
            })
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> UpdateContents.read(update))
        .isInstanceOf(MalformedUpdateException.class);
    assertThat(doc.encodeStateAsUpdate()).isEqualTo(new byte[] {0, 0});
  }

  @Test
  void a_huge_length_is_a_number_and_costs_nothing() {
    YDoc doc = new YDoc();
    byte[] update = HexFormat.of().parseHex("01010100" + "00ffffffff07" + "00");
    doc.applyUpdate(update);
    doc.check();
    assertThat(doc.stateVector().get(1)).isEqualTo(0x7fffffffL);
  }

  @Test
  void many_tiny_collected_structs_become_one() {
    YDoc doc = apply(block(out -> repeat(i -> out.writeBytes(new byte[] {0, 1}))));
    assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(20);
  }

  @Test
  void many_characters_typed_one_by_one_become_one_item() {
    YDoc doc =
        apply(
            block(
                out ->
                    repeat(
                        i -> {
                          if (i == 0) {
                            root(out, 4);
                          } else {
                            out.writeUint8(0x84);
                            id(out, i - 1);
                          }
                          out.writeVarString("x");
                        })));
    assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(MANY + 20);
    assertThat(doc.getText("t").length()).isEqualTo(MANY);
  }

  @Test
  void many_items_inserted_at_the_same_place_find_it_at_once() {
    YDoc doc =
        apply(
            block(
                out ->
                    repeat(
                        i -> {
                          root(out, 4);
                          out.writeVarString("x");
                        })));
    assertThat(doc.getText("t").length()).isEqualTo(MANY);
  }

  @Test
  void types_nested_without_end_are_deleted_and_collected_without_recursion() {
    byte[] nested =
        block(
            out ->
                repeat(
                    i -> {
                      if (i == 0) {
                        root(out, 7);
                      } else {
                        out.writeUint8(7);
                        out.writeVarUint(0);
                        id(out, i - 1);
                      }
                      out.writeVarUint(0);
                    }));
    YDoc doc = apply(nested);
    assertThatThrownBy(() -> doc.getArray("t").toJson())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nested deeper");
    doc.applyUpdate(HexFormat.of().parseHex("00" + "0101010001"));
    doc.check();
    assertThat(doc.getArray("t").toJson()).isEqualTo(List.of());
    assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(40);
  }

  @Test
  void a_text_cut_into_single_characters_is_cut_in_linear_time() {
    YDoc doc = apply(block(1, out -> text(out, "x".repeat(MANY))));
    doc.applyUpdate(everyOther(1, 0));
    doc.check();
    assertThat(doc.getText("t").length()).isEqualTo(MANY / 2);
    doc.applyUpdate(everyOther(1, 1));
    doc.check();
    assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(30);
  }

  @Test
  void many_waiting_deletions_cost_later_updates_nothing() {
    YDoc doc = apply(everyOther(9, 0));
    for (int i = 0; i < 1000; i++) {
      Lib0Writer out = new Lib0Writer();
      out.writeBytes(new byte[] {1, 1});
      out.writeVarUint(1);
      out.writeVarUint(i);
      text(out, "x");
      out.writeVarUint(0);
      doc.applyUpdate(out.toByteArray());
    }
    assertThat(doc.hasPending()).isTrue();
    assertThat(doc.getText("t").length()).isEqualTo(1000);
  }

  @Test
  void a_chain_of_dependencies_may_be_as_long_as_the_update() {
    int clients = 30_000;
    for (int missing = 0; missing < 2; missing++) {
      Lib0Writer out = new Lib0Writer();
      out.writeVarUint(clients);
      for (int client = 1; client <= clients; client++) {
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(0);
        if (client == 1 && missing == 0) {
          root(out, 4);
        } else {
          out.writeUint8(0x84);
          out.writeVarUint(client - 1);
          out.writeVarUint(0);
        }
        out.writeVarString("x");
      }
      out.writeVarUint(0);
      YDoc doc = apply(out.toByteArray());
      assertThat(doc.hasPending()).isEqualTo(missing == 1);
      assertThat(doc.getText("t").length()).isEqualTo(missing == 1 ? 0 : clients);
    }
  }

  @Test
  void a_search_for_places_without_end_ends_at_the_limit() {
    byte[] text = block(1, out -> text(out, "x".repeat(CONTENDERS)));
    for (byte[] hostile : List.of(ascendingRightOrigins(), manyClientsAtOnePlace())) {
      YDoc doc = new YDoc(DocOptions.DEFAULT.withMaxSteps(1_000_000));
      doc.applyUpdate(text);
      List<Object> told = new ArrayList<>();
      doc.onUpdate(told::add);
      doc.getText("t").observe(told::add);
      doc.events().onAfterAllTransactions(told::add);
      assertThatThrownBy(() -> doc.applyUpdate(hostile))
          .isInstanceOfSatisfying(
              WorkLimitException.class,
              refused -> assertThat(refused.limit()).isEqualTo(1_000_000));
      assertThatThrownBy(() -> doc.applyUpdate(text)).isInstanceOf(WorkLimitException.class);
      assertThatThrownBy(doc::encodeStateAsUpdate).isInstanceOf(WorkLimitException.class);
      assertThat(told).as("of a document that is lost").isEmpty();
    }
  }

  @Test
  void a_text_cut_at_both_ends_in_turns_ends_at_the_limit_or_soon() {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withMaxSteps(50_000_000));
    doc.applyUpdate(block(1, out -> text(out, "x".repeat(MANY))));
    doc.applyUpdate(
        block(
            2,
            CONTENDERS,
            out -> {
              for (int i = 1; i <= CONTENDERS; i++) {
                out.writeUint8(0xc4);
                id(out, i % 2 == 0 ? i - 1 : MANY - i - 1);
                id(out, i % 2 == 0 ? i : MANY - i);
                out.writeVarString("y");
              }
            }));
    doc.check();
    assertThat(doc.getText("t").length()).isEqualTo(MANY + CONTENDERS);
  }

  /** Each is searched for among all before it. */
  private static byte[] ascendingRightOrigins() {
    return block(
        2,
        CONTENDERS,
        out -> {
          for (int i = 0; i < CONTENDERS; i++) {
            out.writeUint8(0x44);
            id(out, i);
            out.writeVarString("y");
          }
        });
  }

  private static byte[] manyClientsAtOnePlace() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(CONTENDERS);
    for (int client = 2; client < CONTENDERS + 2; client++) {
      out.writeVarUint(1);
      out.writeVarUint(client);
      out.writeVarUint(0);
      out.writeUint8(0x44);
      id(out, CONTENDERS + 1 - client);
      out.writeVarString("y");
    }
    out.writeVarUint(0);
    return out.toByteArray();
  }

  private static YDoc apply(byte[] update) {
    UpdateContents contents = UpdateContents.read(update);
    YDoc doc = new YDoc();
    doc.applyUpdate(update);
    doc.check();
    assertThat(doc.knownContents().covers(contents)).isTrue();
    return doc;
  }

  private static void repeat(Consumer<Integer> step) {
    for (int i = 0; i < MANY; i++) {
      step.accept(i);
    }
  }

  private static byte[] block(Consumer<Lib0Writer> structs) {
    return block(MANY, structs);
  }

  private static byte[] block(int count, Consumer<Lib0Writer> structs) {
    return block(1, count, structs);
  }

  private static byte[] block(long client, int count, Consumer<Lib0Writer> structs) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(count);
    out.writeVarUint(client);
    out.writeVarUint(0);
    structs.accept(out);
    out.writeVarUint(0);
    return out.toByteArray();
  }

  private static byte[] everyOther(long client, int from) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(0);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(MANY / 2);
    for (int clock = from; clock < MANY; clock += 2) {
      out.writeVarUint(clock);
      out.writeVarUint(1);
    }
    return out.toByteArray();
  }

  private static void text(Lib0Writer out, String text) {
    root(out, 4);
    out.writeVarString(text);
  }

  private static void root(Lib0Writer out, int ref) {
    out.writeUint8(ref);
    out.writeVarUint(1);
    out.writeVarString("t");
  }

  private static void id(Lib0Writer out, long clock) {
    out.writeVarUint(1);
    out.writeVarUint(clock);
  }
}
