/** What the router shows at one address. */
export interface Page {
  readonly element: HTMLElement;
  /** The browser tab's title. */
  readonly title: string;
  /** Called once the element is in the document: the place to set the focus. */
  shown?(): void;
  /** A question to ask before leaving, where leaving would lose something; otherwise null. */
  leavingLoses?(): string | null;
  /** The session has ended: whether the page stays, to save work that it still holds. */
  outlivesSession?(): boolean;
  /** The page has been taken away: stop everything that it started. */
  dispose?(): void;
}
