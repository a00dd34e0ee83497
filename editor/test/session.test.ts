import { beforeEach, describe, expect, it } from 'vitest';
import { Accounts } from '../src/api/accounts';
import type { ApiRequest, Send } from '../src/api/http';
import { ProblemError, UnreachableError } from '../src/api/problem';
import { RefreshAttempt, type Store } from '../src/session/attempt';
import { Session, type SessionEnd } from '../src/session/session';
import { FakeClock } from './fakeClock';

const alice = { id: 'u1', email: 'alice@example.org', displayName: 'Alice' };
const credentials = { email: alice.email, password: 'correct horse' };
const LIFE_S = 600;

/** The auth service as far as a session can tell: tokens t1, t2 …, and faults on demand. */
class FakeServer {
  readonly calls: string[] = [];
  issued = 0;
  refreshFault: Error | null = null;
  readonly refused = new Set<string>();
  readonly attempts: string[] = [];

  readonly send: Send = async (request) => {
    await Promise.resolve();
    this.calls.push(request.path);
    switch (request.path) {
      case '/auth/login':
        return { user: alice, ...this.#grant() };
      case '/auth/refresh':
        expect(request.headers?.['X-Quire-CSRF']).toBe('1');
        this.attempts.push(request.headers?.['Idempotency-Key'] ?? '');
        if (this.refreshFault) throw this.refreshFault;
        return this.#grant();
      case '/auth/me':
        return alice;
      case '/auth/logout':
        return undefined;
      default:
        return this.#guarded(request);
    }
  };

  refreshes(): number {
    return this.calls.filter((path) => path === '/auth/refresh').length;
  }

  #grant(): { accessToken: string; expiresIn: number } {
    this.issued++;
    return { accessToken: `t${this.issued}`, expiresIn: LIFE_S };
  }

  #guarded({ token = '' }: ApiRequest): string {
    if (this.refused.has(token)) throw new ProblemError(401, 'The token is not valid.');
    return `answered ${token}`;
  }
}

const storeOf = (kept: Map<string, string>): Store => ({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
});

describe('a session', () => {
  let clock: FakeClock;
  let server: FakeServer;
  let session: Session;
  let ends: SessionEnd[];
  let store: Store;

  beforeEach(() => {
    clock = new FakeClock();
    server = new FakeServer();
    store = storeOf(new Map());
    session = new Session(new Accounts(server.send), clock, (work) => work(), new RefreshAttempt(() => store));
    ends = [];
    session.onEnd((end) => ends.push(end));
  });

  const fetchDocuments = () => session.authorized(server.send)({ method: 'GET', path: '/documents' });

  it('is picked up from the refresh cookie when the page loads', async () => {
    expect(await session.resume()).toBe(true);
    expect(session.user).toEqual(alice);
    expect(await session.token()).toBe('t1');
  });

  it('is absent where there is no cookie, which is no error', async () => {
    server.refreshFault = new ProblemError(401, 'No session.');
    expect(await session.resume()).toBe(false);
    expect(session.user).toBeNull();
    expect(ends).toEqual([]);
  });

  it('is unknown, not absent, while the server cannot be reached', async () => {
    server.refreshFault = new UnreachableError();
    await expect(session.resume()).rejects.toBeInstanceOf(UnreachableError);
  });

  it('renews its token before it runs out, again and again', async () => {
    await session.login(credentials);
    await clock.advance(LIFE_S * 1000 * 0.79);
    expect(server.refreshes()).toBe(0);
    await clock.advance(LIFE_S * 1000 * 0.02);
    expect(await session.token()).toBe('t2');
    await clock.advance(LIFE_S * 1000 * 0.81);
    expect(await session.token()).toBe('t3');
  });

  it('renews on demand after a sleep in which no timer ran', async () => {
    await session.login(credentials);
    clock.sleep(LIFE_S * 1000);
    expect(await session.token()).toBe('t2');
  });

  it('renews once for all who ask at the same time', async () => {
    await session.login(credentials);
    clock.sleep(LIFE_S * 1000);
    expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual(['t2', 't2', 't2']);
    expect(server.refreshes()).toBe(1);
  });

  it('keeps the old token and tries again while the server cannot be reached', async () => {
    await session.login(credentials);
    server.refreshFault = new UnreachableError();
    await clock.advance(LIFE_S * 1000 * 0.81);
    expect(session.user).toEqual(alice);
    expect(await session.token()).toBe('t1');
    server.refreshFault = null;
    await clock.advance(5_000);
    expect(await session.token()).toBe('t2');
    expect(ends).toEqual([]);
  });

  it('ends when the server refuses to renew it', async () => {
    await session.login(credentials);
    server.refreshFault = new ProblemError(401, 'Revoked.');
    await clock.advance(LIFE_S * 1000 * 0.81);
    expect(ends).toEqual(['expired']);
    expect(await session.token()).toBe('');
    await clock.advance(LIFE_S * 1000);
    expect(server.refreshes(), 'nothing is renewed any more').toBe(1);
  });

  it('renews a refused token once and repeats the request', async () => {
    await session.login(credentials);
    server.refused.add('t1');
    expect(await fetchDocuments()).toBe('answered t2');
    expect(server.refreshes()).toBe(1);
  });

  it('does not go round in circles when the fresh token is refused too', async () => {
    await session.login(credentials);
    server.refused.add('t1').add('t2');
    await expect(fetchDocuments()).rejects.toMatchObject({ status: 401 });
    expect(server.refreshes()).toBe(1);
  });

  it('ends, and passes the refusal on, when neither token nor cookie is taken', async () => {
    await session.login(credentials);
    server.refused.add('t1');
    server.refreshFault = new ProblemError(401, 'Revoked.');
    await expect(fetchDocuments()).rejects.toMatchObject({ status: 401 });
    expect(ends).toEqual(['expired']);
  });

  it('forgets everything when the person signs out, also what a late answer brings', async () => {
    await session.login(credentials);
    const late = session.renew();
    await session.logout();
    await late;
    expect(ends).toEqual(['signed-out']);
    expect(session.user).toBeNull();
    expect(await session.token()).toBe('');
  });

  it('asks for the exclusive turn for everything that touches the cookie', async () => {
    const turns: number[] = [];
    const exclusive = new Session(
      new Accounts(server.send),
      clock,
      async (work) => {
        turns.push(server.calls.length);
        return work();
      },
      new RefreshAttempt(() => store),
    );
    await exclusive.login(credentials);
    await exclusive.renew();
    await exclusive.logout();
    expect(turns).toEqual([0, 1, 2]);
  });

  it('repeats a refresh whose answer was lost as the same attempt, and begins another after it', async () => {
    await session.login(credentials);
    server.refreshFault = new UnreachableError(new Error('cut'));
    await session.renew();
    server.refreshFault = null;
    await session.renew();
    await session.renew();
    const [lost, again, next] = server.attempts;
    expect(lost).toMatch(/^[0-9a-f]{32}$/);
    expect(again).toBe(lost);
    expect(next).not.toBe(lost);
  });

  it('goes on with the attempt of the page before it, or of another window', async () => {
    await session.login(credentials);
    server.refreshFault = new UnreachableError(new Error('reloaded'));
    await session.renew();
    server.refreshFault = null;
    const reloaded = new Session(new Accounts(server.send), clock, (work) => work(), new RefreshAttempt(() => store));
    expect(await reloaded.resume()).toBe(true);
    expect(server.attempts[1]).toBe(server.attempts[0]);
  });

  it('names an attempt anew where something else is stored under its key', async () => {
    const kept = new Map([['quire.refresh-attempt', 'not a name']]);
    const other = new Session(
      new Accounts(server.send),
      clock,
      (work) => work(),
      new RefreshAttempt(() => storeOf(kept)),
    );
    expect(await other.resume()).toBe(true);
    expect(server.attempts[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps nothing of an attempt that was refused', async () => {
    await session.login(credentials);
    server.refreshFault = new ProblemError(401, 'over');
    await session.renew();
    await session.login(credentials);
    server.refreshFault = null;
    await session.renew();
    expect(server.attempts[1]).not.toBe(server.attempts[0]);
  });

  it('remembers an attempt by itself where the browser forbids storage', async () => {
    const forbidden = new Session(
      new Accounts(server.send),
      clock,
      (work) => work(),
      new RefreshAttempt(() => {
        throw new Error('SecurityError');
      }),
    );
    await forbidden.login(credentials);
    server.refreshFault = new UnreachableError(new Error('cut'));
    await forbidden.renew();
    server.refreshFault = null;
    await forbidden.renew();
    expect(server.attempts[1]).toBe(server.attempts[0]);
  });
});
