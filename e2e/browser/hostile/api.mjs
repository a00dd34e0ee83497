import * as Y from 'yjs';
import { password, quireUrl } from '../quire.mjs';

/** Quire's REST calls, by somebody who has just registered. */
export class Api {
  static async signIn() {
    const answer = await fetch(`${quireUrl}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `mallory-${crypto.randomUUID()}@example.org`, password, displayName: 'Mallory' }),
    });
    if (answer.status !== 201) throw new Error(`register: ${answer.status} ${await answer.text()}`);
    return new Api((await answer.json()).accessToken);
  }

  constructor(token) {
    this.token = token;
  }

  freshName() {
    return `hostile-${crypto.randomUUID()}`;
  }

  call(method, path, type, body) {
    const headers = { authorization: `Bearer ${this.token}`, ...(type && { 'content-type': type }) };
    return fetch(`${quireUrl}/api/v1${path}`, { method, headers, body });
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body) {
    return this.call('POST', path, 'application/json', JSON.stringify(body));
  }

  put(id, type, body) {
    return this.call('PUT', `/documents/${id}/content`, type, body);
  }

  async create(document) {
    const answer = await this.post('/documents', document);
    if (answer.status !== 201) throw new Error(`create: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).id;
  }

  /** An edit of the document, sent as its update. */
  async write(id, edit) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, new Uint8Array(await (await this.get(`/documents/${id}/state`)).arrayBuffer()));
    const before = Y.encodeStateVector(doc);
    doc.transact(() => edit(doc));
    const update = Y.encodeStateAsUpdate(doc, before);
    const answer = await this.call('POST', `/documents/${id}/updates`, 'application/octet-stream', update);
    if (answer.status !== 200) throw new Error(`update: ${answer.status} ${await answer.text()}`);
  }

  /** What an address answers, to be shown in a browser with the content type that it came with. */
  async page(label, path) {
    let answer;
    await this.until(async () => (answer = await this.get(path)).status !== 503);
    const { status, headers } = answer;
    const sniffing = headers.get('x-content-type-options') ?? 'none';
    return { label, status, body: await answer.text(), type: headers.get('content-type'), sniffing };
  }

  async until(condition) {
    const deadline = Date.now() + 20_000;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error('what was waited for did not come within 20 s');
      await new Promise((later) => setTimeout(later, 200));
    }
  }
}
