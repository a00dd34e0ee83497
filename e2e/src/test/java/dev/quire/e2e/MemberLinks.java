package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The TCP connections between the processes of a cluster: event bus, membership, locks. Ended by
 * the kernel, as a router that forgets its connections ends them: what was on its way is lost. Uses
 * {@code ss}, which may do that as root, where the kernel can.
 */
final class MemberLinks {
  private static final Pattern CONNECTION =
      Pattern.compile("\\S+ +\\S+ +\\S+:(\\d+) +\\S+:(\\d+) +users:\\(\\(\"[^\"]*\",pid=(\\d+),.*");

  /** So many at a time: the filter is an argument of a command. */
  private static final int BATCH = 50;

  private MemberLinks() {}

  private record Connection(int near, int far, long pid) {}

  /** Ends the connections between a process and the others; how many there were. */
  static int cut(long pid, Set<Long> members) throws IOException, InterruptedException {
    List<Connection> all = connections();
    Map<String, Long> ends = new HashMap<>();
    all.forEach(each -> ends.put(each.near() + " " + each.far(), each.pid()));
    List<String> filters =
        all.stream()
            .filter(each -> each.pid() == pid)
            .filter(
                each -> {
                  Long other = ends.get(each.far() + " " + each.near());
                  return other != null && other != pid && members.contains(other);
                })
            .map(each -> "( sport = :" + each.near() + " and dport = :" + each.far() + " )")
            .toList();
    for (int from = 0; from < filters.size(); from += BATCH) {
      List<String> batch = filters.subList(from, Math.min(filters.size(), from + BATCH));
      run("ss", "-K", "-H", "-t", "-n", String.join(" or ", batch));
    }
    return filters.size();
  }

  /** Whether connections can be ended here: tried on one of its own. */
  static boolean canBeCut() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket far = server.accept()) {
      run("ss", "-K", "-H", "-t", "-n", "dport = :" + server.getLocalPort());
      far.setSoTimeout(1_000);
      return far.getInputStream().read() < 0 || near.isClosed();
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException ended) {
      return !String.valueOf(ended.getMessage()).contains("Cannot run program");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<Connection> connections() throws IOException, InterruptedException {
    List<Connection> connections = new ArrayList<>();
    for (String line : run("ss", "-t", "-n", "-p", "-H", "state", "established").split("\n", -1)) {
      Matcher matcher = CONNECTION.matcher(line);
      if (matcher.matches()) {
        connections.add(
            new Connection(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))));
      }
    }
    return connections;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return said;
  }
}
