/** The registry's own sentences in Welsh: what isn't there, such as what operators add, is said as it was written. */
import { join } from 'node:path';
import type { Said } from '@kith/contract';
import { z } from 'zod';
import type { Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';

const FILE = join(import.meta.dirname, 'registry', 'welsh.yaml');

let read: ReadonlyMap<string, string> | undefined;

/** By the English sentence. Throws where the installation is damaged. */
export function welshOf(): ReadonlyMap<string, string> {
  if (read === undefined) {
    const file = readYamlFile(FILE, z.record(z.string(), z.string().min(1)));
    if (!file.ok) throw new Error(`The measures' Welsh is damaged:\n${formatProblems(file.problems)}`);
    read = new Map(Object.entries(file.value));
  }
  return read;
}

export function sayIn(words: string, language: Language): Said {
  if (language === 'en') return { words, language };
  const welsh = welshOf().get(words);
  return welsh === undefined ? { words, language: 'en' } : { words: welsh, language: 'cy' };
}
