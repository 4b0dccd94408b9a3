/**
 * The summary that a guardian gets once a week: counts, and nobody's name. It is a look, and stands in the child's log as one. A
 * row says when it is due; its webhook and its next time are written together, so that a crash sends none twice.
 */
import { join } from 'node:path';
import type { FamilyPage, Webhook } from '@kith/contract';
import { z } from 'zod';
import { lease } from '../ground/jobs/index.ts';
import { fill, LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { send } from '../outbox/index.ts';
import { SUMMARY_EVERY_MS } from './answer.ts';
import type { FamilyOptions } from './options.ts';
import { pageSeenBy } from './page.ts';
import { childrenOf, type Standing } from './standing.ts';

/** Summaries of one round. */
const AT_ONCE = 50;

const text = z.string().min(1).max(200);
const file = z.strictObject({
  language: z.enum(LANGUAGES),
  ...{ title: text, friends: text, inTouch: text, strangers: text, waits: text, seen: text },
});
type Words = z.infer<typeof file>;

function load(name: string): Words {
  const read = readYamlFile(join(import.meta.dirname, name), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}
const words: Readonly<Record<Language, Words>> = { en: load('summary.en.yaml'), cy: load('summary.cy.yaml') };

/** Sends what is due. @returns how many were */
export async function sendSummaries(o: FamilyOptions): Promise<number> {
  const due = await lease(o.db, 'family_summary', AT_ONCE, o.clock());
  for (const { id } of due) await sendOne(o, id);
  if (due.length > 0) o.wake();
  return due.length;
}

async function sendOne(o: FamilyOptions, id: string): Promise<void> {
  const now_ms = o.clock();
  const standing = await standingById(o, id);
  const next = { due_at: now_ms + SUMMARY_EVERY_MS };
  if (standing === null || !o.policy().weeklySummary) {
    await o.db.updateTable('family_summary').set(next).where('id', '=', id).execute();
    return;
  }
  // whoever gets a summary has looked: it is written down before it is sent
  await o.looks.note(standing, 'summary', { by: 'system', now_ms });
  const page = await pageSeenBy(o, standing, now_ms);
  const { guardian, child } = standing;
  const spoken = await o.ask((k) => k.account(guardian).language);
  const language: Language = /^cy\b/i.test(spoken) ? 'cy' : 'en';
  const data = { account: guardian, child, language, title: words[language].title, body: bodyOf(page, language) };
  const webhook: Webhook = { type: 'summary.requested', timestamp: new Date(now_ms).toISOString(), data };
  await o.db.transaction().execute(async (trx) => {
    await send(trx, o.endpoints, webhook, { about: `summary:${id}`, time: now_ms, now_ms });
    await trx.updateTable('family_summary').set(next).where('id', '=', id).execute();
  });
}

async function standingById(o: FamilyOptions, id: string): Promise<Standing | null> {
  const row = await o.db.selectFrom('guardianship').select('guardian').where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.guardian === null) return null;
  return (await childrenOf(o, row.guardian)).find((one) => one.id === id) ?? null;
}

function bodyOf(page: FamilyPage, language: Language): string[] {
  const say = words[language];
  const waits = page.settings.filter(({ waitsForGuardian }) => waitsForGuardian).length;
  const count = (message: string, n: number) => fill(message, { count: n }, language);
  return [
    count(say.friends, page.friends.filter(({ since }) => since !== null).length),
    count(say.inTouch, page.contacts.length),
    count(say.strangers, page.strangersKeptAway),
    ...(waits === 0 ? [] : [count(say.waits, waits)]),
    say.seen,
  ];
}
