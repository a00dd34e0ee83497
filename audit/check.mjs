// Holds bills of materials against audit/advisories.json: node audit/check.mjs <severity> <bill.json …>
// Prints what it finds; ends with 1 where something of that severity or worse is not accepted.
import { readFileSync } from 'node:fs';
import { components } from './lib/bills.mjs';
import { SEVERITIES, atLeast, findings, unneeded } from './lib/findings.mjs';

const [floor, ...files] = process.argv.slice(2);
if (!SEVERITIES.includes(floor) || files.length === 0) {
  console.error(`Usage: node audit/check.mjs <${SEVERITIES.join('|')}> <bill.json …>`);
  process.exit(2);
}
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const list = read(new URL('./advisories.json', import.meta.url));
const found = [];
for (const file of files) {
  const materials = components(read(file));
  const here = findings(materials, list);
  console.log(`${file}: ${materials.length} components, ${here.length} with a known vulnerability`);
  for (const each of here) {
    const note = each.accepted ? ` (accepted: ${each.accepted})` : '';
    console.log(`  ${each.severity} ${each.id} ${each.name} ${each.version}${note}`);
  }
  found.push(...here);
}
const failing = found.filter(each => !each.accepted && atLeast(each.severity, floor));
const stale = unneeded(found, list);
for (const each of stale) {
  console.log(`audit/advisories.json accepts ${each.id}, which nothing has any more: take it out.`);
}
console.log(`${list.advisories.length} advisories as of ${list.asOf}; ${failing.length} to be mended (${floor} or worse)`);
process.exit(failing.length + stale.length > 0 ? 1 : 0);
