import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../rich-text/src/test/resources/dev/quire/richtext/hostile');

const read = (name) =>
  readFileSync(path.join(folder, `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('== '))
    .map((line) => line.replace(/\\u\{([0-9a-f]+)\}/g, (all, digits) => String.fromCodePoint(parseInt(digits, 16))));

/** Pieces of HTML and Markdown, addresses, and names: the same that the Java tests of rich-text read. */
export const markup = read('markup');
export const addresses = read('addresses');
export const names = read('names');
export const everything = [...markup, ...addresses, ...names];
