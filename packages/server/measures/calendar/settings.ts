/** Which clocks there are, as data: those that come with Kith, and days that the operator names for yearly duties. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clockName, gradeOfClock, gradeOfWording } from '@kith/contract';
import { z } from 'zod';
import type { Log } from '../../ground/log/index.ts';
import { type FileProblem, formatProblems, readYamlFile } from '../../ground/yaml/index.ts';
import { RegistryError } from '../registry.ts';

const text = z.string().trim().min(1).max(500);

const clock = z.strictObject({ law: text, wording: gradeOfClock, who: z.enum(['compliance', 'judges', 'seniors']) });

/** A day of the year; one that a year doesn't have is the last of its month. */
const dayOfYear = { month: z.int().min(1).max(12), day: z.int().min(1).max(31) };

const duty = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name of small letters, digits and hyphens'),
  title: text,
  /** it is due only where this measure may apply */
  measure: z.strictObject({ code: z.string(), id: z.string() }).optional(),
  law: text,
  wording: gradeOfWording,
  on: z.strictObject(dayOfYear).optional(),
});
export type Duty = z.infer<typeof duty>;

/** Those of assessments name the law of their kind, duties their own. */
const settings = z.strictObject({
  clocks: z.record(clockName.exclude(['assessment_missing', 'assessment_review', 'duty']), clock),
  intimateImageCategories: z.array(z.string()),
  intimateImageHours: z.int().min(1),
  erasureMonths: z.int().min(1),
  holdMonths: z.int().min(1),
  duties: z.array(duty),
});
export type CalendarSettings = z.infer<typeof settings>;

/** The operator's: a day for a duty that comes with Kith, or a duty of their own. */
const own = z.strictObject({
  duties: z.array(z.union([duty, z.strictObject({ id: z.string(), on: z.strictObject(dayOfYear) })])).max(100),
});

/** In the folder of the operator's measures. */
export const OWN_FILE = 'calendar.yaml';

const broken = (problems: readonly FileProblem[]): RegistryError =>
  new RegistryError(`The calendar can't be used:\n${formatProblems(problems)}`);

function readOr<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const read = readYamlFile(path, schema);
  if (!read.ok) throw broken(read.problems);
  return read.value;
}

/** With the operator's days where their file can be read; else without, and says so. */
export function calendarInUse(folder: string | null, log: Pick<Log, 'error'>): CalendarSettings {
  try {
    return readCalendar(folder);
  } catch (error) {
    if (!(error instanceof RegistryError) || folder === null) throw error;
    log.error({ problems: error.message.split('\n') }, 'the calendar has none of your own days');
    return readCalendar(null);
  }
}

/** @throws RegistryError where a file can't be used; says every line at fault */
export function readCalendar(folder: string | null): CalendarSettings {
  const shipped = readOr(join(import.meta.dirname, 'clocks.yaml'), settings);
  const path = folder === null ? null : join(folder, OWN_FILE);
  if (path === null || !existsSync(path)) return shipped;
  const read = readYamlFile(path, own);
  if (!read.ok) throw broken(read.problems);
  const duties = new Map(shipped.duties.map((one) => [one.id, one]));
  const problems: FileProblem[] = [];
  const named = new Set<string>();
  for (const [i, one] of read.value.duties.entries()) {
    const there = duties.get(one.id);
    const wrong = (message: string) =>
      problems.push({ file: path, ...read.locate(['duties', i]), field: `duties[${i}]`, message });
    if (named.has(one.id)) wrong(`names ${one.id} again`);
    named.add(one.id);
    if ('title' in one) duties.set(one.id, one);
    else if (there !== undefined) duties.set(one.id, { ...there, on: one.on });
    else wrong(`there is no duty ${one.id}: name its title, law and wording, too`);
  }
  if (problems.length > 0) throw broken(problems);
  return { ...shipped, duties: [...duties.values()] };
}
