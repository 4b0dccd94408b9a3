/**
 * What people do with a Kith that runs is counted as often as they did it: rulings, second looks, appeals, referrals, known material.
 * Held against what this test itself did, not against a second count of the same records.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import type { AppealView, ReferralView, RulingView } from '@kith/contract';
import { world } from '../../enforcement/testing/world.ts';
import { databases } from '../../ground/testing/records.ts';
import { deskAt } from '../../referrals/testing/office.ts';
import { openLog } from '../../stores.ts';
import { DAY_MS } from './days.ts';
import { finishDays } from './finish.ts';
import { type CountName, readCounts } from './index.ts';
import { verifyCounts } from './verify.ts';

/** As long as a ruling can be taken back. */
const UNDO_MS = 10_000;
const POLICY = 'contact-with-children';
const md5 = createHash('md5').update('known').digest('hex');

for (const kind of databases)
  it(`what people did is counted once for each time (${kind})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-handled-'));
    await writeFile(join(folder, 'hashes'), `md5,${md5},id-1,A\n`);
    const from = `{ kind: file, path: ${join(folder, 'hashes')} }`;
    await writeFile(join(folder, 'lists.yaml'), `- { name: hashes, verified: [A], from: ${from} }\n`);
    await using w = await world(kind, { flags: { lists: join(folder, 'lists.yaml') } });
    await using desk = await deskAt(w.kith, w.now);

    const told = (account: string) =>
      w.got('statement.requested').findLast((one) => 'appeal' in one.data && one.data.account === account);
    /** @returns the address at which whoever it was may object */
    async function ruled(account: string, measures: readonly string[]): Promise<string> {
      const [first, second] = [await w.person('moderator'), await w.person('senior')];
      const about = await w.reported(account);
      const content = measures.includes('remove_content') ? { content: ['m1'] } : {};
      const version = await w.hold(about, first);
      const body = { policy: POLICY, reason: 'seen', measures, ...content, version };
      const { ruling } = await w.post<{ ruling: RulingView }>(first, `/v1/cases/${about}/rulings`, body);
      if (ruling.state === 'proposed')
        await w.post(second, `/v1/rulings/${ruling.id}/confirm`, { version: await w.hold(about, second) });
      w.later(UNDO_MS);
      const said = await w.until('told', async () => told(account));
      assert.ok(said.type === 'statement.requested' && said.data.appeal != null);
      return said.data.appeal.url;
    }
    async function appealed(link: string): Promise<AppealView> {
      const sent = await fetch(link, {
        method: 'POST',
        body: new URLSearchParams({ text: 'No.' }),
        redirect: 'manual',
      });
      assert.equal(sent.status, 303);
      return taken();
    }
    async function taken(): Promise<AppealView> {
      const { appeals } = await (await (await w.person('lead')).get('/v1/appeals')).json();
      assert.equal(appeals.length, 1);
      return appeals[0];
    }
    async function decide(appeal: AppealView, verdict: 'overturn' | 'uphold') {
      const lead = await w.person('lead');
      const { version } = await w.post<AppealView>(lead, `/v1/appeals/${appeal.id}/lease`, { version: appeal.version });
      await w.post(lead, `/v1/appeals/${appeal.id}/${verdict}`, { version, reason: 'looked again' });
    }
    const applied = (what: string, n: number) =>
      w.until(`${what} applied`, async () => {
        const rows = await w.db.selectFrom('enforcement').select('state').where('kind', '=', what).execute();
        return rows.filter(({ state }) => state === 'applied').length === n;
      });

    // three are ruled against: two by two people, one of them wrongly
    const wronged = await ruled('wronged', ['remove_content', 'disable']);
    await applied('disable', 1);
    await applied('remove_content', 1);
    await decide(await appealed(wronged), 'overturn');
    await decide(await taken(), 'overturn');
    await applied('restore', 1);
    await applied('restore_content', 1);
    await ruled('rogue', ['disable']);
    await applied('disable', 2);
    await decide(await appealed(await ruled('other', ['restrict'])), 'uphold');
    await applied('restrict', 1);

    // one case is referred, and the authority has it; another is only drafted
    const [ann, ben] = [await desk.person('senior'), await desk.person('senior')];
    const draft: ReferralView = await desk.draft(ann, await desk.caseOf('referred'));
    const waits = await desk.step(ben, await desk.step(ann, await desk.complete(ann, draft), 'check'), 'approve');
    const receivedAt = new Date(w.now()).toISOString();
    const filed = await desk.step(ben, waits, 'reference', { reference: 'N-1', receivedAt });
    await desk.draft(ann, await desk.caseOf('drafted'));

    // known material is uploaded until the list is read, and once more
    let matched = 0;
    await w.until('a match', async () => {
      const data = { actor: 'somebody', media: `m${Math.random()}`, hashes: { md5 } };
      const answer = await w.kith.post('/v1/events', { id: `u${Math.random()}`, type: 'media.uploaded', data });
      const { decision } = await answer.json();
      if (decision.outcome === 'block') matched++;
      return matched === 2;
    });

    const { records: db, blocks, close } = await openLog(w.kith.config);
    try {
      await w.until(
        'all counted',
        async () => (await db.selectFrom('block_count').select('id').execute()).length === 0,
      );
      await finishDays(db, w.now() + 2 * DAY_MS);
      const rows = await readCounts(db, { fromDay: 0, toDay: 99_999 });
      const of = (...names: CountName[]) => {
        const all: Record<string, number> = {};
        // a test may begin before midnight
        for (const { name, key, n } of rows)
          if (names.includes(name)) all[`${name} ${key}`.trim()] = (all[`${name} ${key}`.trim()] ?? 0) + n;
        return all;
      };
      assert.deepEqual(of('rulings', 'rulings_confirmed'), {
        [`rulings remove_content/${POLICY}/reported`]: 1,
        [`rulings disable/${POLICY}/reported`]: 2,
        [`rulings restrict/${POLICY}/reported`]: 1,
        'rulings_confirmed agreed': 2,
      });
      assert.deepEqual(of('appeals_filed', 'appeals_decided', 'appeals_upheld'), {
        appeals_filed: 2,
        'appeals_decided overturned': 1,
        'appeals_decided upheld': 1,
        appeals_upheld: 1,
      });
      assert.deepEqual(of('accounts_disabled', 'content_removals', 'restorations'), {
        'accounts_disabled ruling': 2,
        'content_removals ruling': 1,
        'restorations restore/appeal': 1,
        'restorations restore_content/appeal': 1,
      });
      assert.deepEqual(of('referrals'), { [`referrals ${filed.kind}/${filed.priority}`]: 1 });
      assert.deepEqual(of('media_matched'), { 'media_matched verified': matched });
      assert.deepEqual((await verifyCounts({ db, blocks })).differences, []);
    } finally {
      await close();
      await rm(folder, { recursive: true });
    }
  });
