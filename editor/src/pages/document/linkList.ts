import type { LinkRole, Links, MadeLink, ShareLink } from '../../api/links';
import { linkAddress } from '../../app/routes';
import { fill, h } from '../../ui/dom';
import { select } from '../../ui/select';

const roles: Readonly<Record<LinkRole, string>> = {
  editor: 'Whoever has it writes',
  commenter: 'Whoever has it reads and comments',
  viewer: 'Whoever has it reads',
};

const DAY_MS = 24 * 60 * 60 * 1000;
const lives = [
  { days: 1, label: 'for a day' },
  { days: 7, label: 'for a week' },
  { days: 30, label: 'for a month' },
  { days: 0, label: 'until ended' },
] as const;

/** The document's share links: an owner makes, copies and ends them. */
export class LinkList {
  readonly element: HTMLElement;
  readonly #links: Links;
  readonly #attempt: (change: () => Promise<void>) => Promise<void>;
  readonly #say: (news: string) => void;
  readonly #role = select('Role of the link', Object.entries(roles));
  readonly #life = select(
    'Life of the link',
    lives.map(({ days, label }) => [String(days), label]),
  );
  readonly #withoutAccount = h('input', { type: 'checkbox', id: 'link-without-account' });
  readonly #list = h('ul', { class: 'member-list', 'aria-label': 'Links' });
  /** The address of the link just made: it can't be had again. */
  readonly #address = h('input', { class: 'link-address', readonly: true, 'aria-label': 'The new link', hidden: true });

  /**
   * @param attempt runs a change and shows what fails
   * @param say tells news to whoever can't see them
   */
  constructor(links: Links, attempt: (change: () => Promise<void>) => Promise<void>, say: (news: string) => void) {
    this.#links = links;
    this.#attempt = attempt;
    this.#say = say;
    this.#role.value = 'viewer';
    this.#life.value = '7';
    this.element = h(
      'section',
      { 'aria-labelledby': 'links-heading' },
      h('h3', { id: 'links-heading' }, 'Links'),
      h(
        'div',
        { class: 'invite-row' },
        this.#role,
        this.#life,
        h(
          'button',
          { type: 'button', class: 'button', onclick: () => void this.#attempt(() => this.#make()) },
          'Make a link',
        ),
      ),
      h(
        'p',
        { class: 'check-row' },
        this.#withoutAccount,
        h('label', { for: 'link-without-account' }, 'Also for people without an account'),
      ),
      this.#address,
      this.#list,
    );
  }

  async refresh(): Promise<void> {
    const links = await this.#links.list();
    fill(this.#list, ...links.map((link) => this.#row(link)));
  }

  async #make(): Promise<void> {
    const days = Number(this.#life.value);
    const expiresAt = days === 0 ? null : new Date(Date.now() + days * DAY_MS);
    const made = await this.#links.make(this.#role.value as LinkRole, expiresAt, this.#withoutAccount.checked);
    await this.refresh();
    await this.#show(made);
  }

  /** Copies the address where pages may, and shows it in any case. */
  async #show(made: MadeLink): Promise<void> {
    const address = linkAddress(location.origin, made.token);
    this.#address.hidden = false;
    this.#address.value = address;
    this.#address.focus();
    this.#address.select();
    const copied =
      isSecureContext &&
      (await navigator.clipboard.writeText(address).then(
        () => true,
        () => false,
      ));
    this.#say(copied ? 'The link is copied. It is shown only now.' : 'Copy the link: it is shown only now.');
  }

  #row(link: ShareLink): HTMLElement {
    const until = link.expiresAt === null ? 'until ended' : `until ${new Date(link.expiresAt).toLocaleString()}`;
    const who = link.withoutAccount ? `also without an account (${link.visitors} here now)` : 'with an account';
    const what = `${roles[link.role]}, ${who}, ${until}; opened by ${link.guests}`;
    return h(
      'li',
      {},
      h('span', { class: 'link-what' }, what),
      h(
        'button',
        { type: 'button', class: 'button quiet', onclick: () => void this.#attempt(() => this.#end(link)) },
        'End',
      ),
    );
  }

  async #end(link: ShareLink): Promise<void> {
    await this.#links.end(link.id);
    this.#address.hidden = true;
    await this.refresh();
    this.#say('The link is ended, and what it gave with it.');
  }
}
