/** Whether anything is overdue by a clock of the law, and whether the operator's own days can be read. */
import type { Config } from '../ground/config/index.ts';
import { calendarOf, RegistryError, RegistryInUse, readCalendar, viewCalendar } from '../measures/index.ts';
import { readPolicy } from '../rules.ts';
import { openRecords } from '../stores.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

export async function checkCalendar(config: Config, now_ms: number): Promise<Finding> {
  const { folder } = config.measures;
  const { records: db, close } = await openRecords(config);
  try {
    const settings = readCalendar(folder);
    const { evidence } = readPolicy(config).policy.policy;
    const registry = new RegistryInUse(folder, null);
    const options = calendarOf({ db, registry, settings, evidence: () => evidence, clock: () => now_ms });
    const { overdue } = await viewCalendar(options);
    if (overdue === 0) return good('calendar', 'nothing is overdue by a clock of the law');
    return warning(
      'calendar',
      `${overdue} overdue by a clock of the law or a target`,
      'kith measures calendar; then the console',
    );
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return wrong('calendar', error.message, 'mend the file at the places named');
  } finally {
    await close();
  }
}
