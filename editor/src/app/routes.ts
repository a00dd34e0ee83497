/** What an address of the page means. */
export type Route =
  | { readonly page: 'documents' }
  | { readonly page: 'document'; readonly id: string }
  | { readonly page: 'sign-in' | 'register'; readonly next: string }
  | { readonly page: 'forgot' | 'mailed' }
  /** What a mail links to. The token stands behind the #, which browsers send to nobody. */
  | { readonly page: 'reset' | 'confirm'; readonly token: string }
  /** A share link, the same; without a token after signing in on the way. */
  | { readonly page: 'join'; readonly token: string }
  | { readonly page: 'unknown' };

export function routeOf(url: URL): Route {
  const [first = '', second = '', ...rest] = url.pathname.split('/').slice(1);
  if (rest.length > 0) return { page: 'unknown' };
  if (second === '') {
    if (first === '') return { page: 'documents' };
    if (first === 'forgot' || first === 'mailed') return { page: first };
    if (first === 'reset' || first === 'confirm' || first === 'join') return { page: first, token: url.hash.slice(1) };
    if (first === 'sign-in' || first === 'register') return { page: first, next: safeNext(url) };
    return { page: 'unknown' };
  }
  const id = decode(second);
  return first === 'd' && id !== null ? { page: 'document', id } : { page: 'unknown' };
}

export const documentPath = (id: string): string => `/d/${encodeURIComponent(id)}`;

/** What a share link is sent around as. */
export const linkAddress = (origin: string, token: string): string => `${origin}/join#${token}`;

/** The address of the sign-in page that afterwards leads to `next`. */
export function signInPath(next: string, page: 'sign-in' | 'register' = 'sign-in'): string {
  return next === '/' ? `/${page}` : `/${page}?${new URLSearchParams({ next })}`;
}

/** Where to go after signing in: only ever a path of this page, whoever wrote the link. */
function safeNext(url: URL): string {
  const next = url.searchParams.get('next');
  if (next?.startsWith('/') !== true || !URL.canParse(next, url.origin)) return '/';
  const target = new URL(next, url.origin);
  return target.origin === url.origin ? target.pathname + target.search : '/';
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
