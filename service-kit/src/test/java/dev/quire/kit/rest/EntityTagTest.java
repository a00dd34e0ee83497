package dev.quire.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.wire.Bytes;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private static final String TAG = EntityTag.of("log", 7);

  private static RestCall with(String header, String value) {
    return new RestCall(
        new RestRequest(
            "GET",
            "/",
            List.of(),
            List.of(new Pair(header, value)),
            null,
            "127.0.0.1",
            Bytes.EMPTY),
        Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"log.7\"", "W/\"log.7\"", "\"log.6\", \"log.7\"", "*"})
  void isKnownToWhoNamesItAmongWhatHeHas(String header) {
    assertThat(EntityTag.isKnown(with("if-none-match", header), TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"log.6\"", "\"gol.7\"", "log.7"})
  void isUnknownToAnybodyElse(String header) {
    assertThat(EntityTag.isKnown(with("if-none-match", header), TAG)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"log.7\"", "\"log.6\" , \"log.7\"", "*"})
  void whoExpectsItMayGoOn(String header) {
    assertThatCode(() -> EntityTag.require(with("if-match", header), TAG))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"log.6\"", "W/\"log.7\""})
  void whoExpectsSomethingElseIsTold(String header) {
    assertThatThrownBy(() -> EntityTag.require(with("if-match", header), TAG))
        .isInstanceOf(Problem.class)
        .extracting(fault -> ((Problem) fault).status())
        .isEqualTo(412);
  }

  @Test
  void anythingIsNoExpectation() {
    assertThat(EntityTag.isExpected(with("if-match", " * "))).isFalse();
    assertThat(EntityTag.isExpected(with("if-match", TAG))).isTrue();
    assertThat(EntityTag.isExpected(with("accept", TAG))).isFalse();
  }

  @Test
  void aBodyHasATagOfItsOwn() {
    RestReply one = Replies.json(200, new JsonObject().put("n", 1));
    RestReply two = Replies.json(200, new JsonObject().put("n", 2));
    String tag = tag(EntityTag.ofBody(with("accept", "*"), one));
    assertThat(EntityTag.ofBody(with("if-none-match", tag), one))
        .satisfies(reply -> assertThat(reply.status()).isEqualTo(304))
        .satisfies(reply -> assertThat(reply.body()).isEqualTo(Bytes.EMPTY))
        .satisfies(reply -> assertThat(tag(reply)).isEqualTo(tag));
    assertThat(EntityTag.ofBody(with("if-none-match", tag), two).status()).isEqualTo(200);
  }

  private static String tag(RestReply reply) {
    return reply.headers().stream()
        .filter(header -> header.name().equals("etag"))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
