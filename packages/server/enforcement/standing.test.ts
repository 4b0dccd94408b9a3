/** How an account stands when several rulings, and what else decides it, follow each other. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { AppealView, CaseView, RulingView } from '@kith/contract';
import { parse, stringify } from 'yaml';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { blankEnforcement } from './follow.ts';
import { sharedWorld } from './testing/shared.ts';
import { type Scene, world } from './testing/world.ts';

const UNDO_MS = 10_000;
const said = { policy: 'contact-with-children', reason: 'what was seen' };

const oneIsEnough = join(tmpdir(), `kith-policy-restore-${process.pid}.yaml`);
const shipped = parse(readFileSync(new URL('../policy/policy.yaml', import.meta.url), 'utf8'));
const secondPerson = { ...shipped.enforcement.secondPerson, restore: false };
writeFileSync(oneIsEnough, stringify({ ...shipped, enforcement: { ...shipped.enforcement, secondPerson } }));
after(() => rmSync(oneIsEnough));

interface Ruled {
  ruling: RulingView;
  version: number;
}

/** Somebody rules on a new case of an account. */
async function ruleOn(w: Scene, account: string, by: Staff, body: object): Promise<RulingView & { about: string }> {
  const about = await w.reported(account);
  const version = await w.hold(about, by);
  const { ruling } = await w.post<Ruled>(by, `/v1/cases/${about}/rulings`, { ...said, ...body, version });
  return { ...ruling, about };
}

async function confirm(w: Scene, { id, about }: { id: string; about: string }, more: object = {}, expected = 200) {
  const by = await w.person('senior');
  return w.post<Ruled & { error: { code: string; message: string } }>(
    by,
    `/v1/rulings/${id}/confirm`,
    { version: await w.hold(about, by), ...more },
    expected,
  );
}

const statusOf = async (w: Scene, account: string) =>
  (await (await w.kith.get(`/v1/accounts/${account}`)).json()).status;
const stands = (w: Scene, account: string, status: string) =>
  w.until(`${account} ${status}`, async () => (await statusOf(w, account)) === status);

/** What two people ruled, done. */
async function disabledByTwo(w: Scene, account: string): Promise<void> {
  await confirm(w, await ruleOn(w, account, await w.person('moderator'), { measures: ['disable'] }));
  w.later(UNDO_MS);
  await stands(w, account, 'disabled');
}

/** The link of the last statement to somebody. */
const linkTo = (w: Scene, account: string): string | undefined => {
  const told = w.got('statement.requested').findLast((one) => 'appeal' in one.data && one.data.account === account);
  return told?.type === 'statement.requested' ? told.data.appeal?.url : undefined;
};

const object = (link: string) =>
  fetch(link, { method: 'POST', body: new URLSearchParams({ text: 'It was my sister.' }), redirect: 'manual' });

/** The only open appeal is overturned, by people who had no part in it. */
async function overturn(w: Scene): Promise<void> {
  // what two ruled, two overturn
  for (let needed = true; needed; ) {
    const lead = await w.person('lead');
    const { appeals } = await (await lead.get('/v1/appeals')).json();
    const [{ id, version, needsSecond }] = appeals;
    const held = await w.post<AppealView>(lead, `/v1/appeals/${id}/lease`, { version });
    await w.post(lead, `/v1/appeals/${id}/overturn`, { version: held.version, reason: 'it was' });
    needed = needsSecond;
  }
}

for (const kind of databases) {
  describe(`how an account stands, on ${kind}`, () => {
    const begin = sharedWorld(kind);

    it('that two people agreed on is lifted by two', async () => {
      const w = await begin();
      await disabledByTwo(w, w.name('rogue'));
      const alone = await w.person('senior');
      const restoring = await ruleOn(w, w.name('rogue'), alone, { measures: ['restore'] });
      assert.equal(restoring.state, 'proposed');
      w.later(UNDO_MS);
      assert.equal(await statusOf(w, w.name('rogue')), 'disabled');
      const { policies } = await (await alone.get('/v1/policies')).json();
      assert.equal(policies[0].restoreNeedsSecondPerson, true);
      await confirm(w, restoring);
      w.later(UNDO_MS);
      await stands(w, w.name('rogue'), 'active');
      // what one person ruled since then one may lift
      assert.equal((await ruleOn(w, w.name('rogue'), alone, { measures: ['suspend'] })).state, 'in_force');
      w.later(UNDO_MS);
      await stands(w, w.name('rogue'), 'suspended');
      assert.equal((await ruleOn(w, w.name('rogue'), alone, { measures: ['restore'] })).state, 'in_force');
    });

    it('is lifted by one where the policy says so', async () => {
      await using w = await world(kind, { flags: { policy: oneIsEnough } });
      await disabledByTwo(w, w.name('rogue'));
      const alone = await w.person('moderator');
      assert.equal((await ruleOn(w, w.name('rogue'), alone, { measures: ['restore'] })).state, 'in_force');
    });

    it('is told to whoever confirms where it has changed since the proposal', async () => {
      const w = await begin();
      await ruleOn(w, w.name('rogue'), await w.person('moderator'), { measures: ['restrict'] });
      w.later(UNDO_MS);
      await stands(w, w.name('rogue'), 'restricted');
      const proposed = await ruleOn(w, w.name('rogue'), await w.person('moderator'), { measures: ['disable'] });
      assert.equal(proposed.standingChanged, null);
      assert.equal((await object(await w.until('told', async () => linkTo(w, w.name('rogue'))))).status, 303);
      await overturn(w);
      await stands(w, w.name('rogue'), 'active');
      const { error } = await confirm(w, proposed, {}, 409);
      assert.equal(error.code, 'standing_changed');
      assert.match(error.message, /restore was put so by an appeal/);
      const view: CaseView = await (await (await w.person('senior')).get(`/v1/cases/${proposed.about}`)).json();
      const now = view.rulings.find(({ id }) => id === proposed.id)?.standingChanged?.now;
      assert.deepEqual([now?.kind, now?.source], ['restore', 'appeal']);
      await confirm(w, proposed, { seen: null }, 409);
      const { ruling } = await confirm(w, proposed, { seen: now?.enforcement });
      assert.deepEqual([ruling.state, ruling.standingChanged], ['in_force', null]);
    });

    it('is not loosened by confirming what was proposed before it', async () => {
      const w = await begin();
      const body = { policy: 'exploitation-of-children', measures: ['restrict'], refer: true };
      const proposed = await ruleOn(w, w.name('rogue'), await w.person('moderator'), body);
      assert.equal(proposed.state, 'proposed');
      const of = { ruling: 'rul_of_another', case_id: 'case_of_another', account: w.name('rogue') };
      const disabling = { ...blankEnforcement(of, 'x', w.now(), w.now()), id: 'enf_graver', kind: 'disable' };
      await w.db.insertInto('enforcement').values(disabling).execute();
      const { error } = await confirm(w, proposed, { seen: 'enf_graver' }, 409);
      assert.equal(error.code, 'standing_changed');
      assert.match(error.message, /disable was ruled on case_of_another .*disagree/);
    });

    it('is put back by an appeal only where nothing newer decides it', async () => {
      const w = await begin();
      await ruleOn(w, w.name('rogue'), await w.person('moderator'), { measures: ['restrict'] });
      w.later(UNDO_MS);
      const link = await w.until('told', async () => linkTo(w, w.name('rogue')));
      await disabledByTwo(w, w.name('rogue'));
      await object(link);
      await overturn(w);
      await w.until('told of it', async () => w.got('statement.requested').length === 3);
      const rows = await w.db.selectFrom('enforcement').select(['kind', 'source']).execute();
      assert.deepEqual(rows.map((row) => `${row.source} ${row.kind}`).sort(), ['ruling disable', 'ruling restrict']);
      assert.equal(await statusOf(w, w.name('rogue')), 'disabled');
    });

    it('is put back by an appeal also where what is newer is then taken back', async () => {
      const w = await begin();
      await ruleOn(w, w.name('rogue'), await w.person('moderator'), { measures: ['restrict'] });
      w.later(UNDO_MS);
      await object(await w.until('told', async () => linkTo(w, w.name('rogue'))));
      const by = await w.person('moderator');
      const { id } = await ruleOn(w, w.name('rogue'), by, { measures: ['suspend'] });
      await overturn(w);
      await stands(w, w.name('rogue'), 'active');
      await w.post(by, `/v1/rulings/${id}/undo`);
      w.later(UNDO_MS);
      await stands(w, w.name('rogue'), 'active');
    });

    it('is told again by another link, and the first one goes on working', async () => {
      const w = await begin();
      const { id } = await ruleOn(w, w.name('rogue'), await w.person('moderator'), { measures: ['restrict'] });
      w.later(UNDO_MS);
      const first = await w.until('told', async () => linkTo(w, w.name('rogue')));
      const { id: statement } = await w.db
        .selectFrom('statement')
        .select('id')
        .where('ruling', '=', id)
        .executeTakeFirstOrThrow();
      const senior = await w.person('senior');
      const links = [first];
      for (let i = 1; i < 20; i++) {
        const told = await w.post<{ appeal: { url: string } }>(senior, `/v1/statements/${statement}/tell`);
        links.push(told.appeal.url);
      }
      await w.post(senior, `/v1/statements/${statement}/tell`, undefined, 409);
      assert.equal(new Set(links).size, 20);
      for (const link of links) assert.equal((await fetch(link)).status, 200);
      assert.equal((await object(first)).status, 303);
      assert.match(await (await fetch(links.at(-1) ?? '')).text(), /It was my sister/);
    });
  });
}
