/** What a phone loads: how much it is (a size is no time: it is the same on every machine), and what it needs to run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { bundled, LANGUAGES } from './bundle.ts';
import { arrival } from './notices/testing/arrivals.ts';

/** All components with the words of one language, minified, in bytes. */
const COMPONENTS_BYTES_MAX = 15_000;
/** The same in letters of two bytes each: a third of Ukrainian words' bytes say nothing more. */
const COMPONENTS_BYTES_MAX_CYRILLIC = 16_500;
/** The same with the queue, as a page loads it; and as it goes over the wire, in bytes. */
const FILE_BYTES_MAX = 21_500;
const FILE_GZIP_BYTES_MAX = 9_000;

for (const language of LANGUAGES) {
  test(`all components with the words of ${language} are small`, async () => {
    const components = Buffer.byteLength(await bundled([language], false));
    const most = language === 'uk' ? COMPONENTS_BYTES_MAX_CYRILLIC : COMPONENTS_BYTES_MAX;
    assert.ok(components <= most, `${components} bytes without the queue; the most is ${most}`);
    const file = Buffer.from(await bundled([language]));
    assert.ok(file.length <= FILE_BYTES_MAX, `${file.length} bytes with the queue; the most is ${FILE_BYTES_MAX}`);
    const zipped = gzipSync(file, { level: 9 }).length;
    assert.ok(zipped <= FILE_GZIP_BYTES_MAX, `${zipped} bytes zipped; the most is ${FILE_GZIP_BYTES_MAX}`);
  });
}

/** All components, dialogs and words that a page can load, with the queue, as they go over the wire: in bytes. */
const WIRE_BYTES_MAX = 15_000;

/** A whole language apart, and all of them together. */
const FILES: readonly (readonly [string, readonly string[]])[] = [
  ...LANGUAGES.map((language) => [`kith-notices.${language}.js`, [language]] as const),
  ['kith-notices.js', LANGUAGES],
];

test('what goes over the wire is small, with every dialog in every language, and is what the README says', async () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  for (const [name, languages] of FILES) {
    const file = Buffer.from(await bundled(languages));
    const sizes = [file.length, gzipSync(file, { level: 9 }).length, brotliCompressSync(file).length];
    const [, gzip = Number.POSITIVE_INFINITY] = sizes;
    assert.ok(gzip <= WIRE_BYTES_MAX, `${name}: ${gzip} bytes zipped; the most is ${WIRE_BYTES_MAX}`);
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? assert.fail(`no row of ${name}`);
    const said = [...row.matchAll(/([\d.]+) kB/g)].map(([, size]) => Number(size) * 1_000);
    // another version of the compressors makes some bytes more or less
    const isSaid = said.length === 3 && sizes.every((size, i) => Math.abs(size - (said[i] ?? 0)) <= 100);
    assert.ok(isSaid, `the README says of ${name}: ${said.join(', ')}; it has ${sizes.join(', ')} bytes`);
  }
});

test('the headless part runs on ECMAScript alone: without a page, timers, a network or anything of Node', async () => {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'notices/headless.ts') });
  const { output } = await bundle.generate({ format: 'iife', name: 'kith' });
  await bundle.close();
  // a context has what the language itself has, and nothing else
  const bare = createContext({ arrival: JSON.stringify(arrival('stranger_message')) });
  const said = await runInContext(
    `${output[0].code}
    (async () => {
      const told = [];
      const act = () => {};
      const notices = new kith.Notices({ account: 'kim', tell: (event) => told.push(event), block: act, report: act });
      notices.add(JSON.parse(arrival));
      await notices.shown();
      await notices.choose('block');
      await notices.block();
      return JSON.stringify([typeof document + typeof setTimeout + typeof process, told.map(({ data }) => data.choice ?? 'shown')]);
    })()`,
    bare,
  );
  assert.equal(said, '["undefinedundefinedundefined",["shown","block"]]');
});
