import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Licences that go with Apache-2.0 in a work that is given away as source. MPL-2.0 and OFL-1.1 (a font's) only in what is not shipped. */
const LICENCES = new Set(
  ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense'].concat([
    'MIT OR Apache-2.0',
    'CC0-1.0',
    'Python-2.0',
    'PSF-2.0',
    'CC-BY-4.0',
  ]),
);
const LICENCES_NOT_SHIPPED = new Set([...LICENCES, 'MPL-2.0', 'OFL-1.1']);
/**
 * sharp's programs bring libvips under the LGPL: a library of its own that is loaded when it is needed, unchanged, and that
 * anybody may replace. Kith gives none of it away: npm fetches it from its makers (docs/DEPENDENCIES.md).
 */
const LICENCES_OF_LIBVIPS = new Set([
  'LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
]);
const isLibvips = (path: string): boolean => path.startsWith('node_modules/@img/sharp-');

/** Letters for PDF documents: files of data under the SIL Open Font License, which lets anybody embed and give them away. */
const LICENCE_OF_LETTERS = 'MIT AND OFL-1.1';
const isLetters = (path: string): boolean => path.startsWith('node_modules/@expo-google-fonts/');

/** The MIT License by the text that it brings (its LICENSE file), and nothing in package.json: pdfkit's reader of PNG. */
const MIT_BY_TEXT_SHIPPED = new Set(['node_modules/png-js']);

/** Development only, and the MIT License by the text that they bring: said in a way that the lock file does not take up. */
const MIT_BY_TEXT = new Set(['busboy', 'streamsearch', 'humanize-number'].map((name) => `node_modules/${name}`));

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}
const lock: Record<string, Locked> = JSON.parse(read('package-lock.json')).packages;

interface Line {
  version: string;
  licence: string;
}
/** The table rows of docs/DEPENDENCIES.md, by package. */
const lines = new Map<string, Line>();
for (const line of read('docs/DEPENDENCIES.md').split('\n')) {
  const cells = line.split('|').map((cell) => cell.trim());
  const [, name, version, licence] = cells;
  if (cells.length < 8 || name === undefined || version === undefined || licence === undefined) continue;
  if (/^\d/.test(version)) lines.set(name, { version, licence });
}

/** What each package.json names, with the lock file's word on it. */
const named = new Map<string, Locked>();
for (const path of ['package.json', ...globSync('{packages,examples}/*/package.json', { cwd: root })]) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(path));
  const folder = path === 'package.json' ? '' : `${path.replace(/package\.json$/, '')}`;
  for (const name of Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
    if (name.startsWith('@kith/')) continue;
    const locked = lock[`${folder}node_modules/${name}`] ?? lock[`node_modules/${name}`];
    assert.ok(locked !== undefined, `${path} names ${name}, package-lock.json does not: run npm install`);
    named.set(name, locked);
  }
}

test('every dependency has its line in docs/DEPENDENCIES.md, with its version and licence', () => {
  const wrong = [...named].flatMap(([name, { version, license }]) => {
    const line = lines.get(name);
    if (line?.version === version && line?.licence === license) return [];
    return [`| ${name} | ${version} | ${license} | is installed; its line says ${line?.version} | ${line?.licence} |`];
  });
  assert.deepEqual(wrong, []);
});

test('docs/DEPENDENCIES.md has no line for what is gone', () => {
  assert.deepEqual(
    [...lines.keys()].filter((name) => !named.has(name)),
    [],
  );
});

/** Where Node would look for a package's dependency: in its own node_modules, then in those around it. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (lock[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

test('the lock file knows the programs of every platform, without which npm ci refuses it', () => {
  const missing = Object.entries(lock).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(path, name))
      .map((name) => `${path} wants ${name}: choose a version all of whose programs can be had`),
  );
  assert.deepEqual(missing, []);
});

test('every package of the tree has a licence that goes with ours', () => {
  const packages = Object.entries(lock).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  assert.ok(packages.length > named.size, 'the lock file was read');
  const bad = packages.filter(
    ([path, { license = 'none', dev }]) =>
      !(dev ? LICENCES_NOT_SHIPPED : LICENCES).has(license) &&
      !(isLibvips(path) && LICENCES_OF_LIBVIPS.has(license)) &&
      !(isLetters(path) && license === LICENCE_OF_LETTERS) &&
      !MIT_BY_TEXT_SHIPPED.has(path) &&
      !(dev && MIT_BY_TEXT.has(path)),
  );
  assert.deepEqual(
    bad.map(([path, { license }]) => `${path}: ${license}`),
    [],
  );
});
