import type { Accounts, Credentials, Grant, Registration, SignedIn, User } from '../api/accounts';
import type { Send } from '../api/http';
import { ProblemError } from '../api/problem';
import type { RefreshAttempt } from './attempt';

/** Time as the session sees it, so that tests can move it. All values are milliseconds. */
export interface Clock {
  now(): number;
  /** Runs the work once after the delay; the returned function calls it off. */
  after(delay: number, work: () => void): () => void;
}

/** Runs work while no other window of this browser runs its own. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

export type SessionEnd = 'signed-out' | 'expired';

type Renewal = 'renewed' | 'ended' | 'unreachable';

/** A token that has less than this left is renewed before it is used. */
const LEAST_LIFE_MS = 20_000;
/** Pause before another attempt when the server could not be reached. */
const RETRY_MS = 5_000;
/** setTimeout overflows past 2^31-1 ms; a later renewal is no use to anybody anyway. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * The signed-in session of this window. The access token lives in this object and nowhere else;
 * what survives a reload is the refresh cookie, which scripts cannot read.
 *
 * The token is renewed at four fifths of its life, and on demand. Only a server that says "401"
 * ends a session: while it cannot be reached, the old token stays and renewing is tried again.
 */
export class Session {
  readonly #accounts: Accounts;
  readonly #clock: Clock;
  readonly #exclusively: Exclusively;
  readonly #attempt: RefreshAttempt;
  readonly #endListeners = new Set<(end: SessionEnd) => void>();
  #user: User | null = null;
  #token: string | null = null;
  #expiresAt = 0;
  #renewing: Promise<Renewal> | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(accounts: Accounts, clock: Clock, exclusively: Exclusively, attempt: RefreshAttempt) {
    this.#accounts = accounts;
    this.#clock = clock;
    this.#exclusively = exclusively;
    this.#attempt = attempt;
  }

  get user(): User | null {
    return this.#user;
  }

  /** Called once each time a session ends, on purpose or because the server refused it. */
  onEnd(listener: (end: SessionEnd) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /**
   * Picks the session up from the refresh cookie when the page loads.
   *
   * @returns whether somebody is signed in
   * @throws UnreachableError, ProblemError when the server could not tell
   */
  async resume(): Promise<boolean> {
    try {
      this.#accept(await this.#exclusively(() => this.#refresh()));
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
    this.#user = await this.#accounts.me(this.#token ?? '');
    return true;
  }

  async login(credentials: Credentials): Promise<User> {
    return this.#begin(await this.#exclusively(() => this.#accounts.login(credentials)));
  }

  /** Null where a mail has to be answered first. */
  async register(registration: Registration): Promise<User | null> {
    const signedIn = await this.#exclusively(() => this.#accounts.register(registration));
    return signedIn === null ? null : this.#begin(signedIn);
  }

  async confirm(token: string, password: string): Promise<User> {
    return this.#begin(await this.#exclusively(() => this.#accounts.confirm(token, password)));
  }

  async logout(): Promise<void> {
    const token = this.#token;
    if (token === null) return;
    try {
      await this.#exclusively(() => this.#accounts.logout(token));
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    this.end('signed-out');
  }

  /** Forgets the session in this window only; the server has been told, or has told us. */
  end(reason: SessionEnd): void {
    if (this.#token === null) return;
    this.#cancelTimer();
    this.#token = null;
    this.#user = null;
    for (const listener of [...this.#endListeners]) listener(reason);
  }

  /**
   * A token to send now: the present one, or a fresh one where that has nearly run out. While the
   * server cannot be reached this is the old token, which the server will judge by itself.
   */
  async token(options: { readonly renew?: boolean } = {}): Promise<string> {
    const nearlyOver = this.#clock.now() > this.#expiresAt - LEAST_LIFE_MS;
    if (this.#token !== null && (nearlyOver || options.renew === true)) await this.renew();
    return this.#token ?? '';
  }

  /** Renews once, however many callers ask at the same time. */
  renew(): Promise<Renewal> {
    this.#renewing ??= this.#renewOnce().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** Sends with the session's token; a refused token is renewed once and the request repeated. */
  readonly authorized =
    (send: Send): Send =>
    async (request) => {
      const token = await this.token();
      try {
        return await send({ ...request, token });
      } catch (error) {
        if (!isRefusal(error) || this.#token === null) throw error;
        // Another request may have renewed it meanwhile; then the new token only needs to be used.
        if (this.#token === token && (await this.renew()) !== 'renewed') throw error;
        return await send({ ...request, token: this.#token });
      }
    };

  async #renewOnce(): Promise<Renewal> {
    if (this.#token === null) return 'ended';
    try {
      const grant = await this.#exclusively(() => this.#refresh());
      if (!this.#isSignedIn()) return 'ended';
      this.#accept(grant);
      return 'renewed';
    } catch (error) {
      if (isRefusal(error)) {
        this.end('expired');
        return 'ended';
      }
      this.#renewAfter(RETRY_MS);
      return 'unreachable';
    }
  }

  /** An attempt whose answer did not come stays the same one, whoever of this browser goes on with it. */
  async #refresh(): Promise<Grant> {
    try {
      const grant = await this.#accounts.refresh(this.#attempt.name());
      this.#attempt.answered();
      return grant;
    } catch (error) {
      if (isRefusal(error)) this.#attempt.answered();
      throw error;
    }
  }

  /** Asked again after an await: signing out may have come in between. */
  #isSignedIn(): boolean {
    return this.#token !== null;
  }

  #begin(signedIn: SignedIn): User {
    this.#accept(signedIn);
    this.#user = signedIn.user;
    return signedIn.user;
  }

  #accept(grant: Grant): void {
    const life = grant.expiresIn * 1000;
    this.#token = grant.accessToken;
    this.#expiresAt = this.#clock.now() + life;
    this.#renewAfter(Math.max(life * 0.8, 1_000));
  }

  #renewAfter(delay: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(Math.min(delay, LONGEST_WAIT_MS), () => void this.renew());
  }
}

/** 401 alone: a 403 or 429 says something about this request, not about who is asking. */
function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401;
}
