/** A platform that says what it has done late, out of order, or by a mistaken id: what people ruled holds all the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RulingView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { sharedWorld } from './testing/shared.ts';
import type { Scene } from './testing/world.ts';

const UNDO_MS = 10_000;

async function ruled(w: Scene, account: string, measure: string): Promise<void> {
  const [first, second] = [await w.person('moderator'), await w.person('senior')];
  const about = await w.reported(account);
  const body = { policy: 'contact-with-children', reason: 'seen', measures: [measure] };
  const version = await w.hold(about, first);
  const { ruling } = await w.post<{ ruling: RulingView }>(first, `/v1/cases/${about}/rulings`, { ...body, version });
  if (ruling.state === 'proposed') {
    await w.post(second, `/v1/rulings/${ruling.id}/confirm`, { version: await w.hold(about, second) });
  }
  w.later(UNDO_MS);
}

/** The id by which the platform was asked to do that to an account. */
const askedFor = (w: Scene, account: string, kind: string) =>
  w.until(`asked to ${kind}`, async () => {
    const asked = w
      .got('enforcement.requested')
      .find((one) => one.type === 'enforcement.requested' && one.data.account === account && one.data.kind === kind);
    return asked?.type === 'enforcement.requested' ? asked.data.enforcement : null;
  });

const says = (w: Scene, id: string, account: string, enforcement: string, kind: string) =>
  w.kith.post('/v1/events', {
    id: w.name(id),
    type: 'enforcement.applied',
    data: { actor: account, enforcement, kind },
  });

const stateOf = async (w: Scene, id: string) =>
  w.db.selectFrom('enforcement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

const statusOf = async (w: Scene, account: string): Promise<string> =>
  (await (await w.kith.get(`/v1/accounts/${encodeURIComponent(account)}`)).json()).status;

const applied = (w: Scene, id: string) =>
  w.until('applied', async () => {
    const { state, due_at } = await stateOf(w, id);
    return state === 'applied' && due_at === null;
  });

for (const kind of databases) {
  describe(`what the platform says of an enforcement, on ${kind}`, () => {
    const begin = sharedWorld(kind);

    it('undoes nothing that people ruled since, where it comes late: that is asked for again', async () => {
      const w = await begin();
      const rogue = w.name('rogue');
      w.platform.confirms = false;
      await ruled(w, rogue, 'restrict');
      const restrict = await askedFor(w, rogue, 'restrict');
      await ruled(w, rogue, 'disable');
      const disable = await askedFor(w, rogue, 'disable');
      await says(w, 'done', rogue, disable, 'disable');
      await applied(w, disable);
      assert.equal(await statusOf(w, rogue), 'disabled');
      for (const [n, late] of ['late', 'twice'].entries()) {
        await says(w, late, rogue, restrict, 'restrict');
        await w.until('asked again', async () => (await stateOf(w, disable)).chased === n + 1);
        await applied(w, disable);
        assert.equal(await statusOf(w, rogue), 'disabled');
        await w.until('sent again', async () => w.got('enforcement.requested').length === 3 + n);
      }
      const told = await w.db.selectFrom('audit_line').select('number').where('subject', '=', `enforcement:${disable}`);
      assert.equal((await told.where('action', '=', 'enforcement.applied').execute()).length, 1);
    });

    it('by the id of another account undoes nothing; what it decides by itself is believed', async () => {
      const w = await begin();
      const [rogue, other] = [w.name('rogue'), w.name('other')];
      w.platform.confirms = false;
      await ruled(w, other, 'restrict');
      const mistaken = await askedFor(w, other, 'restrict');
      await ruled(w, rogue, 'disable');
      const disable = await askedFor(w, rogue, 'disable');
      await says(w, 'done', rogue, disable, 'disable');
      await applied(w, disable);
      await says(w, 'mistaken', rogue, mistaken, 'restore');
      await w.until('asked again', async () => (await stateOf(w, disable)).chased === 1);
      await applied(w, disable);
      assert.equal(await statusOf(w, rogue), 'disabled');
      const own = { actor: rogue, kind: 'restore' };
      await w.kith.post('/v1/events', { id: w.name('own'), type: 'enforcement.applied', data: own });
      assert.equal(await statusOf(w, rogue), 'active');
      assert.equal((await stateOf(w, disable)).due_at, null);
    });
  });
}
