import type { Role } from '../../api/documents';
import type { Links } from '../../api/links';
import type { Member, Members } from '../../api/members';
import { messageOf } from '../../api/problem';
import { fill, h, setText } from '../../ui/dom';
import { LinkList } from './linkList';

const roles: Readonly<Record<Role, string>> = {
  owner: 'Owner: also shares and deletes',
  editor: 'Editor: writes',
  commenter: 'Commenter: reads and comments',
  viewer: 'Viewer: reads',
};

const noName = 'Somebody without a name';

/** Shows who belongs to a document; owners also invite, change and remove people, and make links. */
export class ShareDialog {
  readonly #members: Members;
  readonly #mayManage: boolean;
  readonly #self: string;
  readonly #list = h('ul', { class: 'member-list', 'aria-label': 'People with access' });
  readonly #error = h('p', { class: 'form-error', role: 'alert' });
  readonly #news = h('p', { class: 'visually-hidden', role: 'status' });
  readonly #email = h('input', { id: 'share-email', type: 'email', autocomplete: 'off', required: true });
  readonly #role = roleSelect('editor', 'Role of the person to invite');
  readonly #links: LinkList | null;
  readonly #dialog: HTMLDialogElement;

  /**
   * @param self the id of the person who looks
   * @param mayManage whether they may change anything; the server decides, this only offers
   */
  constructor(members: Members, links: Links, self: string, mayManage: boolean) {
    this.#members = members;
    this.#self = self;
    this.#mayManage = mayManage;
    this.#links = mayManage
      ? new LinkList(
          links,
          (change) => this.#attempt(change),
          (news) => setText(this.#news, news),
        )
      : null;
    this.#dialog = h(
      'dialog',
      { class: 'dialog share', 'aria-labelledby': 'share-heading', onclose: () => this.#dialog.remove() },
      h('h2', { id: 'share-heading' }, 'Share'),
      mayManage ? this.#inviteForm() : null,
      this.#error,
      this.#news,
      this.#list,
      this.#links?.element,
      h(
        'div',
        { class: 'button-row' },
        h('button', { type: 'button', class: 'button', onclick: () => this.#dialog.close() }, 'Done'),
      ),
    );
  }

  open(): void {
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    void this.#attempt(async () => this.#refresh());
  }

  #inviteForm(): HTMLFormElement {
    return h(
      'form',
      {
        class: 'form',
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          void this.#attempt(() => this.#invite());
        },
      },
      h('label', { for: 'share-email' }, 'E-mail of somebody with an account here'),
      this.#email,
      h('div', { class: 'invite-row' }, this.#role, h('button', { type: 'submit', class: 'button primary' }, 'Invite')),
    );
  }

  async #invite(): Promise<void> {
    const member = await this.#members.invite(this.#email.value.trim(), this.#role.value as Role);
    this.#email.value = '';
    await this.#refresh();
    setText(this.#news, `${member.displayName ?? noName} was invited as ${member.role}.`);
  }

  async #refresh(): Promise<void> {
    const members = await this.#members.list();
    fill(this.#list, ...members.map((member) => this.#row(member)));
    await this.#links?.refresh();
  }

  #row(member: Member): HTMLElement {
    const name = member.displayName ?? noName;
    const itself = member.userId === this.#self;
    const label = h('span', { class: 'member-name' }, itself ? `${name} (you)` : name);
    // Who takes their own right away could not undo it.
    if (!this.#mayManage || itself) return h('li', {}, label, h('span', { class: 'badge' }, member.role));

    const role = roleSelect(member.role, `Role of ${name}`);
    role.addEventListener('change', () => {
      void this.#attempt(async () => {
        await this.#members.change(member.userId, role.value as Role);
        setText(this.#news, `${name} is now ${role.value}.`);
      });
    });
    const remove = h(
      'button',
      {
        type: 'button',
        class: 'button quiet',
        'aria-label': `Remove ${name}`,
        onclick: () =>
          void this.#attempt(async () => {
            await this.#members.remove(member.userId);
            await this.#refresh();
            setText(this.#news, `${name} has no access any more.`);
          }),
      },
      'Remove',
    );
    return h('li', {}, label, role, remove);
  }

  /** Runs a change; where it fails, says why and shows again what really holds. */
  async #attempt(change: () => Promise<void>): Promise<void> {
    setText(this.#error, '');
    try {
      await change();
    } catch (error) {
      setText(this.#error, messageOf(error));
      await this.#refresh().catch(() => undefined);
    }
  }
}

function roleSelect(selected: Role, label: string): HTMLSelectElement {
  const options = (Object.keys(roles) as Role[]).map((role) =>
    h('option', { value: role, selected: role === selected }, roles[role]),
  );
  return h('select', { class: 'select', 'aria-label': label }, ...options);
}
