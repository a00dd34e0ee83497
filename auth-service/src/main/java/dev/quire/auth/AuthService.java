package dev.quire.auth;

import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.Passwords;
import dev.quire.auth.key.AccessTokens;
import dev.quire.auth.key.KeyRevocation;
import dev.quire.auth.key.KeySchedule;
import dev.quire.auth.key.SigningKeys;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.mail.Letters;
import dev.quire.auth.mail.MailedLinks;
import dev.quire.auth.mail.Postbox;
import dev.quire.auth.rest.AuthRoutes;
import dev.quire.auth.rest.Authority;
import dev.quire.auth.rest.Confirmation;
import dev.quire.auth.rest.OwnAccount;
import dev.quire.auth.rest.OwnSessions;
import dev.quire.auth.rest.PasswordReset;
import dev.quire.auth.rest.SessionCalls;
import dev.quire.auth.rest.SignIn;
import dev.quire.auth.session.Beginnings;
import dev.quire.auth.session.EndedSessions;
import dev.quire.auth.session.RefreshCookie;
import dev.quire.auth.session.Sessions;
import dev.quire.auth.session.Tickets;
import dev.quire.auth.store.Database;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.kit.redis.RedisLink;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.Answers;
import dev.quire.wire.Bus;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.rest.RestCalls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires auth-service together; answers when its schema is migrated and its keys are loaded. */
public final class AuthService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(AuthService.class);
  private static final long SWEEP_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long TELL_MILLIS = 1_000;
  private static final long RELOAD_KEYS_MILLIS = Duration.ofSeconds(30).toMillis();

  /** The longest that a stop waits for what is being answered. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final AuthSettings settings;
  private final Health health;
  private final InstantSource clock;
  private @Nullable Database database;
  private @Nullable Passwords passwords;
  private @Nullable Postbox postbox;
  private @Nullable RedisLink redis;
  private @Nullable Answers given;
  private @Nullable KeyRevocation keyRevocation;

  public AuthService(Settings settings, Health health) {
    this(AuthSettings.from(settings), health, InstantSource.system());
  }

  AuthService(AuthSettings settings, Health health, InstantSource clock) {
    this.settings = settings;
    this.health = health;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, settings.database(), settings.databaseConnections())
        .onSuccess(opened -> database = opened)
        .compose(
            opened ->
                Passwords.open(vertx, settings.hashing())
                    .onSuccess(hashing -> passwords = hashing)
                    .compose(hashing -> together().compose(tried -> serve(opened, hashing))));
  }

  /** What attempts are counted in, with other auth processes; they are served without, too. */
  private Future<Void> together() {
    if (settings.redis().isEmpty()) {
      return Future.succeededFuture();
    }
    RedisLink link = new RedisLink(vertx, settings.redis().get());
    redis = link;
    health.register("auth-redis", link::status);
    return link.open();
  }

  private Future<Void> serve(Database opened, Passwords hashing) {
    health.register("auth-postgres", opened::status);
    Bus bus = Bus.on(vertx);
    Accounts accounts = new Accounts(opened);
    Sessions sessions = new Sessions(opened, settings.sessionLife(), settings.refreshGrace());
    Beginnings beginnings = new Beginnings(opened, settings.sessionLife());
    Tickets tickets = new Tickets(opened, settings.ticketLife());
    SigningKeys keys =
        new SigningKeys(
            opened,
            new KeySchedule(settings.keyLife(), settings.keysSince(), settings.accessTokenLife()),
            clock);
    AccessTokens tokens = new AccessTokens(vertx, keys, settings.accessTokenLife());
    RefreshCookie cookie = new RefreshCookie(settings.cookieSecure(), settings.sessionLife());
    AuthLimits limits = new AuthLimits(settings.limits(), redis, System::nanoTime);
    EndedSessions ended = new EndedSessions(opened, bus);
    keyRevocation = new KeyRevocation(vertx.getOrCreateContext(), keys, ended);
    Authority authority = new Authority(clock, tokens, cookie, ended);
    MailedLinks links = new MailedLinks(opened, settings.mailedLinkLife());
    Letters letters = new Letters(settings.mail().publicUrl(), settings.mailedLinkLife());
    Postbox mail = new Postbox(vertx, settings.mail());
    postbox = mail;
    RestRouter routes =
        AuthRoutes.of(
            new SignIn(authority, accounts, hashing, beginnings, limits),
            new SessionCalls(authority, accounts, sessions),
            new OwnAccount(authority, accounts, tickets),
            new OwnSessions(authority, accounts, hashing, sessions, limits),
            new PasswordReset(authority, links, hashing, limits, letters, mail),
            new Confirmation(
                authority, accounts, links, hashing, beginnings, limits, letters, mail),
            mail.reachesPeople(),
            keys,
            limits);
    AuthAnswers answers =
        new AuthAnswers(clock, tokens, keys, tickets, accounts, settings.accessTokenLife());
    return keys.load()
        .compose(loaded -> tokens.prepare())
        .compose(
            loaded -> {
              Answers all =
                  bus.answers()
                      .to(RestCalls.AUTH, routes::handle)
                      .to(AuthCalls.READ_KEYS, answers::keys)
                      .to(AuthCalls.REDEEM_TICKET, answers::redeem)
                      .to(AuthCalls.FIND_USER, answers::find)
                      .to(AuthCalls.ISSUE_VISIT, answers::visit);
              given = all;
              vertx.setPeriodic(
                  RELOAD_KEYS_MILLIS, timer -> keys.load().onFailure(this::onUpkeepFailed));
              vertx.setPeriodic(TELL_MILLIS, timer -> tell(ended));
              bus.consume(AuthCalls.SESSIONS_ENDED, over -> onEnded(over, keys));
              vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep(sessions, tickets, links));
              return all.ready();
            });
  }

  private void tell(EndedSessions ended) {
    ended.tell().compose(told -> ended.tellRevokedKeys()).onFailure(this::onUpkeepFailed);
  }

  /** A key may have been revoked by another process: this one must not go on signing with it. */
  private void onEnded(AuthCalls.SessionsEnded over, SigningKeys keys) {
    if (!over.keys().isEmpty()) {
      keys.load().onFailure(this::onUpkeepFailed);
    }
  }

  /** {@code DELETE /keys/{kid}} for the management port, once started. */
  public void addRoutes(Router router) {
    Objects.requireNonNull(keyRevocation, "not started").addTo(router);
  }

  private void sweep(Sessions sessions, Tickets tickets, MailedLinks links) {
    sessions.sweep(clock.instant()).onFailure(this::onUpkeepFailed);
    tickets.sweep(clock.instant()).onFailure(this::onUpkeepFailed);
    links.sweep(clock.instant()).onFailure(this::onUpkeepFailed);
  }

  /** The next round tries again. */
  private void onUpkeepFailed(Throwable fault) {
    log.warn("event=upkeep-failed fault={}", fault.toString());
  }

  /** Takes nothing new, finishes what is being answered, and closes the connections. */
  @Override
  public Future<?> stop() {
    health.unregister("auth-postgres");
    health.unregister("auth-redis");
    Future<Void> drained = given == null ? Future.succeededFuture() : given.drain(DRAIN);
    return drained
        .onFailure(
            late -> log.warn("event=stopping-with-calls-unanswered fault={}", late.toString()))
        .transform(ended -> passwords == null ? Future.succeededFuture() : passwords.close())
        .transform(closed -> postbox == null ? Future.succeededFuture() : postbox.close())
        .transform(closed -> redis == null ? Future.succeededFuture() : redis.close())
        .transform(closed -> database == null ? Future.succeededFuture() : database.close());
  }
}
