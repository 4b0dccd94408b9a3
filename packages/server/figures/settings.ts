/** What an operator says of the pages of figures: figures.yaml in the folder of KITH_FIGURES. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { reportedCounts } from '../measures/index.ts';
import { RulesError } from '../rules-error.ts';

const sentence = z.string().trim().min(1).max(300);
/** Counts beside the public figures, at most: what nobody reads explains nothing. */
const OWN_COUNTS_MAX = 20;

const file = z.strictObject({
  /** an e-mail address or an address of a page, for questions about these pages */
  contact: z.union([z.email(), z.url({ protocol: /^https?$/ })]).nullish(),
  /** when these pages are next brought up to date */
  next: z.strictObject({ en: sentence, cy: sentence }).nullish(),
  /** Kith's own counts that are shown beside the public figures, of what transparency reports have; none unless named */
  counts: z.array(z.enum(reportedCounts, 'is no count of transparency reports')).max(OWN_COUNTS_MAX).nullish(),
});

export interface FigureSettings {
  readonly contact: string | null;
  readonly next: { readonly en: string; readonly cy: string } | null;
  readonly counts: readonly string[];
}

export const SETTINGS_FILE = 'figures.yaml';

/** Reads them; without a file nothing is said, and nothing of Kith's own is shown. @throws RulesError */
export function readFigureSettings(folder: string | null): FigureSettings {
  const path = folder === null ? null : join(folder, SETTINGS_FILE);
  if (path === null || !existsSync(path)) return { contact: null, next: null, counts: [] };
  const read = readYamlFile(path, file);
  if (!read.ok) throw new RulesError(`The figures can't be used:\n${formatProblems(read.problems)}`);
  const { contact, next, counts } = read.value;
  return { contact: contact ?? null, next: next ?? null, counts: counts ?? [] };
}
