/** Whether anything is overdue by a clock of the law, and whether the operator's own days can be read. */
import type { CalendarEntry } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { calendarOf, RegistryError, RegistryInUse, readCalendar, viewCalendar } from '../measures/index.ts';
import { readPolicy } from '../rules.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

export async function checkCalendar(config: Config, db: Kysely<Records>, now_ms: number): Promise<Finding[]> {
  const { folder } = config.measures;
  try {
    const settings = readCalendar(folder);
    const { evidence } = readPolicy(config).policy.policy;
    const registry = new RegistryInUse(folder, null);
    const options = calendarOf({ db, registry, settings, evidence: () => evidence, clock: () => now_ms });
    const { overdue, entries } = await viewCalendar(options);
    return [
      overdue === 0
        ? good('calendar', 'nothing is overdue by a clock of the law')
        : warning(
            'calendar',
            `${overdue} overdue by a clock of the law or a target`,
            'kith measures calendar; then the console',
          ),
      assessments(entries),
    ];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return [wrong('calendar', error.message, 'mend the file at the places named')];
  }
}

/** Which assessments and records nobody has signed, and which were to be looked at again before now. */
function assessments(entries: readonly CalendarEntry[]): Finding {
  const titles = (of: (entry: CalendarEntry) => boolean) => entries.filter(of).map(({ about }) => about ?? '');
  const missing = titles(({ what }) => what === 'assessment_missing');
  const late = titles(({ what, state }) => what === 'assessment_review' && state === 'overdue');
  if (missing.length + late.length === 0) return good('assessments', 'each is signed, and none is overdue for review');
  const says = [
    ...(missing.length === 0 ? [] : [`never signed: ${missing.join('; ')}`]),
    ...(late.length === 0 ? [] : [`overdue for review: ${late.join('; ')}`]),
  ];
  return warning('assessments', says.join('. '), 'write and sign them at the console, under Assessments');
}
