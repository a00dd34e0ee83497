package dev.quire.standalone;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.util.Set;

/** The two ports that a process of all services listens to, as its settings name them. */
final class ListeningPorts {
  private static final String PORT = "QUIRE_PORT";
  private static final String MANAGEMENT_PORT = "QUIRE_MANAGEMENT_PORT";

  /** The ports that no browser opens, whoever listens there: the Fetch standard's "bad ports". */
  private static final Set<Integer> REFUSED_BY_BROWSERS =
      Set.of(
          1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
          102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
          427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
          989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566,
          6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080);

  private ListeningPorts() {}

  /**
   * The edge's port.
   *
   * @throws InvalidSetting where one is no port, the edge's is one that no browser opens, or both
   *     are the same
   */
  static int check(Settings settings) {
    int port = settings.integer(PORT, 8080, 1, 65_535);
    if (REFUSED_BY_BROWSERS.contains(port)) {
      throw new InvalidSetting(
          PORT, "is " + port + ", which browsers refuse to open: set it to another, such as 8080.");
    }
    int management = settings.integer(MANAGEMENT_PORT, 9090, 0, 65_535);
    if (management == port) {
      throw new InvalidSetting(
          MANAGEMENT_PORT, "is " + port + " as QUIRE_PORT is: set it to another.");
    }
    return port;
  }
}
