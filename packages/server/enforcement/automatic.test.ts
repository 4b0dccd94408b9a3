import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type CaseView, enforcementPolicy, objectionPage, type RulingView } from '@kith/contract';
import type { Transaction } from 'kysely';
import { parse, stringify } from 'yaml';
import type { Records } from '../ground/database/index.ts';
import { databases } from '../ground/testing/records.ts';
import { tellOfRestriction } from './automatic.ts';
import { sharedWorld } from './testing/shared.ts';
import { type Scene, world } from './testing/world.ts';

const UNDO_MS = 10_000;
const file = join(tmpdir(), `kith-policy-${process.pid}.yaml`);
const shipped = parse(readFileSync(new URL('../policy/policy.yaml', import.meta.url), 'utf8'));
await writeFile(file, stringify({ ...shipped, risk: { ...shipped.risk, restrictAtHigh: true } }));
const untold = join(tmpdir(), `kith-policy-untold-${process.pid}.yaml`);
const silent = { ...shipped.enforcement, statement: { ...shipped.enforcement.statement, automatic: false } };
const risk = { ...shipped.risk, restrictAtHigh: true };
await writeFile(untold, stringify({ ...shipped, risk, enforcement: silent }));
after(() => {
  for (const made of [file, untold]) rmSync(made);
});

const CODES = ['AGE_QUERY', 'SECRECY', 'OFF_PLATFORM', 'MEDIA_REQUEST', 'SUPERVISION_CHECK', 'MEETING', 'PRESSURE'];

/** An adult whom Kith's own risk finds high: many kinds of evidence towards several children. */
async function suspect(w: Scene): Promise<void> {
  const say = (type: string, data: object) => w.kith.post('/v1/events', { id: `e-${Math.random()}`, type, data });
  await say('account.created', { actor: w.name('suspect'), age: { band: 'adult', method: 'verified', confidence: 1 } });
  for (const child of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map(w.name)) {
    await say('account.created', { actor: child, age: { band: 'under13', method: 'verified', confidence: 1 } });
    for (const code of CODES) {
      const evidence = [{ code }];
      await say('message.sent', { actor: w.name('suspect'), other: child, message: `m-${Math.random()}`, evidence });
    }
  }
}

const statusOf = async (w: Scene) => (await (await w.kith.get(`/v1/accounts/${w.name('suspect')}`)).json()).status;

const caseOf = async (w: Scene): Promise<string> =>
  (
    await w.db
      .selectFrom('cases')
      .select('id')
      .where('account', '=', w.name('suspect'))
      .where('decided_at', 'is', null)
      .executeTakeFirstOrThrow()
  ).id;

/** The link that the person got. */
const toldOf = (w: Scene): Promise<string> =>
  w.until('told', async () => {
    const [told] = w.got('statement.requested');
    return told?.type === 'statement.requested' ? told.data.appeal?.url : undefined;
  });

for (const kind of databases) {
  describe(`an automatic restriction, on ${kind}`, () => {
    const begin = sharedWorld(kind, { flags: { policy: file } });

    it('is an enforcement like any other, holds at once, and is lifted when a person finds nothing wrong', async () => {
      const w = await begin();
      w.platform.confirms = false;
      await suspect(w);
      const row = await w.until('restricted', () =>
        w.db.selectFrom('enforcement').selectAll().where('account', '=', w.name('suspect')).executeTakeFirst(),
      );
      assert.deepEqual([row.source, row.kind, row.ruling], ['automatic', 'restrict', null]);
      assert.notEqual(row.case_id, null);
      const asked = await w.until('asked', async () => w.got('enforcement.requested')[0]);
      assert.ok(asked.type === 'enforcement.requested' && asked.data.enforcement === row.id);
      const status = async () => (await (await w.kith.get(`/v1/accounts/${w.name('suspect')}`)).json()).status;
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

    it('is told to the person at once, who can say that it is wrong to whoever judges the case', async () => {
      const w = await begin();
      await suspect(w);
      const link = await toldOf(w);
      const page = await (await fetch(link)).text();
      assert.match(page, /A computer check chose this/);
      const body = () => new URLSearchParams({ text: 'I teach <b>swimming</b>.' });
      const sent = await Promise.all(
        [1, 2, 3].map(() => fetch(link, { method: 'POST', body: body(), redirect: 'manual' })),
      );
      assert.deepEqual(
        sent.map(({ status }) => status),
        [303, 303, 303],
      );
      assert.match(await (await fetch(link)).text(), /I teach &lt;b&gt;swimming/);
      const moderator = await w.person('moderator');
      const about = await caseOf(w);
      const view: CaseView = await (await moderator.get(`/v1/cases/${about}`)).json();
      const objections = view.history.filter(({ kind: what }) => what === 'appealed');
      assert.deepEqual(
        objections.map(({ note, by }) => [note, by]),
        [['I teach <b>swimming</b>.', null]],
      );
      assert.ok(!w.kith.logged().includes('swimming'));
      const ruled = { policy: 'contact-with-children', reason: 'a teacher', measures: ['no_violation'] };
      await w.post(moderator, `/v1/cases/${about}/rulings`, { ...ruled, version: await w.hold(about, moderator) });
      w.later(UNDO_MS);
      await w.until('lifted', async () => (await statusOf(w)) === 'active');
      assert.match(await (await fetch(link)).text(), /We asked for the limit on your account to be taken away/);
      assert.equal((await fetch(link, { method: 'POST', body: body(), redirect: 'manual' })).status, 303);
      const statements = await w.db.selectFrom('statement').select('kind').execute();
      assert.deepEqual(statements.map((one) => one.kind).sort(), ['automatic', 'ruling']);
    });

    it('is listed with who judges it, where somebody objects, until the case is ruled that it is looked at in', async () => {
      const w = await begin();
      await suspect(w);
      const text = 'I teach <b>swimming</b>.';
      await fetch(await toldOf(w), { method: 'POST', body: new URLSearchParams({ text }), redirect: 'manual' });
      const moderator = await w.person('moderator');
      const about = await caseOf(w);
      const lead = await w.person('lead');
      const waiting = async () => objectionPage.parse(await (await lead.get('/v1/objections')).json()).objections;
      const [objection, ...more] = await waiting();
      assert.deepEqual(
        [objection?.account, objection?.kind, objection?.text, objection?.leasedBy, objection?.barred, more],
        [w.name('suspect'), 'restrict', 'I teach <b>swimming</b>.', null, null, []],
      );
      assert.equal((await moderator.get('/v1/objections')).status, 404);
      // into another case, which is where people look from then on
      const other = await w.reported(w.name('suspect-two'));
      const merge = { into: other, note: 'one person', version: await w.hold(about, moderator) };
      await w.post(moderator, `/v1/cases/${about}/merge`, merge);
      const held = await w.hold(other, moderator);
      assert.deepEqual(
        (await waiting()).map((one) => [one.case, one.text, one.leasedBy, one.barred]),
        [[other, 'I teach <b>swimming</b>.', moderator.pseudonym, 'held']],
      );
      const ruled = { policy: 'contact-with-children', reason: 'a teacher', measures: ['no_violation'] };
      await w.post(moderator, `/v1/cases/${other}/rulings`, { ...ruled, version: held });
      assert.deepEqual(await waiting(), []);
    });

    it('is not told to somebody whose referral is pending: it could tip them off', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const about = await w.reported(w.name('suspect'));
      const body = { policy: 'exploitation-of-children', reason: 'seen', measures: ['restrict'], refer: true };
      await w.post(moderator, `/v1/cases/${about}/rulings`, { ...body, version: await w.hold(about, moderator) });
      await suspect(w);
      const held = await w.until('held', () => w.db.selectFrom('statement').selectAll().executeTakeFirst());
      assert.deepEqual([held.kind, held.state, held.held_because], ['automatic', 'held', 'referral_pending']);
      const senior = await w.person('senior');
      const { statements } = await (await senior.get('/v1/statements')).json();
      assert.deepEqual([statements[0].ruling, statements[0].enforcement], [null, held.enforcement]);
      assert.deepEqual(w.got('statement.requested'), []);
      await w.post(senior, `/v1/statements/${held.id}/release`, undefined, 204);
      await toldOf(w);
    });

    it('is not told any more where people have looked before, nor where the policy says so', async () => {
      await using w = await world(kind, { endpoint: false, flags: { policy: untold } });
      await suspect(w);
      const restricted = await w.until('restricted', () =>
        w.db.selectFrom('enforcement').selectAll().where('told', '=', 1).executeTakeFirst(),
      );
      assert.deepEqual(await w.db.selectFrom('statement').select('id').execute(), []);
      const moderator = await w.person('moderator');
      const about = await caseOf(w);
      const ruled = { policy: 'contact-with-children', reason: 'seen', measures: ['warn'] };
      await w.post(moderator, `/v1/cases/${about}/rulings`, { ...ruled, version: await w.hold(about, moderator) });
      const late = (trx: Transaction<Records>) =>
        tellOfRestriction(trx, restricted, enforcementPolicy.parse({}), w.now());
      await w.db.transaction().execute(late);
      await w.until('withdrawn', async () => {
        const row = await w.db
          .selectFrom('statement')
          .select('state')
          .where('kind', '=', 'automatic')
          .executeTakeFirst();
        return row?.state === 'withdrawn';
      });
    });

    it('is not asked for where the account stands as badly already: it would let somebody in again', async () => {
      const w = await begin();
      await w.kith.post('/v1/events', { id: w.name('s'), type: 'account.created', data: { actor: w.name('suspect') } });
      const data = { actor: w.name('suspect'), status: 'suspended' };
      await w.kith.post('/v1/events', { id: w.name('out'), type: 'account.updated', data });
      await suspect(w);
      await w.until('a case', () =>
        w.db.selectFrom('cases').select('id').where('level', '=', 'high').executeTakeFirst(),
      );
      assert.deepEqual(await w.db.selectFrom('enforcement').select('id').execute(), []);
      assert.equal((await (await w.kith.get(`/v1/accounts/${w.name('suspect')}`)).json()).status, 'suspended');
    });

    it('stays where an appeal was right about something older', async () => {
      // what Kith asks for by itself stands at the machine's own time: whose clock was moved before can't be used here
      await using w = await world(kind, { flags: { policy: file } });
      const moderator = await w.person('moderator');
      const about = await w.reported(w.name('suspect'));
      const version = await w.hold(about, moderator);
      const body = { policy: 'contact-with-children', reason: 'seen', measures: ['suspend'], version };
      await w.post(moderator, `/v1/cases/${about}/rulings`, body);
      w.later(UNDO_MS);
      const link = await toldOf(w);
      const active = { actor: w.name('suspect'), status: 'active' };
      await w.kith.post('/v1/events', { id: w.name('in'), type: 'account.updated', data: active });
      await suspect(w);
      await w.until('restricted', async () => (await statusOf(w)) === 'restricted');
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
      assert.equal(await statusOf(w), 'restricted');
      const rows = await w.db.selectFrom('enforcement').select('kind').execute();
      assert.deepEqual(rows.map((row) => row.kind).sort(), ['restrict', 'suspend']);
    });
  });
}
