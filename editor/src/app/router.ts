import type { Page } from './page';
import { routeOf, type Route } from './routes';

/** Shows the page for the present address, and follows links without loading the page anew. */
export class Router {
  readonly #mount: HTMLElement;
  readonly #pageFor: (route: Route) => Page;
  #current: Page | null = null;
  #shownAt = '';

  constructor(mount: HTMLElement, pageFor: (route: Route) => Page) {
    this.#mount = mount;
    this.#pageFor = pageFor;
  }

  start(): void {
    addEventListener('popstate', () => this.#onPopState());
    addEventListener('click', (event) => this.#onClick(event));
    addEventListener('beforeunload', (event) => {
      if (this.#current?.leavingLoses?.() != null) event.preventDefault();
    });
    this.#show();
  }

  /** Goes to an address of this page unless the person would rather stay. */
  go(path: string): void {
    if (!this.#mayLeave()) return;
    history.pushState(null, '', path);
    this.#show();
  }

  /** Goes there without asking and without leaving the present address in the history. */
  replace(path: string): void {
    history.replaceState(null, '', path);
    this.#show();
  }

  /** Leads to the sign-in page, unless the present page has work to save first. */
  onSessionEnd(path: string): void {
    if (this.#current?.outlivesSession?.() !== true) this.replace(path);
  }

  #show(): void {
    this.#current?.dispose?.();
    this.#current = null;
    const address = here();
    this.#shownAt = address;
    const page = this.#pageFor(routeOf(new URL(location.href)));
    // Making the page may have led elsewhere, and that page is shown already.
    if (address !== here()) return;
    this.#current = page;
    this.#mount.replaceChildren(page.element);
    document.title = page.title;
    scrollTo(0, 0);
    page.shown?.();
  }

  #mayLeave(): boolean {
    const question = this.#current?.leavingLoses?.() ?? null;
    return question === null || confirm(question);
  }

  #onPopState(): void {
    if (this.#mayLeave()) this.#show();
    else history.pushState(null, '', this.#shownAt);
  }

  #onClick(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-internal]') : null;
    if (!plain || link === null || event.defaultPrevented) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

const here = (): string => location.pathname + location.search;
