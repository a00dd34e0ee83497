import type { Send } from './http';

export type Role = 'owner' | 'editor' | 'commenter' | 'viewer';

/** Where a text holds what was searched for. */
export interface Match {
  readonly snippet: string;
  /** From where to where in the snippet, in UTF-16 units, in order. */
  readonly highlights: readonly (readonly [start: number, end: number])[];
}

export interface DocumentSummary {
  readonly id: string;
  readonly title: string;
  readonly role: Role;
  /** Null for a document of nobody's but its own members. */
  readonly organisation?: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Of a search; null where only the title was found. */
  readonly match?: Match | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface ListQuery {
  readonly cursor?: string | undefined;
  readonly query?: string | undefined;
  /** Only those of this organisation. */
  readonly organisation?: string | undefined;
  readonly limit?: number;
}

/** The document list and each document's metadata; the text itself travels over the socket. */
export class Documents {
  readonly #send: Send;

  /** @param send a sender that adds the present session's token */
  constructor(send: Send) {
    this.#send = send;
  }

  async list({ cursor, query, organisation, limit = 30 }: ListQuery): Promise<Page<DocumentSummary>> {
    const parameters = new URLSearchParams({ limit: String(limit) });
    if (cursor !== undefined) parameters.set('cursor', cursor);
    if (query !== undefined && query !== '') parameters.set('q', query);
    if (organisation !== undefined && organisation !== '') parameters.set('organisation', organisation);
    return (await this.#send({ method: 'GET', path: `/documents?${parameters}` })) as Page<DocumentSummary>;
  }

  /** @param organisation whose it is, for ever; '' for nobody's but its members' */
  async create(title: string, organisation = ''): Promise<DocumentSummary> {
    const body = organisation === '' ? { title } : { title, organisation };
    return (await this.#send({ method: 'POST', path: '/documents', body })) as DocumentSummary;
  }

  async get(id: string): Promise<DocumentSummary> {
    return (await this.#send({ method: 'GET', path: pathOf(id) })) as DocumentSummary;
  }

  async rename(id: string, title: string): Promise<DocumentSummary> {
    return (await this.#send({ method: 'PATCH', path: pathOf(id), body: { title } })) as DocumentSummary;
  }

  async delete(id: string): Promise<void> {
    await this.#send({ method: 'DELETE', path: pathOf(id) });
  }
}

const pathOf = (id: string): string => `/documents/${encodeURIComponent(id)}`;
