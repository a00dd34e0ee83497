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
 * loopback; elsewhere the server can be told to allow a grace for a repeated cookie.
 */
export const onlyWindow: Exclusively = async (work) =>
  'locks' in navigator ? await navigator.locks.request('quire.session', () => work()) : await work();
