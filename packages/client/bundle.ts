/**
 * Makes the web components into files that a page loads as they are, `<script type="module" src="kith-notices.en.js">`: one a
 * language, and kith-notices.js with all of them. `npm run bundle -w @kith/client` makes them in packages/client/dist/notices/page.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const here = import.meta.dirname;
/** The languages whose words Kith has, the one for all others first. */
export const LANGUAGES = ['en', 'cy', 'pl', 'uk'] as const;

/** What the browsers of the last years understand: those that have <dialog> and adopted style sheets. */
const TARGET = 'es2022';
const ENTRY = 'kith-notices-entry.ts';

/** A module that defines the elements with these words, and gives on what a page's own script needs: `Notices` most of all. */
const entryOf = (languages: readonly string[], withQueue: boolean): string => `
import { defineKith } from './notices/components.ts';
${languages.map((language) => `import { ${language} } from './notices/words/${language}.ts';`).join('\n')}
${withQueue ? `export * from './notices/components.ts'; export { ${languages.join(', ')} };` : ''}
defineKith({ words: [${languages.join(', ')}] });
`;

/** What is between the words of a style sheet for people alone. */
const tight = (css: string): string => css.replaceAll(/\n\s*/g, '').replaceAll(/ (?=\{)|(?<=[:,]) |;(?=\})/g, '');

/** The entry is made up here; the style sheet's line ends and indentation are for people. */
const plugin = (entry: string): Plugin => ({
  name: 'kith-notices',
  resolveId: (id) => (id === ENTRY ? join(here, ENTRY) : null),
  load: (id) => (id === join(here, ENTRY) ? entry : null),
  transform: (code, id) =>
    id === join(here, 'notices/elements/style.ts') ? code.replace(/(?<=CSS = )`[^`]*`/, tight) : null,
});

/** One file with the components and the words of these languages, and the queue unless it is measured without. */
export async function bundled(languages: readonly string[], withQueue = true): Promise<string> {
  const bundle = await rolldown({
    input: ENTRY,
    cwd: here,
    platform: 'browser',
    plugins: [plugin(entryOf(languages, withQueue))],
    transform: { target: TARGET },
  });
  const { output } = await bundle.generate({ format: 'es', minify: true, codeSplitting: false });
  await bundle.close();
  const [chunk, ...more] = output;
  if (more.length > 0) throw new Error(`expected one file, there are ${output.map(({ fileName }) => fileName)}`);
  return chunk.code;
}

/** Makes all files in a folder. */
export async function bundle(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const languages of [LANGUAGES, ...LANGUAGES.map((language) => [language])]) {
    const name = languages.length === 1 ? `kith-notices.${languages[0]}.js` : 'kith-notices.js';
    writeFileSync(join(folder, name), await bundled(languages));
  }
}

if (import.meta.main) {
  await bundle(join(here, 'dist/notices/page'));
  console.log('Made packages/client/dist/notices/page.');
}
