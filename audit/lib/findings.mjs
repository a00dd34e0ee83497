// What of the materials is known to be vulnerable.
import { within } from './versions.mjs';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'];

/**
 * @param materials [{ name, version }]
 * @param list audit/advisories.json
 * @returns findings, the worst first: [{ id, name, version, severity, accepted? }]
 */
export function findings(materials, list) {
  const accepted = new Map(list.accepted.map(each => [key(each), each.why]));
  return materials
    .flatMap(({ name, version }) => list.advisories
      .filter(advisory => advisory.package === name)
      .filter(advisory => advisory.affected.some(range => within(version, range)))
      .map(advisory => ({
        id: advisory.id, name, version, severity: advisory.severity, accepted: accepted.get(key(advisory)),
      })))
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

/** Acceptances that no finding needs: whoever comes after must not inherit them. */
export function unneeded(found, list) {
  const needed = new Set(found.map(each => `${each.id} ${each.name}`));
  return list.accepted.filter(each => !needed.has(key(each)));
}

export function atLeast(severity, floor) {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}

function key(entry) {
  return `${entry.id} ${entry.package}`;
}
