/**
 * Whether every local change is on the server's disk, worked out from the frames that went over
 * the socket. The server answers each change frame with exactly one verdict, in order, and only
 * after the commit; so "saved" is a matter of counting.
 *
 * The provider's own `unsyncedChanges` is not used: after a reconnect it starts at one, while the
 * edits made offline go out as frames of their own, and the first verdict already brings it to zero.
 */
export interface SaveState {
  readonly socket: 'connecting' | 'open' | 'down';
  /** Change frames put on the present socket, and verdicts received on it. */
  readonly sent: number;
  readonly judged: number;
  /** Whether the present socket has carried our answer to the server's state vector. */
  readonly answered: boolean;
  /** Whether there are local edits that no verdict covers yet. Survives a lost socket. */
  readonly unsaved: boolean;
  /** Whether the server refused a change of somebody who may edit. */
  readonly refused: boolean;
  readonly readOnly: boolean;
  /** Whether the server closed the document for good: nothing further will be saved. */
  readonly closed: boolean;
}

export type SaveEvent =
  | 'socket-open'
  | 'socket-down'
  | 'edited'
  | 'sent-answer'
  | 'sent-edit'
  | 'accepted'
  | 'refused'
  | 'may-edit'
  | 'may-read'
  | 'closed'
  | 'reopened';

/** What the person is told. */
export type SaveStatus = 'connecting' | 'saving' | 'saved' | 'offline' | 'read-only' | 'refused' | 'closed';

export const initialSaveState: SaveState = {
  socket: 'connecting',
  sent: 0,
  judged: 0,
  answered: false,
  unsaved: false,
  refused: false,
  readOnly: false,
  closed: false,
};

export function next(state: SaveState, event: SaveEvent): SaveState {
  switch (event) {
    case 'socket-open':
      return { ...state, socket: 'open', sent: 0, judged: 0, answered: false, refused: false };
    case 'socket-down':
      return { ...state, socket: 'down', sent: 0, judged: 0, answered: false };
    case 'edited':
      return { ...state, unsaved: true };
    case 'sent-answer':
      return { ...state, sent: state.sent + 1, answered: true };
    case 'sent-edit':
      return { ...state, sent: state.sent + 1 };
    case 'accepted':
      return settle({ ...state, judged: state.judged + 1 });
    case 'refused':
      // A reader's page may send clean-ups that Yjs makes by itself; refusing those loses nothing.
      return settle({ ...state, judged: state.judged + 1, refused: state.refused || !state.readOnly });
    case 'may-edit':
      return { ...state, readOnly: false };
    case 'may-read':
      return { ...state, readOnly: true };
    case 'closed':
      return { ...state, closed: true };
    case 'reopened':
      return { ...state, closed: false };
  }
}

/** All that this window holds is durable on the server: every change frame sent was accepted. */
export function isSettled(state: SaveState): boolean {
  return state.socket === 'open' && state.answered && state.sent === state.judged && !state.refused;
}

export function statusOf(state: SaveState): SaveStatus {
  if (state.closed) return 'closed';
  if (state.socket === 'down') return 'offline';
  if (state.readOnly) return 'read-only';
  if (state.refused) return 'refused';
  if (isSettled(state)) return 'saved';
  return state.unsaved ? 'saving' : 'connecting';
}

/** Whether leaving the page now would lose something that the person wrote. */
export function wouldLoseWork(state: SaveState): boolean {
  return state.unsaved;
}

function settle(state: SaveState): SaveState {
  return isSettled(state) ? { ...state, unsaved: false } : state;
}
