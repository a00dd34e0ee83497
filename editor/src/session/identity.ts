/** Who looks at a document: with an account, or as a visitor by a link. */
export interface Identity {
  readonly user: Looker | null;
  /** A token to send now; `renew` asks for a fresh one since the server refused the last. */
  token(options?: { readonly renew?: boolean }): Promise<string>;
  /** Tries to be somebody again after that had ended; whether that worked. */
  resume(): Promise<boolean>;
}

export interface Looker {
  readonly id: string;
  readonly displayName: string;
  /** Visitors have none. */
  readonly email?: string;
}
