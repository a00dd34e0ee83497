const ALLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** A safe address for a link from what a person typed, or null. A bare host gets https. */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/u.test(text)) return null;
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/iu.test(text);
  const candidate = hasScheme ? text : `https://${text}`;
  if (!URL.canParse(candidate)) return null;
  const url = new URL(candidate);
  return ALLOWED.has(url.protocol) ? url.href : null;
}
