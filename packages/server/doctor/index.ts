/** Looks at everything that Kith stands on, changes nothing, and says what is wrong and how to mend it. */
import type { Config } from '../ground/config/index.ts';
import { checkCalendar } from './calendar.ts';
import { checkClock } from './clock.ts';
import { checkCounts } from './counts.ts';
import { type Finding, messageOf, wrong } from './finding.ts';
import { checkKept } from './kept.ts';
import { checkLists } from './lists.ts';
import { checkDisk, checkFolder, checkNode } from './machine.ts';
import { checkFigures, checkMeasures } from './own-files.ts';
import { checkReferrals } from './referrals.ts';
import { checkCues, checkDeepLook, checkFamily, checkPolicy, checkWebhooks, checkWords } from './rules.ts';
import { checkScores } from './scores.ts';
import { checkPeople, checkSignIn } from './sign-in.ts';
import { checkRecords, checkStore } from './store.ts';

export type { Finding } from './finding.ts';

export async function examine(config: Config, now_ms: number): Promise<Finding[]> {
  const findings: Finding[] = [checkNode()];
  const look = async (name: string, work: () => Finding | Finding[] | Promise<Finding | Finding[]>) => {
    try {
      findings.push(...[await work()].flat());
    } catch (error) {
      findings.push(wrong(name, `could not be looked at: ${messageOf(error)}`, 'see the message'));
    }
  };
  const resident = config.store.databaseUrl === null;
  if (resident) await look('folder', () => checkFolder(config.store.folder));
  if (resident) await look('disk', () => checkDisk(config.store.folder));
  let records = false;
  await look('store', async () => {
    const checked = await checkStore(config);
    records = checked.records;
    return checked.findings;
  });
  if (records) await look('records', () => checkRecords(config));
  if (records) await look('scores', () => checkScores(config, now_ms));
  if (records) await look('counts', () => checkCounts(config, now_ms));
  await look('sign-in', () => checkSignIn(config));
  if (records) await look('people', () => checkPeople(config));
  await look('policy', () => checkPolicy(config));
  if (records) await look('kept', () => checkKept(config, now_ms));
  if (records) await look('clock', () => checkClock(config, now_ms));
  if (records) await look('calendar', () => checkCalendar(config, now_ms));
  await look('measures', () => checkMeasures(config));
  await look('figures', () => checkFigures(config));
  await look('cues', () => checkCues(config));
  await look('words', () => checkWords(config, now_ms));
  await look('webhooks', () => checkWebhooks(config));
  await look('family', () => checkFamily(config));
  await look('deep look', () => checkDeepLook(config));
  await look('lists', () => checkLists(config, records, now_ms));
  await look('referrals', () => checkReferrals(config, records, now_ms));
  return findings;
}
