/** A person's hue in degrees: the same in every window, spread by the golden angle. */
export function hueOf(personId: string): number {
  // FNV-1a over UTF-16 units; any hash that spreads short ids would do.
  let hash = 0x811c9dc5;
  for (let index = 0; index < personId.length; index++) {
    hash = Math.imul(hash ^ personId.charCodeAt(index), 0x01000193) >>> 0;
  }
  return Math.round((hash % 360) * 137.508) % 360;
}

/** The hue as the six-digit colour that stock Tiptap clients expect in `user.color`. */
export function hexOf(hue: number): string {
  const channel = (offset: number): string => {
    const k = (offset + hue / 30) % 12;
    const value = 0.42 - 0.29 * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
