import type { JSONContent } from '@tiptap/core';
import type { Page } from './documents';
import type { Send } from './http';

/** One author's edits without a long pause between them. */
export interface WorkSession {
  readonly author: string;
  readonly fromRevision: number;
  readonly toRevision: number;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** A revision that somebody gave a name. */
export interface Version {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly author: string;
  readonly createdAt: string;
}

/** What one document was at earlier times. */
export class History {
  readonly #send: Send;
  readonly #path: string;

  /** @param send a sender that adds the present session's token */
  constructor(send: Send, documentId: string) {
    this.#send = send;
    this.#path = `/documents/${encodeURIComponent(documentId)}`;
  }

  /** The latest first. */
  async sessions(cursor?: string): Promise<Page<WorkSession>> {
    return (await this.#get('/history', cursor)) as Page<WorkSession>;
  }

  /** The latest first. */
  async versions(cursor?: string): Promise<Page<Version>> {
    return (await this.#get('/versions', cursor)) as Page<Version>;
  }

  async contentAt(revision: number): Promise<JSONContent> {
    return (await this.#get(`/content?format=prosemirror&revision=${revision}`)) as JSONContent;
  }

  async name(revision: number, name: string): Promise<Version> {
    const body = { name, revision };
    return (await this.#send({ method: 'POST', path: `${this.#path}/versions`, body })) as Version;
  }

  /** Makes the text what it was in that version, as an edit that everybody gets. */
  async restore(version: Version): Promise<void> {
    const path = `${this.#path}/versions/${encodeURIComponent(version.id)}/restore`;
    await this.#send({ method: 'POST', path });
  }

  #get(path: string, cursor?: string): Promise<unknown> {
    const query = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`;
    return this.#send({ method: 'GET', path: this.#path + path + query });
  }
}
