/** Reads rulings from lines of JSON: all of them or none, with the line that is wrong. */
import { toProblem } from '@kith/contract';
import { z } from 'zod';
import { type Ruling, ruling } from './rulings.ts';

/** The most bytes of a file of rulings: some 50,000 of them. */
export const RULINGS_BYTES_MAX = 64 * 1024 * 1024;
/** Problems that are named; where there are more, these show what is wrong. */
const PROBLEMS_MAX = 20;

export type ReadRulings = { ok: true; rulings: readonly Ruling[] } | { ok: false; problems: readonly string[] };

/** @param name what the file is called in problems */
export function readRulingLines(text: string, name: string): ReadRulings {
  const problems: string[] = [];
  const rulings: Ruling[] = [];
  const seen = new Map<string, number>();
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '' || problems.length >= PROBLEMS_MAX) return;
    const wrong = (message: string) => problems.push(`${name}:${i + 1} ${message}`);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      wrong('is not JSON');
      return;
    }
    const read = ruling.safeParse(value);
    if (!read.success) {
      for (const issue of read.error.issues) wrong(toProblem(new z.ZodError([issue]), value).message);
      return;
    }
    const before = seen.get(read.data.id);
    if (before !== undefined) {
      wrong(`id: is that of line ${before}, too`);
      return;
    }
    seen.set(read.data.id, i + 1);
    rulings.push(read.data);
  });
  return problems.length === 0 ? { ok: true, rulings } : { ok: false, problems: problems.slice(0, PROBLEMS_MAX) };
}
