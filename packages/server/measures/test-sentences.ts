/** What a test of Kith's own holds, in its sentences, for whoever wants to know what "tested" means. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TESTS_ROOT } from './registry.ts';

/** Sentences of one file at most. */
const SENTENCES_MAX = 100;
const SENTENCE = /^\s*(?:it|test)\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`\n]*)`)/gm;

/** In the order of the file; none where this installation has no tests with it. */
export async function sentencesOf(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(join(TESTS_ROOT, file), 'utf8');
  } catch {
    return [];
  }
  const found = [...text.matchAll(SENTENCE)].map(([, single, double, template]) => single ?? double ?? template ?? '');
  return found.slice(0, SENTENCES_MAX).map((sentence) => sentence.replaceAll(/\\(.)/g, '$1'));
}
