import type { Organisation, Organisations } from '../../api/organisations';
import { messageOf } from '../../api/problem';
import { h, setText } from '../../ui/dom';
import { select } from '../../ui/select';
import { defaultRoleOf, defaultRoles } from './words';

/** Asks for a name and what members may do, and makes the organisation. */
export function openNewOrganisation(organisations: Organisations, made: (organisation: Organisation) => void): void {
  const name = h('input', { id: 'organisation-name', autocomplete: 'organization', required: true, maxlength: 200 });
  const role = select('What its members may do', defaultRoles, 'editor');
  const error = h('p', { class: 'form-error', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'button primary' }, 'Create');

  const create = async (): Promise<void> => {
    setText(error, '');
    submit.disabled = true;
    try {
      const organisation = await organisations.create(name.value.trim(), defaultRoleOf(role.value));
      dialog.close();
      made(organisation);
    } catch (failure) {
      setText(error, messageOf(failure));
      name.focus();
    } finally {
      submit.disabled = false;
    }
  };

  const dialog: HTMLDialogElement = h(
    'dialog',
    { class: 'dialog share', 'aria-labelledby': 'new-organisation-heading', onclose: () => dialog.remove() },
    h('h2', { id: 'new-organisation-heading' }, 'New organisation'),
    h(
      'form',
      {
        class: 'form',
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          void create();
        },
      },
      h('div', { class: 'field' }, h('label', { for: 'organisation-name' }, 'Name'), name),
      role,
      error,
      h(
        'div',
        { class: 'button-row' },
        h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Cancel'),
        submit,
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
