import type { Send } from '../api/http';
import { ProblemError } from '../api/problem';
import { visit, type VisitGrant } from '../api/visits';
import type { Identity, Looker } from './identity';
import type { Clock } from './session';

/**
 * A token that has less than this left, or than a quarter of its life, is renewed before it is used:
 * servers ask for a fresh one a minute before the end.
 */
const LEAST_LIFE_MS = 90_000;

/**
 * Somebody without an account at one document. Token and link live in this object and nowhere else:
 * whoever loads the page anew is another visitor.
 */
export class Visit implements Identity {
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #linkToken: string;
  #grant: VisitGrant;
  #expiresAt: number;
  #renewing: Promise<void> | null = null;

  private constructor(send: Send, clock: Clock, linkToken: string, grant: VisitGrant) {
    this.#send = send;
    this.#clock = clock;
    this.#linkToken = linkToken;
    this.#grant = grant;
    this.#expiresAt = this.#endOf(grant);
  }

  /** @throws ProblemError as {@link visit} */
  static async begin(send: Send, clock: Clock, linkToken: string): Promise<Visit> {
    return new Visit(send, clock, linkToken, await visit(send, linkToken, undefined));
  }

  get user(): Looker {
    return this.#grant.visitor;
  }

  get documentId(): string {
    return this.#grant.document;
  }

  async token(options: { readonly renew?: boolean } = {}): Promise<string> {
    const leastLife = Math.min(LEAST_LIFE_MS, this.#grant.expiresIn * 250);
    const nearlyOver = this.#clock.now() > this.#expiresAt - leastLife;
    if (nearlyOver || options.renew === true) await this.#renew();
    return this.#grant.accessToken;
  }

  /** A visit goes on for as long as its link is good: there is nothing to sign in to again. */
  async resume(): Promise<boolean> {
    await this.#renew();
    return true;
  }

  /** Sends with the visit's token; a refused token is renewed once and the request repeated. */
  readonly send: Send = async (request) => {
    try {
      return await this.#send({ ...request, token: await this.token() });
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 401)) throw error;
      return await this.#send({ ...request, token: await this.token({ renew: true }) });
    }
  };

  /** Renews once, however many ask at the same time. A token that has run out is sent to nobody. */
  #renew(): Promise<void> {
    const present = this.#clock.now() < this.#expiresAt ? this.#grant.accessToken : undefined;
    this.#renewing ??= visit(this.#send, this.#linkToken, present)
      .then((grant) => {
        this.#grant = grant;
        this.#expiresAt = this.#endOf(grant);
      })
      .finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  #endOf(grant: VisitGrant): number {
    return this.#clock.now() + grant.expiresIn * 1000;
  }
}
