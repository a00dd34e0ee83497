package dev.quire.auth;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on loopback that keeps what it gets. */
final class TestMailServer implements AutoCloseable {
  private static final Pattern LINK =
      Pattern.compile("https://quire\\.example\\.org/(\\w+)#(\\S+)");

  record Received(String to, String text) {
    /** The page that the letter links to. */
    String page() {
      return link().group(1);
    }

    String token() {
      return link().group(2);
    }

    private Matcher link() {
      Matcher found = LINK.matcher(text);
      if (!found.find()) {
        throw new AssertionError("no link in " + text);
      }
      return found;
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final SMTPServer server =
      SMTPServer.port(0)
          .simpleMessageListener(
              new SimpleMessageListener() {
                @Override
                public boolean accept(String from, String recipient) {
                  return true;
                }

                @Override
                public void deliver(String from, String recipient, InputStream data)
                    throws IOException {
                  String raw = new String(data.readAllBytes(), StandardCharsets.US_ASCII);
                  received.add(new Received(recipient, unfolded(raw)));
                }
              })
          .build();

  TestMailServer() {
    server.start();
  }

  /** Undoes quoted-printable as far as these letters use it. */
  private static String unfolded(String raw) {
    return raw.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
  }

  String url() {
    return "smtp://127.0.0.1:" + server.getPortAllocated();
  }

  /** All letters, when there are at least so many. */
  List<Received> letters(int letters) {
    await().atMost(Duration.ofSeconds(30)).until(() -> received.size() >= letters);
    return List.copyOf(received);
  }

  @Override
  public void close() {
    server.stop();
  }
}
