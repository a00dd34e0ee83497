import type { Accounts } from '../api/accounts';
import type { Documents } from '../api/documents';
import type { Send } from '../api/http';
import type { Identity } from '../session/identity';
import type { OtherWindows } from '../session/otherWindows';
import type { Session } from '../session/session';
import type { Router } from './router';

/** What a document is looked at with, whoever looks. */
export interface Seat {
  readonly session: Identity;
  readonly send: Send;
  readonly documents: Documents;
  readonly router: Router;
}

/** The one instance of everything that pages share. */
export interface App extends Seat {
  readonly session: Session;
  readonly accounts: Accounts;
  /** Sends with the session's token. */
  readonly send: Send;
  readonly documents: Documents;
  readonly router: Router;
  readonly otherWindows: OtherWindows;
  /** The share link that this window is about to open; '' for none. */
  readonly sharedLink: { token: string };
  /** Whose documents are shown; '' for all. */
  readonly chosen: { organisation: string };
}
