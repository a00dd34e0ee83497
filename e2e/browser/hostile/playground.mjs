import { createServer } from 'node:http';

/*
 * Pages that would run anything: no Content-Security-Policy, and scripts allowed. Each
 * thing to try is a frame, twice: as a page of its own, and put into one by `innerHTML`, written out and put in
 * again. What then happens without having been asked for is written down: a script that calls `alert` (as
 * everything in the corpus does), a dialog, a request that no picture in the page makes, a navigation, another
 * window, a download.
 */
const marker = '__quireHappened';
const elsewhere = '//elsewhere.invalid';
const between = '<hr class="between">';
const patience = 400;

export class Playground {
  static async open(browser) {
    const playground = new Playground();
    playground.server = createServer((request, response) => playground.#answer(request, response));
    await new Promise((listening) => playground.server.listen(0, '127.0.0.1', listening));
    playground.base = `http://127.0.0.1:${playground.server.address().port}`;
    playground.context = await browser.newContext({ bypassCSP: true, acceptDownloads: false });
    await playground.#watch();
    return playground;
  }

  constructor() {
    this.answers = new Map();
    this.happened = new Map();
    this.pictures = [];
    this.pages = 0;
  }

  async close() {
    await this.context.close();
    await new Promise((closed) => this.server.close(closed));
  }

  /**
   * Tries things, each `{ label, body, type, sniffing }`, in one page: `type` is the content type that it is
   * served with, `sniffing` the header that says whether a browser may guess another one.
   *
   * @returns what happened by label; empty where nothing did
   */
  async try(things) {
    const number = ++this.pages;
    const frames = things.flatMap((thing, i) => {
      const isHtml = (thing.type ?? 'text/html').startsWith('text/html');
      const ways = thing.ways ?? (isHtml ? ['page', 'inner'] : ['page']);
      return ways.map((way) => ({ ...thing, way, path: `/${number}/${i}/${way}` }));
    });
    this.happened = new Map();
    this.pictures = [];
    this.frames = new Map(frames.map((frame) => [frame.path, frame]));
    this.answers.clear();
    frames.forEach((frame) => this.answers.set(frame.path, served(frame)));
    const list = frames.map((frame) => `<iframe src="${frame.path}" width=300 height=100></iframe>`).join('\n');
    this.answers.set(`/${number}`, { type: 'text/html', body: `<!doctype html><meta charset=utf-8>${list}` });

    const page = await this.context.newPage();
    this.page = page;
    try {
      await this.#show(page, `${this.base}/${number}`);
    } finally {
      this.page = null;
      await page.close();
    }
    return this.happened;
  }

  async #show(page, address) {
    page.on('dialog', (dialog) => {
      this.#note(null, `dialog: ${dialog.message()}`);
      return dialog.dismiss().catch(() => {});
    });
    page.on('download', (download) => this.#note(null, `download: ${download.url()}`));
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(patience);
    await Promise.all(page.frames().map((frame) => this.#count(frame)));
    await Promise.all(page.frames().map((frame) => this.#poke(frame)));
    await page.waitForTimeout(patience);
    await this.#judgePictures();
  }

  async #watch() {
    await this.context.exposeBinding(marker, ({ frame }, what) => this.#note(frame, what));
    await this.context.addInitScript((name) => {
      const happened = window[name];
      for (const call of ['alert', 'confirm', 'prompt', 'print', 'open']) {
        window[call] = () => void happened(`called ${call}`);
      }
    }, marker);
    await this.context.route('**', (route) =>
      this.#isAsked(route.request()) ? route.continue() : this.#refuse(route),
    );
    this.context.on('page', (page) => {
      if (this.page && page !== this.page) this.#note(null, `another window: ${page.url()}`);
    });
  }

  #isAsked(request) {
    const address = new URL(request.url());
    return address.origin === this.base && (this.answers.has(address.pathname) || address.pathname === '/favicon.ico');
  }

  async #refuse(route) {
    const request = route.request();
    await route.abort().catch(() => {});
    const frame = request.isNavigationRequest() ? null : request.frame();
    if (frame && request.resourceType() === 'image' && !request.url().includes(elsewhere)) {
      this.pictures.push({ frame, url: request.url() });
    } else {
      this.#note(request.frame(), `request (${request.resourceType()}): ${request.url()}`);
    }
  }

  /** What an `img` shows is what a document may ask for; any other picture is something that happened. */
  async #judgePictures() {
    const shown = new Map();
    for (const frame of new Set(this.pictures.map((picture) => picture.frame))) {
      const sources = () =>
        [...document.images].map((image) => new URL(image.src)).map((url) => url.href.split('#')[0]);
      shown.set(frame, new Set(await ask(frame, sources)));
    }
    for (const { frame, url } of this.pictures) {
      if (!shown.get(frame).has(url)) this.#note(frame, `request (picture): ${url}`);
    }
  }

  #note(frame, what) {
    const asked = frame && this.#asked(frame);
    const label = asked ? `${asked.label} (${asked.way})` : 'somewhere on the page';
    this.happened.set(label, [...(this.happened.get(label) ?? []), what]);
  }

  #asked(frame) {
    for (let at = frame; at; at = at.parentFrame()) {
      const found = at.url().startsWith(this.base) && this.frames.get(new URL(at.url()).pathname);
      if (found) return found;
    }
    return null;
  }

  async #count(frame) {
    const pieces = this.#asked(frame)?.pieces ?? 0;
    if (pieces > 0) {
      const found = await ask(frame, () => document.querySelectorAll('body > hr.between').length);
      if (found !== pieces - 1) this.#note(frame, `${found} of ${pieces - 1} borders between pieces are left`);
    }
  }

  /** Does what a reader may do: links and buttons are clicked, and whatever waits for something gets it. */
  async #poke(frame) {
    const strays = await ask(frame, poke);
    strays?.forEach((stray) => this.#note(frame, stray));
  }

  #answer(request, response) {
    const answer = this.answers.get(new URL(request.url, this.base).pathname);
    const type = answer?.type ?? 'text/plain';
    const sniffing = type.startsWith('text/html') ? {} : { 'x-content-type-options': answer?.sniffing ?? 'nosniff' };
    response.writeHead(answer ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store', ...sniffing });
    response.end(answer?.body);
  }
}

/** Several pieces of HTML as one, which can tell whether one of them swallowed what came after it. */
export function join(things) {
  return {
    label: things.map((thing) => thing.label).join(' | '),
    body: things.map((thing) => thing.body).join(between),
    type: 'text/html',
    pieces: things.length,
  };
}

/** What a frame answers; null where it has gone, or waits for a page that never comes. */
function ask(frame, question, ...about) {
  const late = new Promise((done) => setTimeout(done, 2_000, null).unref());
  return Promise.race([frame.evaluate(question, ...about).catch(() => null), late]);
}

/** Runs in the page. Links that openly lead to the web, to mail or to a telephone are not followed. */
function poke() {
  for (const element of document.querySelectorAll('body, body *')) {
    for (const { name } of [...element.attributes].filter((attribute) => /^on/i.test(attribute.name))) {
      element.dispatchEvent(new Event(name.slice(2).toLowerCase(), { cancelable: true }));
    }
    const leads = element.localName === 'a' && /^(https?|mailto|tel):/.test(element.href);
    if (!leads && element.matches('a, area, button, input, label, summary, svg *, math *, [href], [ping]')) {
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  }
  const links = [...document.querySelectorAll('a[href]')].map((link) => String(link.href));
  return links.filter((href) => href.includes('//elsewhere.invalid')).map((href) => `link: ${href}`);
}

function served({ body, type = 'text/html', sniffing, way }) {
  if (way === 'page') {
    const page = type.startsWith('text/html') ? `<!doctype html><meta charset=utf-8>${body}` : body;
    return { type, sniffing, body: page };
  }
  const quoted = JSON.stringify(body).replaceAll('<', '\\u003c');
  const script = `document.body.innerHTML = ${quoted}; document.body.innerHTML = document.body.innerHTML`;
  return { type, body: `<!doctype html><meta charset=utf-8><body><script>${script}</script>` };
}
