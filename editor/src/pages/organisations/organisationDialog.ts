import type { Kind, Organisation, OrganisationMember, Organisations } from '../../api/organisations';
import { messageOf } from '../../api/problem';
import { fill, h, setText } from '../../ui/dom';
import { select } from '../../ui/select';
import { defaultRoleOf, defaultRoles, kinds, noName } from './words';

/** What the dialog changes that its page shows. */
export interface OrganisationNews {
  readonly changed: () => void;
  /** The person belongs to it no more. */
  readonly left: () => void;
}

/** Who belongs to an organisation and what that gives; admins change it, everybody may leave. */
export class OrganisationDialog {
  readonly #organisations: Organisations;
  readonly #organisation: Organisation;
  readonly #self: string;
  readonly #news: OrganisationNews;
  readonly #mayManage: boolean;
  readonly #list = h('ul', { class: 'member-list', 'aria-label': 'People of the organisation' });
  readonly #error = h('p', { class: 'form-error', role: 'alert' });
  readonly #said = h('p', { class: 'visually-hidden', role: 'status' });
  readonly #email = h('input', { id: 'organisation-email', type: 'email', autocomplete: 'off', required: true });
  readonly #kind = select('What the person is to be', kinds, 'member');
  readonly #dialog: HTMLDialogElement;

  /** @param self the id of the person who looks */
  constructor(organisations: Organisations, organisation: Organisation, self: string, news: OrganisationNews) {
    this.#organisations = organisations;
    this.#organisation = organisation;
    this.#self = self;
    this.#news = news;
    this.#mayManage = organisation.role === 'admin';
    this.#dialog = h(
      'dialog',
      { class: 'dialog share', 'aria-labelledby': 'organisation-heading', onclose: () => this.#dialog.remove() },
      h('h2', { id: 'organisation-heading' }, organisation.name),
      ...(this.#mayManage ? [this.#settings(), this.#inviteForm()] : []),
      this.#error,
      this.#said,
      this.#list,
      h(
        'div',
        { class: 'button-row' },
        h(
          'button',
          { type: 'button', class: 'button quiet', onclick: () => void this.#attempt(() => this.#leave()) },
          'Leave this organisation',
        ),
        h('button', { type: 'button', class: 'button', onclick: () => this.#dialog.close() }, 'Done'),
      ),
    );
  }

  open(): void {
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    void this.#attempt(() => this.#refresh());
  }

  #settings(): HTMLElement {
    const name = h('input', { id: 'organisation-rename', maxlength: 200, value: this.#organisation.name });
    name.addEventListener('change', () => {
      const next = name.value.trim();
      if (next !== '') void this.#attempt(() => this.#change({ name: next }, `It is called ${next} now.`));
    });
    const role = select('What its members may do', defaultRoles, this.#organisation.defaultRole ?? '');
    role.addEventListener('change', () => {
      const defaultRole = defaultRoleOf(role.value);
      void this.#attempt(() => this.#change({ defaultRole }, 'The default role is changed.'));
    });
    return h(
      'div',
      { class: 'form' },
      h('div', { class: 'field' }, h('label', { for: 'organisation-rename' }, 'Name'), name),
      role,
    );
  }

  async #change(changes: Parameters<Organisations['change']>[1], said: string): Promise<void> {
    const changed = await this.#organisations.change(this.#organisation.id, changes);
    setText(this.#dialog.querySelector('h2') ?? this.#said, changed.name);
    setText(this.#said, said);
    this.#news.changed();
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
      h('label', { for: 'organisation-email' }, 'E-mail of somebody with an account here'),
      this.#email,
      h('div', { class: 'invite-row' }, this.#kind, h('button', { type: 'submit', class: 'button primary' }, 'Add')),
    );
  }

  async #invite(): Promise<void> {
    const kind = this.#kind.value as Kind;
    const member = await this.#organisations.invite(this.#organisation.id, this.#email.value.trim(), kind);
    this.#email.value = '';
    await this.#refresh();
    setText(this.#said, `${member.displayName ?? noName} belongs to it as ${member.role}.`);
  }

  async #refresh(): Promise<void> {
    if (this.#organisation.role === 'guest') {
      fill(this.#list, h('li', {}, 'Guests do not see who belongs to it.'));
      return;
    }
    const members = await this.#organisations.members(this.#organisation.id);
    fill(this.#list, ...members.map((member) => this.#row(member)));
  }

  #row(member: OrganisationMember): HTMLElement {
    const name = member.displayName ?? noName;
    const itself = member.userId === this.#self;
    const label = h('span', { class: 'member-name' }, itself ? `${name} (you)` : name);
    // Who takes their own right away could not undo it.
    if (!this.#mayManage || itself) return h('li', {}, label, h('span', { class: 'badge' }, member.role));

    const kind = select(`What ${name} is`, kinds, member.role);
    kind.addEventListener('change', () => {
      void this.#attempt(async () => {
        await this.#organisations.changeMember(this.#organisation.id, member.userId, kind.value as Kind);
        setText(this.#said, `${name} is now ${kind.value}.`);
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
            await this.#organisations.remove(this.#organisation.id, member.userId);
            await this.#refresh();
            setText(this.#said, `${name} belongs to it no more.`);
          }),
      },
      'Remove',
    );
    return h('li', {}, label, kind, remove);
  }

  async #leave(): Promise<void> {
    if (!confirm(`Leave ${this.#organisation.name}? You lose what its members may do with its documents.`)) return;
    await this.#organisations.remove(this.#organisation.id, this.#self);
    this.#dialog.close();
    this.#news.left();
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
