import { describe, expect, it } from 'vitest';
import { messageOf, problemFrom } from '../src/api/problem';
import { linkAddress } from '../src/editor/linkAddress';
import { relativeTime } from '../src/ui/relativeTime';

describe('a link address', () => {
  it.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['example.org', 'https://example.org/'],
    ['localhost:8080/x', 'https://localhost:8080/x'],
    ['mailto:ann@example.org', 'mailto:ann@example.org'],
    [' tel:+4312345 ', 'tel:+4312345'],
  ])('%s becomes %s', (typed, href) => {
    expect(linkAddress(typed)).toBe(href);
  });

  it.each([
    '',
    '  ',
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'two words',
    'http://',
    'vbscript:x',
  ])('%j is refused', (typed) => {
    expect(linkAddress(typed)).toBeNull();
  });
});

describe('a time', () => {
  const now = Date.UTC(2026, 0, 31, 12);
  it.each([
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 minute ago'],
    [7_200, '2 hours ago'],
    [86_400, 'yesterday'],
    [-5, 'just now'],
  ])('%i seconds back reads "%s"', (seconds, words) => {
    expect(relativeTime(now - seconds * 1000, now)).toBe(words);
  });

  it('of another season is a date', () => {
    expect(relativeTime(Date.UTC(2025, 5, 1, 12), now)).toBe('Jun 1, 2025');
  });
});

describe('a refusal', () => {
  const answer = (status: number, contentType: string, body: string) =>
    problemFrom(new Response(body, { status, headers: { 'content-type': contentType } }));

  it("shows the server's own words", async () => {
    const problem = await answer(409, 'application/problem+json', '{"type":"urn:taken","detail":"Choose another."}');
    expect(problem).toMatchObject({ status: 409, type: 'urn:taken' });
    expect(messageOf(problem)).toBe('Choose another.');
  });

  it('is put into words where the server has none, or sends no problem at all', async () => {
    expect(messageOf(await answer(503, 'text/html', '<h1>Bad</h1>'))).toMatch(/busy or restarting/);
    expect(messageOf(await answer(429, 'application/problem+json', '{broken'))).toMatch(/Wait a moment/);
    expect(messageOf(await answer(418, 'application/json', '[]'))).toMatch(/418/);
  });
});
