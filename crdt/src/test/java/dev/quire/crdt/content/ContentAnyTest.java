package dev.quire.crdt.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentAnyTest {
  private static final List<@Nullable Object> INTEGERS =
      List.of(0L, -1L, 5L, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE);
  private static final List<@Nullable Object> MIXED = List.of(1L, "two", 3L, 4.5, 1L << 40, -0.0);

  @Test
  void givesValuesAsTheyCame() {
    assertThat(new ContentAny(INTEGERS).values()).isEqualTo(INTEGERS);
    assertThat(new ContentAny(MIXED).values()).isEqualTo(MIXED);
    assertThat(ContentAny.of(7L).values()).containsExactly(7L);
    assertThat(ContentAny.of(null).values()).containsOnlyNulls().hasSize(1);
  }

  @Test
  void joinsIntegersAndOthersInEitherOrder() {
    for (List<@Nullable Object> left : List.of(INTEGERS, MIXED)) {
      for (List<@Nullable Object> right : List.of(INTEGERS, MIXED)) {
        ContentAny joined = new ContentAny(left);
        joined.append(new ContentAny(right));
        joined.append(ContentAny.of(9L));

        List<@Nullable Object> expected = new ArrayList<>(left);
        expected.addAll(right);
        expected.add(9L);
        assertThat(joined.values()).isEqualTo(expected);
      }
    }
  }

  @Test
  void isCutAndJoinedAgain() {
    for (List<@Nullable Object> values : List.of(INTEGERS, MIXED)) {
      ContentAny left = new ContentAny(values);
      ListContent right = left.splice(2);

      assertThat(left.values()).isEqualTo(values.subList(0, 2));
      assertThat(right.values()).isEqualTo(values.subList(2, values.size()));

      left.append(right);

      assertThat(left.values()).isEqualTo(values);
    }
  }

  @Test
  void whatWasReadStaysThoughTheContentChanges() {
    for (List<@Nullable Object> values : List.of(INTEGERS, MIXED)) {
      ContentAny content = new ContentAny(values);
      List<@Nullable Object> read = content.values();
      content.splice(2);
      content.append(ContentAny.of(100L));
      content.append(ContentAny.of(true));

      assertThat(read).isEqualTo(values);
    }
  }

  @Test
  void writesIntegersLikeAnyValue() {
    Lib0Writer out = new Lib0Writer();
    new ContentAny(INTEGERS).write(out, 1);

    Lib0Reader in = new Lib0Reader(out.toByteArray());
    assertThat(in.readVarUint()).isEqualTo(INTEGERS.size() - 1);
    for (Object value : INTEGERS.subList(1, INTEGERS.size())) {
      assertThat(AnyCodec.read(in)).isEqualTo(value);
    }
    in.expectEnd();
  }
}
