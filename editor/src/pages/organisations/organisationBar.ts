import { Organisations, type Organisation } from '../../api/organisations';
import type { App } from '../../app/app';
import { fill, h } from '../../ui/dom';
import { icon } from '../../ui/icons';
import { openNewOrganisation } from './newOrganisation';
import { OrganisationDialog } from './organisationDialog';

/** Which organisation's documents are shown, and new ones are made in; '' for all, and for none. */
export interface OrganisationBar {
  readonly element: HTMLElement;
  readonly chosen: () => string;
  /** Whether documents may be made in it: guests may not. */
  readonly mayCreate: () => boolean;
  /** What a document's organisation is called; null where it has none or the person is none of it. */
  readonly nameOf: (organisation: string | null) => string | null;
  readonly load: () => Promise<void>;
}

/** @param changed the choice, or what the organisations are called, has changed */
export function organisationBar(app: App, changed: () => void): OrganisationBar {
  const organisations = new Organisations(app.send);
  let all: readonly Organisation[] = [];
  const find = (id: string | null): Organisation | undefined => all.find((each) => each.id === id);

  const choice = h('select', {
    class: 'select',
    'aria-label': 'Whose documents',
    onchange: () => {
      choose(choice.value);
      changed();
    },
  });
  const manage = h(
    'button',
    { type: 'button', class: 'button', hidden: true, onclick: () => openManage() },
    icon('people'),
    'People and rights',
  );

  const choose = (id: string): void => {
    app.chosen.organisation = id;
    manage.hidden = id === '';
  };
  const show = (): void => {
    const options = [['', 'All documents'] as const, ...all.map(({ id, name }) => [id, name] as const)];
    fill(choice, ...options.map(([value, text]) => h('option', { value }, text)));
    const chosen = find(app.chosen.organisation)?.id ?? '';
    choice.value = chosen;
    choice.hidden = all.length === 0;
    choose(chosen);
  };
  const load = async (): Promise<void> => {
    all = await organisations.list();
    show();
  };
  const reload = (): void => void load().then(changed, changed);

  const openManage = (): void => {
    const organisation = find(app.chosen.organisation);
    if (organisation === undefined) return;
    new OrganisationDialog(organisations, organisation, app.session.user?.id ?? '', {
      changed: reload,
      left: () => {
        choose('');
        reload();
      },
    }).open();
  };
  const create = h(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      onclick: () =>
        openNewOrganisation(organisations, (made) => {
          choose(made.id);
          reload();
        }),
    },
    'New organisation',
  );
  choice.hidden = true;
  return {
    element: h('div', { class: 'organisation-bar' }, choice, manage, create),
    chosen: () => app.chosen.organisation,
    mayCreate: () => find(app.chosen.organisation)?.role !== 'guest',
    nameOf: (organisation) => find(organisation)?.name ?? null,
    load,
  };
}
