/** The registry's own sentences in Welsh, and those of assessments and clocks: what isn't there, such as what operators add, is said as it was written. */
import { join } from 'node:path';
import type { Said } from '@kith/contract';
import { z } from 'zod';
import type { Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';

const FILES = ['welsh.yaml', 'welsh-assessments.yaml'] as const;

let read: ReadonlyMap<string, string> | undefined;

/** By the English sentence. Throws where the installation is damaged. */
export function welshOf(): ReadonlyMap<string, string> {
  read ??= new Map(FILES.flatMap(sentencesOf));
  return read;
}

function sentencesOf(name: (typeof FILES)[number]): [english: string, welsh: string][] {
  const file = readYamlFile(join(import.meta.dirname, 'registry', name), z.record(z.string(), z.string().min(1)));
  if (!file.ok) throw new Error(`The measures' Welsh is damaged:\n${formatProblems(file.problems)}`);
  return Object.entries(file.value);
}

export function sayIn(words: string, language: Language): Said {
  if (language === 'en') return { words, language };
  const welsh = welshOf().get(words);
  return welsh === undefined ? { words, language: 'en' } : { words: welsh, language: 'cy' };
}
