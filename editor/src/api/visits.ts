import type { Grant } from './accounts';
import type { Send } from './http';
import type { LinkRole } from './links';

/** Somebody without an account, let in by a link for as long as the token lasts. */
export interface VisitGrant extends Grant {
  readonly document: string;
  readonly role: LinkRole;
  readonly visitor: { readonly id: string; readonly displayName: string };
}

/**
 * @param linkToken what the link has behind its #
 * @param present the token of the visit so far, to stay the same person
 * @throws ProblemError 403 where the link is for people with an account, 404 where it opens nothing
 */
export async function visit(send: Send, linkToken: string, present: string | undefined): Promise<VisitGrant> {
  const body = { token: linkToken };
  return (await send({ method: 'POST', path: '/links/visit', body, token: present })) as VisitGrant;
}
