import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiRequest, Send } from '../src/api/http';
import { ProblemError } from '../src/api/problem';
import { Visit } from '../src/session/visit';
import { FakeClock } from './fakeClock';

const LIFE_S = 600;

/** What lets visitors in: tokens t1, t2 … of one person while it is told who comes. */
class FakeServer {
  readonly visits: ApiRequest[] = [];
  readonly refused = new Set<string>();
  fault: Error | null = null;

  readonly send: Send = async (request) => {
    await Promise.resolve();
    if (request.path !== '/links/visit') return this.#guarded(request);
    if (this.fault) throw this.fault;
    this.visits.push(request);
    const id = request.token === undefined ? `guest-${this.visits.length}` : 'guest-1';
    const visitor = { id, displayName: 'Guest Otter' };
    return { document: 'd1', role: 'viewer', visitor, accessToken: `t${this.visits.length}`, expiresIn: LIFE_S };
  };

  #guarded({ token = '' }: ApiRequest): string {
    if (this.refused.has(token)) throw new ProblemError(401, 'The token is not valid.');
    return `answered ${token}`;
  }
}

describe('a visit without an account', () => {
  let clock: FakeClock;
  let server: FakeServer;
  let visit: Visit;

  beforeEach(async () => {
    clock = new FakeClock();
    server = new FakeServer();
    visit = await Visit.begin(server.send, clock, 'link');
  });

  it('shows who one is, and where', () => {
    expect(visit.user).toEqual({ id: 'guest-1', displayName: 'Guest Otter' });
    expect(visit.documentId).toBe('d1');
    expect(server.visits[0]?.body).toEqual({ token: 'link' });
  });

  it('goes on as the same person before its token runs out, asked for once by all', async () => {
    clock.sleep((LIFE_S - 100) * 1000);
    expect(await visit.token()).toBe('t1');
    clock.sleep(40 * 1000);
    expect(await Promise.all([visit.token(), visit.token()])).toEqual(['t2', 't2']);
    expect(server.visits).toHaveLength(2);
    expect(server.visits[1]?.token).toBe('t1');
    expect(visit.user.id).toBe('guest-1');
  });

  it('begins anew after a long sleep: a token that has run out is sent to nobody', async () => {
    clock.sleep(2 * LIFE_S * 1000);
    await visit.token();
    expect(server.visits[1]?.token).toBeUndefined();
  });

  it('renews a token that the server refuses, once', async () => {
    server.refused.add('t1');
    expect(await visit.send({ method: 'GET', path: '/documents/d1' })).toBe('answered t2');
    server.refused.add('t2').add('t3');
    await expect(visit.send({ method: 'GET', path: '/documents/d1' })).rejects.toThrow('not valid');
    expect(server.visits).toHaveLength(3);
  });

  it('ends with its link', async () => {
    server.fault = new ProblemError(404, 'This link is not good any more.');
    await expect(visit.token({ renew: true })).rejects.toThrow('not good any more');
    await expect(visit.resume()).rejects.toThrow('not good any more');
  });
});
