/**
 * A stolen database shows nothing of what a referral says, or of what anybody wrote about it: every field and every word holds a mark,
 * and the mark is looked for in all tables, in every form that bytes are written down in, and in the very files.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { ReferralView } from '@kith/contract';
import { sql } from 'kysely';
import { databases } from '../ground/testing/records.ts';
import { type Office, office } from './testing/office.ts';

const MARK = 'Zq7Unmistakable';

/** As text of any encoding, and as text within text of any. */
const forms: readonly Buffer[] = [
  ...[Buffer.from(MARK), Buffer.from(MARK, 'utf16le'), Buffer.from(MARK, 'utf16le').swap16()],
  ...[Buffer.from(MARK).toString('hex'), Buffer.from(MARK).toString('hex').toUpperCase()].map((text) =>
    Buffer.from(text),
  ),
  // base64 at each of the three places that its first sign may stand at, without what its neighbours decide
  ...[0, 1, 2].map((before) => {
    const text = Buffer.from('x'.repeat(before) + MARK).toString('base64');
    return Buffer.from(text.slice(before === 0 ? 0 : 4, Math.floor(((before + MARK.length) * 8) / 6) - 1));
  }),
];

for (const kind of databases) {
  it(`shows nothing of a referral to whoever has the database and no key (${kind})`, async () => {
    const at = await office(kind);
    try {
      const about = await wholeStory(at);
      const seen = await dumped(at);
      assert.ok(seen.includes(about) && seen.length > 50_000, 'the database was not read');
      for (const form of forms) assert.ok(!seen.includes(form), `${form.toString('latin1')} is in a table`);
      assert.ok(!at.kith.logged().includes(MARK), 'in the log');
      if (kind === 'SQLite') await lookIntoFiles(at.kith.folder);
    } finally {
      await at[Symbol.asyncDispose]();
    }
  });
}

/** Every step that has words of somebody's in it; gives the case. */
async function wholeStory(at: Office): Promise<string> {
  const [ann, ben] = [await at.person('moderator'), await at.person('senior')];
  const about = await at.caseOf('somebody');
  await at.detailsOf(about, 'somebody', { lastName: MARK, emails: [{ address: `${MARK}@example.com` }], more: MARK });
  await at.put(about, { kind: 'conversation', bytes: Buffer.from(`${MARK}\n`), about: MARK, name: MARK });
  await at.vault.hold(about, MARK, 'operator');
  const fill = async (referral: ReferralView): Promise<ReferralView> => {
    const done = await at.complete(ann, referral);
    const opened = await at.ask<{ version: number; content: object }>(ann, 'POST', `/v1/referrals/${done.id}/open`, {});
    const { priority, evidence } = done;
    const content = { ...opened.content, summary: MARK };
    return at.ask(ann, 'PUT', `/v1/referrals/${done.id}`, { version: opened.version, content, priority, evidence });
  };
  const drafted = await fill(await at.draft(ann, about));
  const given = await at.step(ann, await at.step(ann, drafted, 'check'), 'give-back', { reason: `${MARK} is missing` });
  const approved = await at.step(ben, await at.step(ann, given, 'check'), 'approve');
  const filed = { reference: 'NCA-1', receivedAt: new Date(at.now()).toISOString(), receipt: MARK };
  const noted = await at.step(ben, approved, 'reference', filed);
  const asks = { receivedAt: new Date(at.now()).toISOString(), what: MARK };
  const asked = await at.step(ben, await at.ask(ben, 'GET', `/v1/referrals/${noted.id}`), 'requests', asks);
  const [request] = asked.requests;
  await at.step(ben, asked, `requests/${request?.id ?? assert.fail()}/answer`, { reason: MARK });
  const beside = await at.caseOf('covered');
  const other = await at.draft(ann, beside);
  await at.step(ben, other, 'covered', { by: null, reference: 'X-1', reason: MARK });
  const left = await at.draft(ann, await at.caseOf('left'));
  await at.step(ben, left, 'not-reported', { reason: MARK });
  // for whoever has the keys it is there, so that what is looked for is what was written
  const opened = await at.ask<object>(ann, 'POST', `/v1/referrals/${drafted.id}/open`, {});
  assert.ok(JSON.stringify(opened).includes(MARK));
  return about;
}

/** All rows of all tables, blobs as they are. */
async function dumped({ db, kith }: Office): Promise<Buffer> {
  const names =
    kith.config.store.databaseUrl === null
      ? sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`
      : sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
  const pieces: Buffer[] = [];
  for (const { name } of (await names.execute(db)).rows) {
    for (const row of (await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db)).rows) {
      for (const value of Object.values(row)) {
        pieces.push(value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)), Buffer.from('\n'));
      }
    }
  }
  return Buffer.concat(pieces);
}

/** The database, what it has not yet written back, saved knowledge and whatever else lies there. */
async function lookIntoFiles(folder: string): Promise<void> {
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files++;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const form of forms) assert.ok(!bytes.includes(form), `${form.toString('latin1')} is in ${entry.name}`);
  }
  assert.ok(files > 3, `${files} files`);
}
