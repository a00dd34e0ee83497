import type { Store } from './attempt';
import type { Clock, Exclusively } from './session';

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (delay, work) => {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};

/**
 * The windows of one browser share one refresh cookie, which may be used once: two that renew at
 * the same moment would look like a thief and be signed out. Web Locks exist on https and on
 * loopback; elsewhere both send the same attempt, and are answered the same.
 */
export const onlyWindow: Exclusively = async (work) =>
  'locks' in navigator ? await navigator.locks.request('quire.session', () => work()) : await work();

/** Shared by all windows, as the refresh cookie is. For the name of an attempt, and nothing else. */
// eslint-disable-next-line no-restricted-globals -- a random name, worth nothing without the cookie
export const browserStore = (): Store => localStorage;
