package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.InvalidSetting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests come from, and where they only claim to. */
class ClientAddressTest {
  private static final String SETTING = "QUIRE_EDGE_TRUSTED_PROXIES";
  private final ClientAddress addresses =
      ClientAddress.trusting(SETTING, "10.0.0.0/8, 192.0.2.7,2001:db8::/32");

  @Test
  void aStrangerIsWhereItsConnectionComesFromWhateverItSays() {
    assertThat(addresses.of("203.0.113.9", List.of("1.2.3.4"))).isEqualTo("203.0.113.9");
    ClientAddress nobody = ClientAddress.trusting(SETTING, "");
    assertThat(nobody.of("10.0.0.1", List.of("1.2.3.4"))).isEqualTo("10.0.0.1");
  }

  @Test
  void aTrustedProxySaysWhoItSpeaksFor() {
    assertThat(addresses.of("10.1.2.3", List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
    assertThat(addresses.of("2001:db8::1", List.of("2001:4860::8"))).isEqualTo("2001:4860::8");
    assertThat(addresses.of("192.0.2.7", List.of())).isEqualTo("192.0.2.7");
    assertThat(addresses.of("192.0.2.8", List.of("1.2.3.4"))).isEqualTo("192.0.2.8");
  }

  @Test
  void whatTheClientPutInFrontIsNotBelieved() {
    assertThat(addresses.of("10.1.2.3", List.of("1.2.3.4, 203.0.113.9"))).isEqualTo("203.0.113.9");
    assertThat(addresses.of("10.1.2.3", List.of("1.2.3.4", "203.0.113.9, 10.9.9.9")))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void nonsenseEndsTheSearch() {
    assertThat(addresses.of("10.1.2.3", List.of("203.0.113.9, evil.example")))
        .isEqualTo("10.1.2.3");
    assertThat(addresses.of("10.1.2.3", List.of(""))).isEqualTo("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "1/2/3", "::/x"})
  void refusesWhatIsNoNetwork(String proxies) {
    assertThatThrownBy(() -> ClientAddress.trusting(SETTING, proxies))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(SETTING);
  }
}
