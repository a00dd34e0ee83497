// Which of two versions is the older, by the rules that Maven's and npm's ordinary versions share.

/** Qualifiers of a release proper: 4.2.18.Final is 4.2.20. */
const RELEASES = new Set(['final', 'ga', 'release', 'jre']);

/** Below zero where a is older than b, above where it is newer, 0 where they are equal. */
export function compare(a, b) {
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = rank(left[i]) - rank(right[i]) || order(left[i], right[i]);
    if (difference) return difference;
  }
  return 0;
}

/** Whether the version lies in [from, before); either end may be left open. */
export function within(version, { from, before }) {
  return (from === undefined || compare(version, from) >= 0) &&
    (before === undefined || compare(version, before) < 0);
}

function parts(version) {
  return version.toLowerCase().split('+')[0].split(/[.-]/).filter(part => !RELEASES.has(part));
}

/** A word (a pre-release) comes before nothing, and nothing before a number above 0. */
function rank(part) {
  if (part === undefined) return 1;
  if (/^\d+$/.test(part)) return Number(part) === 0 ? 1 : 2;
  return 0;
}

function order(a = '0', b = '0') {
  const numbers = Number(a) - Number(b);
  return Number.isNaN(numbers) ? (a < b ? -1 : a > b ? 1 : 0) : numbers;
}
