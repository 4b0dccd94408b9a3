/** Whether daily counts come along, and are what they were counted from. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { countLevels, countsChecked, dayName } from '../measures/index.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** A day is finished minutes after midnight: two that aren't are no night's work. */
const BEHIND_FROM = 2;

export async function checkCounts(records: Kysely<Records>, now_ms: number): Promise<Finding> {
  const checked = await countsChecked(records);
  const [first] = checked?.differences ?? [];
  if (checked !== null && first !== undefined) {
    const says = `${checked.differing} daily counts are not what they were counted from, the first ${first.name} of ${dayName(first.day)}`;
    return wrong(
      'counts',
      says,
      'kith measures verify names them all; then restore a backup, or say so where they are shown',
    );
  }
  const behind = (await countLevels(records, now_ms)).find(({ name }) => name === 'kith_count_days_behind')?.value;
  if (behind === undefined) return good('counts', 'no day is over yet');
  return behind < BEHIND_FROM
    ? good('counts', checked === null ? 'up to date' : `up to date, and right up to ${dayName(checked.through)}`)
    : warning('counts', `${behind} days are over and not counted yet`, 'is Kith running? Its log says what fails');
}
