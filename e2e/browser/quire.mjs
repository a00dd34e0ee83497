import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** Where the system under test is; whoever runs the tests has started it. */
export const quireUrl = (() => {
  const url = process.env.QUIRE_URL;
  if (!url) throw new Error('QUIRE_URL must name a running Quire, such as http://127.0.0.1:8080');
  return url.replace(/\/+$/, '');
})();

const pictures = process.env.QUIRE_SCREENSHOTS ?? path.join(import.meta.dirname, 'target');

export const password = 'seven leaves and a half';

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.QUIRE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/**
 * Somebody at their own computer: a browser context with one page, and a record of everything that
 * the browser complained about.
 */
export class Someone {
  static async at(browser, displayName, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1180, height: 820 }, ...options });
    const page = await context.newPage();
    const someone = new Someone(context, page, displayName);
    await someone.#listen();
    return someone;
  }

  constructor(context, page, displayName) {
    this.context = context;
    this.page = page;
    this.displayName = displayName;
    this.email = `${displayName.split(' ')[0].toLowerCase()}-${crypto.randomUUID()}@example.org`;
    this.complaints = [];
    this.violations = [];
    this.token = null;
  }

  async register() {
    await this.page.goto(`${quireUrl}/register`);
    await this.page.getByLabel('Your name').fill(this.displayName);
    await this.page.getByLabel('E-mail').fill(this.email);
    await this.page.getByLabel('Password').fill(password);
    const answer = this.page.waitForResponse((response) => response.url().endsWith('/api/v1/auth/register'));
    await this.page.getByRole('button', { name: 'Create account' }).click();
    this.token = (await (await answer).json()).accessToken;
    await this.page.getByRole('heading', { name: 'Documents' }).waitFor();
  }

  /** Creates a document through the page and returns its id. */
  async createDocument(title) {
    const answer = this.page.waitForResponse(
      (response) => response.url().endsWith('/api/v1/documents') && response.request().method() === 'POST',
    );
    await this.page.getByRole('button', { name: 'New document' }).click();
    const { id } = await (await answer).json();
    await this.text.waitFor();
    const renamed = this.page.waitForResponse(
      (response) => response.url().endsWith(`/documents/${id}`) && response.request().method() === 'PATCH',
    );
    await this.page.getByLabel('Title').fill(title);
    await this.page.keyboard.press('Enter');
    await renamed;
    return id;
  }

  async api(method, apiPath, data) {
    return this.page.request.fetch(`${quireUrl}/api/v1${apiPath}`, {
      method,
      data,
      headers: { authorization: `Bearer ${this.token}` },
    });
  }

  async open(address) {
    await this.page.goto(address);
    await this.text.waitFor();
  }

  get text() {
    return this.page.locator('.prose');
  }

  /** Puts the caret behind the last character, and types. */
  async types(words) {
    await this.text.focus();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(words, { delay: 5 });
  }

  async sees(words) {
    await this.text.getByText(words).first().waitFor();
  }

  async seesCaretOf(other) {
    await this.text.locator('.caret-label', { hasText: other.displayName }).waitFor();
  }

  async seesStatus(status) {
    await this.page.locator(`.status[data-status="${status}"]`).waitFor();
  }

  /** Records each status that the page shows from now on; returns the list that grows. */
  async recordStatuses() {
    return this.page.evaluateHandle(() => {
      const badge = document.querySelector('.status');
      const seen = [badge.dataset.status];
      new MutationObserver(() => {
        if (seen.at(-1) !== badge.dataset.status) seen.push(badge.dataset.status);
      }).observe(badge, { attributes: true, attributeFilter: ['data-status'] });
      return seen;
    });
  }

  async picture(name) {
    await mkdir(pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }

  async #listen() {
    this.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    this.page.on('pageerror', (error) => this.complaints.push(`thrown: ${error.stack ?? error}`));
    await this.page.exposeFunction('reportViolation', (violation) => this.violations.push(violation));
    await this.page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        window.reportViolation(`${event.violatedDirective}: ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
      });
    });
  }
}

/**
 * What a browser says by itself about three things that the tests do on purpose: a page opened while
 * nobody is signed in asks for a session and is told 401; a link that is for accounts is tried without
 * one and refused with 403; and a cut network is a failed connection.
 */
const expectedComplaints = [
  /status of 401 .*\/api\/v1\/auth\/refresh\)$/,
  /status of 403 .*\/api\/v1\/links\/visit\)$/,
  /net::ERR_INTERNET_DISCONNECTED/,
];

export const unexpected = (complaints) =>
  complaints.filter((complaint) => !expectedComplaints.some((expected) => expected.test(complaint)));
