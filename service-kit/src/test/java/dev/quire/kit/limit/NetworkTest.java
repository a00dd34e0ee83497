package dev.quire.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void anIpv6CustomerCountsAsOne() {
    assertThat(Network.of("2001:db8:1:2:3:4:5:6")).isEqualTo(Network.of("2001:db8:1:2::1"));
    assertThat(Network.of("2001:db8:1:2::1")).isNotEqualTo(Network.of("2001:db8:1:3::1"));
    assertThat(Network.of("203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(Network.of("::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(Network.of("no:address")).isEqualTo("no:address");
  }
}
