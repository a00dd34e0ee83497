import type { Role } from './documents';
import type { Send } from './http';

export interface Member {
  readonly userId: string;
  /** Null for an account that has no name here. */
  readonly displayName: string | null;
  readonly role: Role;
}

/** Who belongs to one document. Changes take effect on open windows within a second. */
export class Members {
  readonly #send: Send;
  readonly #path: string;

  /** @param send a sender that adds the present session's token */
  constructor(send: Send, documentId: string) {
    this.#send = send;
    this.#path = `/documents/${encodeURIComponent(documentId)}/members`;
  }

  async list(): Promise<readonly Member[]> {
    return ((await this.#send({ method: 'GET', path: this.#path })) as { items: readonly Member[] }).items;
  }

  async invite(email: string, role: Role): Promise<Member> {
    return (await this.#send({ method: 'POST', path: this.#path, body: { email, role } })) as Member;
  }

  async change(userId: string, role: Role): Promise<Member> {
    return (await this.#send({ method: 'PUT', path: this.#of(userId), body: { role } })) as Member;
  }

  async remove(userId: string): Promise<void> {
    await this.#send({ method: 'DELETE', path: this.#of(userId) });
  }

  #of(userId: string): string {
    return `${this.#path}/${encodeURIComponent(userId)}`;
  }
}
