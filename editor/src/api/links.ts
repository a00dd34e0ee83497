import type { Role } from './documents';
import type { Send } from './http';

/** What a link can give. */
export type LinkRole = Exclude<Role, 'owner'>;

export interface ShareLink {
  readonly id: string;
  readonly role: LinkRole;
  readonly createdAt: string;
  /** Null for a link that is good until it is ended. */
  readonly expiresAt: string | null;
  /** Whether people without an account may open it. */
  readonly withoutAccount: boolean;
  /** How many people have opened it. */
  readonly guests: number;
  /** How many people without an account are here by it. */
  readonly visitors: number;
}

/** A link that has just been made. Nobody will be told its token again. */
export interface MadeLink extends ShareLink {
  readonly token: string;
}

/** The share links of one document: for its owners. */
export class Links {
  readonly #send: Send;
  readonly #path: string;

  /** @param send a sender that adds the present session's token */
  constructor(send: Send, documentId: string) {
    this.#send = send;
    this.#path = `/documents/${encodeURIComponent(documentId)}/links`;
  }

  async list(): Promise<readonly ShareLink[]> {
    return ((await this.#send({ method: 'GET', path: this.#path })) as { items: readonly ShareLink[] }).items;
  }

  /** @param expiresAt null for a link that is good until it is ended */
  async make(role: LinkRole, expiresAt: Date | null, withoutAccount: boolean): Promise<MadeLink> {
    const body = { role, expiresAt: expiresAt?.toISOString() ?? null, withoutAccount };
    return (await this.#send({ method: 'POST', path: this.#path, body })) as MadeLink;
  }

  async end(id: string): Promise<void> {
    await this.#send({ method: 'DELETE', path: `${this.#path}/${encodeURIComponent(id)}` });
  }
}

/** Opens a link: its document is the caller's to read, and more where the link says so. */
export async function openLink(send: Send, token: string): Promise<string> {
  const answer = await send({ method: 'POST', path: '/links/redeem', body: { token } });
  return (answer as { document: string }).document;
}
