import { describe, expect, it } from 'vitest';
import {
  initialSaveState,
  next,
  statusOf,
  wouldLoseWork,
  type SaveEvent,
  type SaveState,
} from '../src/collab/saveState';

const after = (...events: SaveEvent[]): SaveState => events.reduce(next, initialSaveState);
const opened: SaveEvent[] = ['socket-open', 'may-edit', 'sent-answer', 'accepted'];

describe('the save status', () => {
  it('is "connecting" until the first exchange with the server is complete', () => {
    expect(statusOf(initialSaveState)).toBe('connecting');
    expect(statusOf(after('socket-open'))).toBe('connecting');
    expect(statusOf(after('socket-open', 'may-edit', 'sent-answer'))).toBe('connecting');
    expect(statusOf(after(...opened))).toBe('saved');
  });

  it('says "saved" only when each of several edits has its verdict', () => {
    const typed = after(...opened, 'edited', 'sent-edit', 'edited', 'sent-edit', 'accepted');
    expect(statusOf(typed)).toBe('saving');
    expect(wouldLoseWork(typed)).toBe(true);
    const settled = next(typed, 'accepted');
    expect(statusOf(settled)).toBe('saved');
    expect(wouldLoseWork(settled)).toBe(false);
  });

  it('is "offline" without a socket, and remembers that there is unsaved work', () => {
    const offline = after(...opened, 'edited', 'sent-edit', 'socket-down');
    expect(statusOf(offline)).toBe('offline');
    expect(wouldLoseWork(offline)).toBe(true);
    expect(statusOf(next(offline, 'edited'))).toBe('offline');
  });

  it('is "offline" when the very first connection fails', () => {
    expect(statusOf(after('socket-down'))).toBe('offline');
  });

  it('does not take the first verdict after a reconnect for all of them', () => {
    // The provider sends what was queued offline as frames of their own, before its answer.
    const back = after(...opened, 'socket-down', 'edited', 'edited', 'socket-open', 'sent-edit', 'sent-edit');
    expect(statusOf(back)).toBe('saving');
    const one = next(back, 'accepted');
    expect(statusOf(one)).toBe('saving');
    const all = next(one, 'accepted');
    expect(statusOf(all), 'the answer to the state vector is still to come').toBe('saving');
    expect(statusOf([all].map((s) => next(next(s, 'sent-answer'), 'accepted'))[0] ?? all)).toBe('saved');
  });

  it('forgets verdicts of an old socket', () => {
    const back = after(...opened, 'edited', 'sent-edit', 'socket-down', 'socket-open', 'sent-answer');
    expect(statusOf(back)).toBe('saving');
    expect(statusOf(next(back, 'accepted'))).toBe('saved');
  });

  it('is "read only" for readers, whatever becomes of clean-ups that their page sends', () => {
    const reader = after('socket-open', 'may-read', 'sent-answer', 'accepted', 'edited', 'sent-edit', 'refused');
    expect(statusOf(reader)).toBe('read-only');
    expect(reader.refused).toBe(false);
    expect(wouldLoseWork(reader)).toBe(false);
  });

  it('says so when an edit of somebody who may edit was refused', () => {
    const refused = after(...opened, 'edited', 'sent-edit', 'refused');
    expect(statusOf(refused)).toBe('refused');
    expect(wouldLoseWork(refused)).toBe(true);
    expect(statusOf(next(next(refused, 'edited'), 'accepted')), 'a later success does not hide it').toBe('refused');
  });

  it('is "closed" over everything else until the document is opened again', () => {
    const closed = after(...opened, 'closed', 'socket-down');
    expect(statusOf(closed)).toBe('closed');
    expect(statusOf(next(closed, 'reopened'))).toBe('offline');
  });
});
