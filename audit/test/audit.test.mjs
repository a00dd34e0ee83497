import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { components } from '../lib/bills.mjs';
import { SEVERITIES, atLeast, findings, unneeded } from '../lib/findings.mjs';
import { compare, within } from '../lib/versions.mjs';

const list = JSON.parse(readFileSync(new URL('../advisories.json', import.meta.url), 'utf8'));
const bill = (...purls) => ({ bomFormat: 'CycloneDX', components: purls.map(purl => ({ purl })) });

test('versions are ordered as both registries order them', () => {
  const rising = ['1.0.0-alpha.1', '1.0.0-beta', '1.0.0-rc.2', '1.0.0', '1.0.1', '1.2', '1.10.0', '2.0.0.CR1', '2.0.0.Final', '42.7.8'];
  for (let i = 1; i < rising.length; i++) {
    assert.ok(compare(rising[i - 1], rising[i]) < 0, `${rising[i - 1]} < ${rising[i]}`);
    assert.ok(compare(rising[i], rising[i - 1]) > 0, `${rising[i]} > ${rising[i - 1]}`);
  }
  for (const same of [['4.2.13', '4.2.13.Final'], ['1.3', '1.3.0'], ['1.0.0+build.7', '1.0.0']]) {
    assert.equal(compare(...same), 0, same.join(' = '));
  }
});

test('a range holds its first version and not the one that mends it', () => {
  const range = { from: '4.2.0', before: '4.2.13' };
  assert.ok(within('4.2.0.Final', range) && within('4.2.12.Final', range));
  assert.ok(!within('4.2.13.Final', range) && !within('4.1.140.Final', range) && !within('4.3.0', range));
});

test('the version that brought this list about is found, its successor is not', () => {
  const found = version => findings(components(bill(`pkg:maven/io.netty/netty-transport-native-epoll@${version}?type=jar`)), list);
  assert.deepEqual(found('4.2.12.Final').map(each => each.id), ['CVE-2026-42577']);
  assert.deepEqual(found('4.2.18.Final'), []);
});

test('scoped npm packages and components within components are seen', () => {
  const nested = bill('pkg:npm/%40scope/name@1.2.3');
  nested.components[0].components = [{ purl: 'pkg:npm/ws@8.17.0' }];
  assert.deepEqual(components(nested), [{ name: 'npm/@scope/name', version: '1.2.3' }, { name: 'npm/ws', version: '8.17.0' }]);
  assert.equal(findings(components(nested), list)[0].id, 'CVE-2024-37890');
});

test('what is no bill is refused, not passed as clean', () => {
  for (const wrong of [{}, null, { bomFormat: 'CycloneDX' }, { components: [] }]) {
    assert.throws(() => components(wrong), /CycloneDX/);
  }
});

test('an acceptance holds for its advisory alone, and is reported once nothing needs it', () => {
  const vertx = findings(components(bill('pkg:maven/io.vertx/vertx-core@5.0.6')), list);
  assert.deepEqual(vertx.map(each => [each.id, Boolean(each.accepted)]), [['CVE-2026-6860', true], ['CVE-2026-1002', false]]);
  assert.deepEqual(unneeded(vertx, list), []);
  assert.equal(unneeded([], list).length, list.accepted.length);
});

test('severities are ordered', () => {
  assert.ok(atLeast('critical', 'high') && atLeast('high', 'high') && !atLeast('medium', 'high'));
});

test('the list itself says everything of each advisory', () => {
  assert.match(list.asOf, /^\d{4}-\d{2}-\d{2}$/);
  for (const { id, package: name, severity, affected } of list.advisories) {
    assert.match(id, /^(CVE-\d{4}-\d+|GHSA(-[0-9a-z]{4}){3})$/);
    assert.match(name, /^(maven\/[^/]+\/[^/]+|npm\/.+)$/, id);
    assert.ok(SEVERITIES.includes(severity), id);
    assert.ok(affected.length > 0 && affected.every(range => range.before), `${id} has a version that mends it`);
  }
  for (const { id, package: name, why } of list.accepted) {
    assert.ok(list.advisories.some(each => each.id === id && each.package === name), id);
    assert.ok(why.length > 20, `${id} is accepted for a reason`);
  }
});
