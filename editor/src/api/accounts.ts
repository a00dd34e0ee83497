import type { Send } from './http';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
}

/** An access token and how long the server will take it, in seconds from now. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresIn: number;
}

export interface SignedIn extends Grant {
  readonly user: User;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Registration extends Credentials {
  readonly displayName: string;
}

function isSignedIn(answer: unknown): answer is SignedIn {
  return typeof answer === 'object' && answer !== null && 'accessToken' in answer;
}

/** The auth service. The refresh token travels in a cookie that scripts cannot read. */
export class Accounts {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Null where the account has to be opened with a link that comes by mail. */
  async register(registration: Registration): Promise<SignedIn | null> {
    const answer = await this.#send({ method: 'POST', path: '/auth/register', body: registration });
    return isSignedIn(answer) ? answer : null;
  }

  /** Opens an account with the token of such a link. */
  async confirm(token: string, password: string): Promise<SignedIn> {
    return (await this.#send({ method: 'POST', path: '/auth/confirm', body: { token, password } })) as SignedIn;
  }

  async requestReset(email: string): Promise<void> {
    await this.#send({ method: 'POST', path: '/auth/reset-request', body: { email } });
  }

  /** Another password, with the token of a link that came by mail; signs out everywhere. */
  async reset(token: string, password: string): Promise<void> {
    await this.#send({ method: 'POST', path: '/auth/reset', body: { token, password } });
  }

  async login(credentials: Credentials): Promise<SignedIn> {
    return (await this.#send({ method: 'POST', path: '/auth/login', body: credentials })) as SignedIn;
  }

  /**
   * Rotates the refresh cookie. Kept alive past the page: a reload in the middle would otherwise
   * leave the browser with the old cookie, and a cookie used twice ends the whole session.
   *
   * @param attempt the same where this repeats a refresh whose answer was lost
   */
  async refresh(attempt: string): Promise<Grant> {
    return (await this.#send({
      method: 'POST',
      path: '/auth/refresh',
      headers: { 'X-Quire-CSRF': '1', 'Idempotency-Key': attempt },
      keepalive: true,
    })) as Grant;
  }

  async logout(token: string): Promise<void> {
    await this.#send({
      method: 'POST',
      path: '/auth/logout',
      headers: { 'X-Quire-CSRF': '1' },
      token,
      keepalive: true,
    });
  }

  async me(token: string): Promise<User> {
    return (await this.#send({ method: 'GET', path: '/auth/me', token })) as User;
  }
}
