/** Looks at everything that Kith stands on, changes nothing, and says what is wrong and how to mend it. */
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { type OpenRecords, openRecords } from '../stores.ts';
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
import { checkSample, checkScores } from './scores.ts';
import { checkSharing } from './sharing.ts';
import { checkPeople, checkSignIn } from './sign-in.ts';
import { checkRecords, checkStore } from './store.ts';

export type { Finding } from './finding.ts';

type Look = (name: string, work: () => Finding | Finding[] | Promise<Finding | Finding[]>) => Promise<void>;

export async function examine(config: Config, now_ms: number): Promise<Finding[]> {
  const findings: Finding[] = [checkNode()];
  const look: Look = async (name, work) => {
    try {
      findings.push(...[await work()].flat());
    } catch (error) {
      findings.push(wrong(name, `could not be looked at: ${messageOf(error)}`, 'see the message'));
    }
  };
  const resident = config.store.databaseUrl === null;
  if (resident) await look('folder', () => checkFolder(config.store.folder));
  if (resident) await look('disk', () => checkDisk(config.store.folder));
  let there = false;
  await look('store', async () => {
    const checked = await checkStore(config);
    there = checked.records;
    return checked.findings;
  });
  const opened = there ? await openOr(config, look) : null;
  try {
    await lookAtRest(config, opened?.records ?? null, now_ms, look);
  } finally {
    await opened?.close();
  }
  return findings;
}

/** Opened once for all that ask: opening starts threads or connections, and costs more than any question. Null where it can't be. */
async function openOr(config: Config, look: Look): Promise<OpenRecords | null> {
  const opened: OpenRecords[] = [];
  await look('records', async () => {
    opened.push(await openRecords(config));
    return [];
  });
  return opened[0] ?? null;
}

/** @param records null where they can't be asked as they are */
async function lookAtRest(config: Config, records: Kysely<Records> | null, now_ms: number, look: Look): Promise<void> {
  if (records !== null) {
    await look('records', () => checkRecords(records));
    await look('scores', () => checkScores(config, records, now_ms));
    await look('sample', () => checkSample(config, records));
    await look('counts', () => checkCounts(records, now_ms));
  }
  await look('sign-in', () => checkSignIn(config));
  if (records !== null) await look('people', () => checkPeople(records));
  await look('policy', () => checkPolicy(config));
  if (records !== null) {
    await look('kept', () => checkKept(config, records, now_ms));
    await look('clock', () => checkClock(records, now_ms));
    await look('calendar', () => checkCalendar(config, records, now_ms));
  }
  await look('measures', () => checkMeasures(config));
  await look('figures', () => checkFigures(config));
  await look('cues', () => checkCues(config));
  await look('words', () => checkWords(config, now_ms));
  await look('webhooks', () => checkWebhooks(config));
  await look('family', () => checkFamily(config));
  await look('deep look', () => checkDeepLook(config));
  await look('lists', () => checkLists(config, records, now_ms));
  await look('sharing', () => checkSharing(config, now_ms));
  await look('referrals', () => checkReferrals(config, records, now_ms));
}
