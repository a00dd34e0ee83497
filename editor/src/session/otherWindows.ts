/** What one window tells the others of the same browser; never a token. */
export type SessionNews = { readonly kind: 'signed-in'; readonly userId: string } | { readonly kind: 'signed-out' };

/** Keeps the windows of one browser in step about who is signed in. */
export class OtherWindows {
  readonly #channel = new BroadcastChannel('quire.session');

  tell(news: SessionNews): void {
    this.#channel.postMessage(news);
  }

  onNews(listener: (news: SessionNews) => void): void {
    this.#channel.addEventListener('message', (event: MessageEvent<SessionNews>) => listener(event.data));
  }
}
