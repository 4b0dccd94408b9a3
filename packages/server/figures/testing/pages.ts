/** Kith with figures of an operator's own, and its pages as text. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { type Running, runKith } from '../../testing/kith.ts';
import { keepImport, readImport } from '../imports/index.ts';
import { sampleTables } from './tables.ts';

export interface Figures extends Running {
  /** the import of the sample tables */
  tables: string;
  page(path: string): Promise<Document>;
}

/** Runs it with the sample tables of class 88A, and with what figures.yaml says. */
export async function runFigures(yaml = 'contact: figures@example.org\n', clock?: () => number): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-figures-'));
  const path = join(folder, 'tables-230426.ods');
  await writeFile(path, sampleTables());
  const read = await readImport({
    path,
    kind: 'home-office',
    caveats: ['Numbers made up for a test'],
    read: '2026-11-26',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.wrong));
  const imports = join(folder, 'figures');
  const { name } = keepImport(imports, read).made;
  await writeFile(join(imports, 'figures.yaml'), yaml);
  const kith = await runKith({ figures: imports }, clock);
  return {
    ...kith,
    tables: name,
    async page(address) {
      const answer = await fetch(kith.url + address);
      if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
      return parseHTML(await answer.text()).document;
    },
    async end() {
      await kith.end();
      await rm(folder, { recursive: true });
    },
  };
}

/** The text of what a selector finds, without line breaks. */
export const textsOf = (page: Document | Element, selector: string): string[] =>
  [...page.querySelectorAll(selector)].map((found) => (found.textContent ?? '').replaceAll(/\s+/g, ' ').trim());
