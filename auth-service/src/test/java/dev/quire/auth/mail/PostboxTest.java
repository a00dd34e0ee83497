package dev.quire.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quire.auth.Waiting;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.kit.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Where no mail can be sent: links are in the log where that was asked for, and nowhere else. */
final class PostboxTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Postbox.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Vertx vertx = Vertx.vertx();
  private final OpaqueToken token = OpaqueToken.random();

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    Waiting.get(vertx.close());
  }

  @Test
  void theLinkIsInTheLogWhereThatWasAskedFor() {
    assertThat(lines(Map.of("QUIRE_MAIL_LINKS_TO_LOG", "true"))).anyMatch(this::tells);
  }

  @Test
  void theLinkIsNotInTheLogUnlessThatWasAskedFor() {
    assertThat(lines(Map.of())).isNotEmpty().noneMatch(this::tells);
  }

  private boolean tells(String line) {
    return line.contains(token.value());
  }

  /** What is logged of one letter. */
  private List<String> lines(Map<String, String> settings) {
    MailSettings mail = MailSettings.from(Settings.of(settings));
    Letters letters = new Letters(mail.publicUrl(), Duration.ofMinutes(30));
    EmailAddress ada = EmailAddress.parse("ada@example.org").orElseThrow();
    new Postbox(vertx, mail)
        .handIn(() -> Future.succeededFuture(Optional.of(letters.reset(ada, token))));
    await().until(() -> !log.list.isEmpty());
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
