import { describe, expect, it } from 'vitest';
import { momentsOf } from '../src/pages/document/historyView';

describe('the moments of a document', () => {
  const names = new Map([['u1', 'Ann']]);
  const session = (author: string, toRevision: number, endedAt: string) => ({
    author,
    fromRevision: 1,
    toRevision,
    startedAt: endedAt,
    endedAt,
  });
  const version = { id: 'v1', name: 'Draft', revision: 3, author: 'u1', createdAt: '2026-01-03T00:00:00Z' };

  it('are versions and work sessions, the latest revision first', () => {
    const moments = momentsOf(
      [version],
      [session('u1', 5, '2026-01-02T00:00:00Z'), session('u1', 2, '2026-01-01T00:00:00Z')],
      names,
    );
    expect(moments.map(({ label, revision }) => [label, revision])).toEqual([
      ['Ann', 5],
      ['Draft', 3],
      ['Ann', 2],
    ]);
  });

  it('say so where the author is no member any more', () => {
    expect(momentsOf([], [session('gone', 1, '2026-01-01T00:00:00Z')], names)[0]?.label).toBe('A former member');
  });
});
