// Asks npm's registry what it knows of one folder's lock file: node audit/registry.mjs <severity> <folder>
// A registry that is away or has no advisories to give is reported, and is no failure.
import { spawnSync } from 'node:child_process';
import { SEVERITIES, atLeast } from './lib/findings.mjs';

const [floor, folder] = process.argv.slice(2);
const asked = spawnSync('npm', ['audit', '--json', '--package-lock-only'], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
const answer = parsed(asked.stdout);
const counts = answer?.metadata?.vulnerabilities;
if (!counts) {
  console.log(`${folder}: the registry has no advisories to give (${answer?.message ?? answer?.error?.summary ?? 'no answer'})`);
} else {
  const named = name => counts[name === 'medium' ? 'moderate' : name] ?? 0;
  console.log(`${folder}: ${SEVERITIES.map(name => `${named(name)} ${name}`).join(', ')}`);
  process.exitCode = SEVERITIES.some(name => atLeast(name, floor) && named(name) > 0) ? 1 : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
