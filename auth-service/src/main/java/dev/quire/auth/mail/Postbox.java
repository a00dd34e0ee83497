package dev.quire.auth.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where letters are handed in. They are written and sent behind the caller's back: neither the time
 * nor the outcome of it is to be seen from outside. So many may be under way; one more is dropped,
 * with a line in the log. Whoever waits for a letter that was lost asks for another one.
 */
public final class Postbox {
  private static final Logger log = LoggerFactory.getLogger(Postbox.class);
  private static final int MAX_UNDER_WAY = 200;
  private static final int CONNECTIONS = 4;
  private static final int CONNECT_MILLIS = 10_000;
  private static final long LETTER_SECONDS = 60;

  private final MailSettings settings;
  private final @Nullable MailClient client;
  private int underWay;
  private Future<?> writtenBefore = Future.succeededFuture();

  public Postbox(Vertx vertx, MailSettings settings) {
    this.settings = settings;
    URI server = settings.server();
    client = server == null ? null : MailClient.create(vertx, config(server, settings));
  }

  private static MailConfig config(URI server, MailSettings settings) {
    boolean tlsAtOnce = "smtps".equals(server.getScheme());
    MailConfig config = new MailConfig();
    config
        .setHostname(server.getHost())
        .setPort(server.getPort() >= 0 ? server.getPort() : tlsAtOnce ? 465 : 587)
        .setSsl(tlsAtOnce)
        .setStarttls(
            settings.tlsRequired() && !tlsAtOnce
                ? StartTLSOptions.REQUIRED
                : StartTLSOptions.DISABLED)
        .setMaxPoolSize(CONNECTIONS)
        .setConnectTimeout(CONNECT_MILLIS);
    // Without it any certificate of any host would do.
    config.setHostnameVerificationAlgorithm("HTTPS");
    String info = server.getRawUserInfo();
    if (info == null) {
      return config.setLogin(LoginOption.DISABLED);
    }
    int colon = info.indexOf(':');
    return config
        .setLogin(LoginOption.REQUIRED)
        .setUsername(decode(colon < 0 ? info : info.substring(0, colon)))
        .setPassword(colon < 0 ? "" : decode(info.substring(colon + 1)));
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Whether letters reach people's mailboxes. */
  public boolean reachesPeople() {
    return client != null;
  }

  /**
   * Writes a letter, or finds that there is nobody to write to, and sends it, some time. Returns at
   * once; what fails is logged.
   */
  public void handIn(Supplier<Future<Optional<Letter>>> writing) {
    if (underWay >= MAX_UNDER_WAY) {
      log.warn("event=letter-dropped under-way={}", underWay);
      return;
    }
    underWay++;
    // One after the other, so that each sees how many links the ones before it have made.
    Future<Optional<Letter>> written = writtenBefore.transform(before -> writing.get());
    writtenBefore = written;
    written
        .compose(letter -> letter.map(this::send).orElseGet(Future::succeededFuture))
        .timeout(LETTER_SECONDS, TimeUnit.SECONDS)
        .onComplete(done -> underWay--)
        .onFailure(fault -> log.warn("event=letter-not-sent fault={}", fault.toString()));
  }

  private Future<Void> send(Letter letter) {
    if (client != null) {
      MailMessage message =
          new MailMessage()
              .setFrom(settings.from())
              .setTo(letter.to().value())
              .setSubject(letter.subject())
              .setText(letter.text())
              .addHeader("Auto-Submitted", "auto-generated");
      return client.sendMail(message).mapEmpty();
    }
    if (settings.linksToLog()) {
      log.info(
          "event=link-in-place-of-mail subject=\"{}\" link={}", letter.subject(), letter.link());
    } else {
      log.warn("event=letter-not-sent fault=\"QUIRE_SMTP_URL is not set\"");
    }
    return Future.succeededFuture();
  }

  public Future<Void> close() {
    return client == null ? Future.succeededFuture() : client.close();
  }
}
