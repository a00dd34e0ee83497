import type { Page } from './documents';
import type { Send } from './http';
import type { LinkRole } from './links';

/** What somebody is in an organisation: guests have only what single documents give them. */
export type Kind = 'admin' | 'member' | 'guest';

/** What members may do with every document of it; null for nothing. */
export type DefaultRole = LinkRole | null;

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly defaultRole: DefaultRole;
  /** The caller's own. */
  readonly role: Kind;
}

export interface OrganisationMember {
  readonly userId: string;
  /** Null for an account that has no name here. */
  readonly displayName: string | null;
  readonly role: Kind;
}

const MOST = 200;

/** Organisations and who belongs to them. Changes take effect on open windows within a second. */
export class Organisations {
  readonly #send: Send;

  /** @param send a sender that adds the present session's token */
  constructor(send: Send) {
    this.#send = send;
  }

  /** Those that the caller belongs to, the newest first. */
  async list(): Promise<readonly Organisation[]> {
    const page = await this.#send({ method: 'GET', path: `/organisations?limit=${MOST}` });
    return (page as Page<Organisation>).items;
  }

  async create(name: string, defaultRole: DefaultRole): Promise<Organisation> {
    return (await this.#send({ method: 'POST', path: '/organisations', body: { name, defaultRole } })) as Organisation;
  }

  async change(id: string, changes: { name?: string; defaultRole?: DefaultRole }): Promise<Organisation> {
    return (await this.#send({ method: 'PATCH', path: pathOf(id), body: changes })) as Organisation;
  }

  /** All who belong, or as many as fit a page; guests may not ask. */
  async members(id: string): Promise<readonly OrganisationMember[]> {
    const page = await this.#send({ method: 'GET', path: `${pathOf(id)}/members?limit=${MOST}` });
    return (page as Page<OrganisationMember>).items;
  }

  async invite(id: string, email: string, role: Kind): Promise<OrganisationMember> {
    const body = { email, role };
    return (await this.#send({ method: 'POST', path: `${pathOf(id)}/members`, body })) as OrganisationMember;
  }

  async changeMember(id: string, userId: string, role: Kind): Promise<void> {
    await this.#send({ method: 'PUT', path: memberPath(id, userId), body: { role } });
  }

  async remove(id: string, userId: string): Promise<void> {
    await this.#send({ method: 'DELETE', path: memberPath(id, userId) });
  }
}

const pathOf = (id: string): string => `/organisations/${encodeURIComponent(id)}`;
const memberPath = (id: string, userId: string): string => `${pathOf(id)}/members/${encodeURIComponent(userId)}`;
