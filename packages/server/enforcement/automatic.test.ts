import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { RulingView } from '@kith/contract';
import { parse, stringify } from 'yaml';
import { databases } from '../ground/testing/records.ts';
import { type World, world } from './testing/world.ts';

const UNDO_MS = 10_000;
const file = join(tmpdir(), `kith-policy-${process.pid}.yaml`);
const shipped = parse(readFileSync(new URL('../policy/policy.yaml', import.meta.url), 'utf8'));
await writeFile(file, stringify({ ...shipped, risk: { ...shipped.risk, restrictAtHigh: true } }));
after(() => rmSync(file));

const CODES = ['AGE_QUERY', 'SECRECY', 'OFF_PLATFORM', 'MEDIA_REQUEST', 'SUPERVISION_CHECK', 'MEETING', 'PRESSURE'];

/** An adult whom Kith's own risk finds high: many kinds of evidence towards several children. */
async function suspect(w: World): Promise<void> {
  const say = (type: string, data: object) => w.kith.post('/v1/events', { id: `e-${Math.random()}`, type, data });
  await say('account.created', { actor: 'suspect', age: { band: 'adult', method: 'verified', confidence: 1 } });
  for (const child of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) {
    await say('account.created', { actor: child, age: { band: 'under13', method: 'verified', confidence: 1 } });
    for (const code of CODES) {
      const evidence = [{ code }];
      await say('message.sent', { actor: 'suspect', other: child, message: `m-${Math.random()}`, evidence });
    }
  }
}

for (const kind of databases) {
  describe(`an automatic restriction, on ${kind}`, () => {
    it('is an enforcement like any other, holds at once, and is lifted when a person finds nothing wrong', async () => {
      await using w = await world(kind, { flags: { policy: file } });
      w.platform.confirms = false;
      await suspect(w);
      const row = await w.until('restricted', () =>
        w.db.selectFrom('enforcement').selectAll().where('account', '=', 'suspect').executeTakeFirst(),
      );
      assert.deepEqual([row.source, row.kind, row.ruling], ['automatic', 'restrict', null]);
      assert.notEqual(row.case_id, null);
      const asked = await w.until('asked', async () => w.got('enforcement.requested')[0]);
      assert.ok(asked.type === 'enforcement.requested' && asked.data.enforcement === row.id);
      const status = async () => (await (await w.kith.get('/v1/accounts/suspect')).json()).status;
      await w.until('held to', async () => (await status()) === 'restricted');
      const moderator = await w.person('moderator');
      const about = row.case_id ?? '';
      const version = await w.hold(about, moderator);
      const body = { policy: 'contact-with-children', reason: 'a teacher', measures: ['no_violation'], version };
      await w.post<{ ruling: RulingView }>(moderator, `/v1/cases/${about}/rulings`, body);
      w.platform.confirms = true;
      w.later(UNDO_MS);
      await w.until('lifted', async () => (await status()) === 'active');
      await w.until('settled', async () => {
        const rows = await w.db.selectFrom('enforcement').select(['kind', 'state']).execute();
        const states = rows.map((one) => `${one.kind} ${one.state}`).sort();
        return states.join() === 'restore applied,restrict superseded';
      });
      await w.until('closed', async () => {
        const closed = await w.db.selectFrom('cases').select('state').where('id', '=', about).executeTakeFirst();
        return closed?.state === 'closed';
      });
    });

    it('is not asked for where the account stands as badly already: it would let somebody in again', async () => {
      await using w = await world(kind, { flags: { policy: file } });
      await w.kith.post('/v1/events', { id: 's', type: 'account.created', data: { actor: 'suspect' } });
      const data = { actor: 'suspect', status: 'suspended' };
      await w.kith.post('/v1/events', { id: 'out', type: 'account.updated', data });
      await suspect(w);
      await w.until('a case', () =>
        w.db.selectFrom('cases').select('id').where('level', '=', 'high').executeTakeFirst(),
      );
      assert.deepEqual(await w.db.selectFrom('enforcement').select('id').execute(), []);
      assert.equal((await (await w.kith.get('/v1/accounts/suspect')).json()).status, 'suspended');
    });

    it('stays where an appeal was right about something older', async () => {
      await using w = await world(kind, { flags: { policy: file } });
      const moderator = await w.person('moderator');
      const about = await w.reported('suspect');
      const version = await w.hold(about, moderator);
      const body = { policy: 'contact-with-children', reason: 'seen', measures: ['suspend'], version };
      await w.post(moderator, `/v1/cases/${about}/rulings`, body);
      w.later(UNDO_MS);
      const link = await w.until('told', async () => {
        const [told] = w.got('statement.requested');
        return told?.type === 'statement.requested' && told.data.appeal?.url;
      });
      const active = { actor: 'suspect', status: 'active' };
      await w.kith.post('/v1/events', { id: 'in', type: 'account.updated', data: active });
      await suspect(w);
      const status = async () => (await (await w.kith.get('/v1/accounts/suspect')).json()).status;
      await w.until('restricted', async () => (await status()) === 'restricted');
      await fetch(link, { method: 'POST', body: new URLSearchParams({ text: 'No.' }), redirect: 'manual' });
      const lead = await w.person('lead');
      const { appeals } = await (await lead.get('/v1/appeals')).json();
      const { version: held } = await w.post<{ version: number }>(lead, `/v1/appeals/${appeals[0].id}/lease`, {
        version: appeals[0].version,
      });
      await w.post(lead, `/v1/appeals/${appeals[0].id}/overturn`, { version: held, reason: 'it was' });
      await w.until('told of it', async () =>
        w
          .got('statement.requested')
          .some((one) => one.type === 'statement.requested' && /changed/.test(one.data.title)),
      );
      assert.equal(await status(), 'restricted');
      const rows = await w.db.selectFrom('enforcement').select('kind').execute();
      assert.deepEqual(rows.map((row) => row.kind).sort(), ['restrict', 'suspend']);
    });
  });
}
