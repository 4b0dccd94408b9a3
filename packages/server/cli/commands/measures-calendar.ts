/** kith measures calendar: the clocks of the law, what is overdue first. */
import type { CalendarView } from '@kith/contract';
import { calendarOf, checkOf, feedOf, readCalendar, titleOf, viewCalendar } from '../../measures/index.ts';
import { readPolicy } from '../../rules.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options } from '../options.ts';
import { type ExitCode, exitCodes, give, table } from '../say.ts';
import { measuresInUse, orFail } from './measures-status.ts';

export async function showCalendar(options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const registry = measuresInUse(config);
  const { evidence } = readPolicy(config).policy.policy;
  const settings = orFail(() => readCalendar(config.measures.folder));
  const { records: db, close } = await openRecords(config);
  try {
    const view = await viewCalendar(calendarOf({ db, registry, settings, evidence: () => evidence, clock: Date.now }));
    give(options, view, () => (options.ics === true ? feedOf(view.entries, Date.now()).trimEnd() : lines(view)));
    return exitCodes.done;
  } finally {
    await close();
  }
}

const SAID = { overdue: 'OVERDUE', missing: 'MISSING', soon: 'soon', later: '', undated: 'no day named' } as const;

const lines = ({ entries, overdue, left }: CalendarView): string =>
  [
    table(
      ['DUE', '', 'WHAT', 'BY'],
      entries.map((entry) => [
        ...[entry.due?.slice(0, 16).replace('T', ' ') ?? '-', SAID[entry.state], titleOf(entry)],
        `${entry.law}${checkOf(entry)}`,
      ]),
    ),
    '',
    `${overdue} overdue.${left === 0 ? '' : ` ${left} more are due later.`} Times are UTC.`,
  ].join('\n');
