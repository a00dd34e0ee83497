import { describe, expect, it } from 'vitest';
import { Documents } from '../src/api/documents';
import type { ApiRequest, Send } from '../src/api/http';
import { Organisations } from '../src/api/organisations';
import { defaultRoleOf, defaultRoles } from '../src/pages/organisations/words';

/** Keeps what is asked, and answers with an empty page. */
const asking = (): { asked: ApiRequest[]; send: Send } => {
  const asked: ApiRequest[] = [];
  return {
    asked,
    send: async (request) => {
      await Promise.resolve();
      asked.push(request);
      return { items: [], nextCursor: null };
    },
  };
};

const lineOf = ({ method, path, body }: ApiRequest): string =>
  [method, path, ...(body === undefined ? [] : [JSON.stringify(body)])].join(' ');

describe('organisations', () => {
  it('are asked for as the API says', async () => {
    const { asked, send } = asking();
    const organisations = new Organisations(send);
    await organisations.create('Works', null);
    await organisations.change('o/1', { defaultRole: 'viewer' });
    await organisations.members('o1');
    await organisations.invite('o1', 'bob@example.org', 'guest');
    await organisations.changeMember('o1', 'u1', 'admin');
    await organisations.remove('o1', 'u1');
    expect(asked.map(lineOf)).toEqual([
      'POST /organisations {"name":"Works","defaultRole":null}',
      'PATCH /organisations/o%2F1 {"defaultRole":"viewer"}',
      'GET /organisations/o1/members?limit=200',
      'POST /organisations/o1/members {"email":"bob@example.org","role":"guest"}',
      'PUT /organisations/o1/members/u1 {"role":"admin"}',
      'DELETE /organisations/o1/members/u1',
    ]);
  });

  it('have documents of their own, and the list of all asks for none', async () => {
    const { asked, send } = asking();
    const documents = new Documents(send);
    await documents.create('Mine');
    await documents.create('Ours', 'o1');
    await documents.list({ organisation: '' });
    await documents.list({ organisation: 'o1', query: 'tea' });
    expect(asked.map(lineOf)).toEqual([
      'POST /documents {"title":"Mine"}',
      'POST /documents {"title":"Ours","organisation":"o1"}',
      'GET /documents?limit=30',
      'GET /documents?limit=30&q=tea&organisation=o1',
    ]);
  });

  it('give their members one of the roles on offer, or nothing', () => {
    expect(defaultRoles.map(([value]) => defaultRoleOf(value))).toEqual(['editor', 'commenter', 'viewer', null]);
    expect(defaultRoleOf('owner')).toBeNull();
  });
});
