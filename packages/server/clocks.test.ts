/** A machine's clock that jumps forward and back by hours: nobody gets in, nothing is done twice or lost, nothing stays stuck. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseSummary, ConversationPage, RulingView } from '@kith/contract';
import { type World, world } from './enforcement/testing/world.ts';
import { verifyAudit } from './ground/audit/index.ts';
import { databases } from './ground/testing/records.ts';
import type { Staff } from './testing/sign-in.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const UNDO_MS = 10_000;

const codeOf = async (answer: Response): Promise<string> => (await answer.json()).error.code;

async function versionOf(about: string, by: Staff): Promise<number> {
  return (await (await by.get(`/v1/cases/${about}`)).json()).version;
}
const lease = async (about: string, by: Staff) =>
  by.send(`/v1/cases/${about}/lease`, { version: await versionOf(about, by) });

async function warn(w: World, about: string, by: Staff): Promise<{ ruling: RulingView; version: number }> {
  const said = { policy: 'contact-with-children', reason: 'seen', measures: ['warn'] };
  return w.post(by, `/v1/cases/${about}/rulings`, { ...said, version: await w.hold(about, by) });
}

for (const kind of databases) {
  describe(`a clock that jumps, on ${kind}`, () => {
    it('lets two people never hold one case, and holds none back longer than it jumped', async () => {
      await using w = await world(kind);
      const about = await w.reported('rogue');
      const ana = await w.person('moderator');
      const ben = await w.person('moderator');
      assert.equal((await lease(about, ana)).status, 200);
      w.later(-3 * HOUR_MS);
      assert.equal(await codeOf(await lease(about, ben)), 'case_held');
      // whoever holds it goes on, by the clock as it is now
      const again: CaseSummary = await (await lease(about, ana)).json();
      assert.ok(Date.parse(again.leasedUntil ?? '') <= w.now() + 15 * MINUTE_MS);
      w.later(16 * MINUTE_MS);
      assert.equal((await lease(about, ben)).status, 200);
      const rules = { policy: 'contact-with-children', reason: 'x', measures: ['warn'] };
      const late = await ana.send(`/v1/cases/${about}/rulings`, { ...rules, version: await versionOf(about, ana) });
      assert.equal(await codeOf(late), 'case_held');
      w.later(5 * HOUR_MS);
      const back = await ana.get('/v1/session');
      assert.equal(back.status, 401, 'nothing was done in this session for hours');
    });

    it('keeps nobody signed in beyond twelve hours, and makes no old sign-in fresh', async () => {
      await using w = await world(kind);
      const me = await w.person('administrator');
      const status = async () => (await me.get('/v1/session')).status;
      const key = () => me.send('/v1/keys', { name: 'chat', scopes: ['events:write'] });
      w.later(-6 * HOUR_MS);
      assert.equal(await status(), 200);
      assert.equal(await codeOf(await key()), 'not_fresh');
      w.later(6 * HOUR_MS);
      assert.equal((await key()).status, 201);
      w.later(12 * HOUR_MS + 1);
      assert.equal(await status(), 401);
      // whoever signs in sweeps up what has ended: setting the clock back brings nothing of it again
      await w.person('moderator');
      w.later(-12 * HOUR_MS);
      assert.equal(await status(), 401);
    });

    it('lets nothing leave early or twice, and nothing be taken back that has left', async () => {
      await using w = await world(kind);
      const by = await w.person('moderator');
      const about = await w.reported('rogue');
      const { ruling } = await warn(w, about, by);
      w.later(-5 * HOUR_MS);
      // by this clock its ten seconds last for hours: it leaves not before, and can be taken back
      assert.equal((await w.db.selectFrom('enforcement').select('state').executeTakeFirstOrThrow()).state, 'waiting');
      await w.post(by, `/v1/rulings/${ruling.id}/undo`);
      const again = await warn(w, about, by);
      w.later(UNDO_MS);
      await w.until('applied', async () => {
        const rows = await w.db.selectFrom('enforcement').select('state').execute();
        return rows.some(({ state }) => state === 'applied');
      });
      await w.until('told', async () => w.got('statement.requested').length === 1);
      w.later(-4 * HOUR_MS);
      await w.post(by, `/v1/rulings/${again.ruling.id}/undo`, undefined, 409);
      for (const jump of [9, -7, 8, -3]) w.later(jump * HOUR_MS);
      await w.until('closed', async () => {
        const row = await w.db.selectFrom('cases').select('state').where('id', '=', about).executeTakeFirst();
        return row?.state === 'closed';
      });
      assert.deepEqual([w.got('enforcement.requested').length, w.got('statement.requested').length], [1, 1]);
      const { faults } = await verifyAudit(w.db);
      assert.deepEqual(faults, []);
    });

    it('keeps every message readable, on whichever side of midnight the clock was', async () => {
      await using w = await world(kind);
      const sure = { method: 'verified', confidence: 1 };
      const say = (id: string, type: string, data: object) => w.kith.post('/v1/events', { id, type, data });
      await say('a', 'account.created', { actor: 'rogue', age: { band: 'adult', ...sure } });
      await say('b', 'account.created', { actor: 'kid', age: { band: '13to15', ...sure } });
      // never past tomorrow, whenever it is begun: further ahead there is no key yet (kept/day-keys.ts)
      const jumps = [0, 14, -9, 18, -25, 5];
      for (const [i, jump] of jumps.entries()) {
        w.later(jump * HOUR_MS);
        await say(`m${i}`, 'message.sent', { actor: 'rogue', other: 'kid', message: `m${i}`, text: `text ${i}` });
      }
      const by = await w.person('moderator');
      const about = await w.reported('rogue');
      const page: ConversationPage = await (await by.get(`/v1/cases/${about}/conversation?with=kid`)).json();
      assert.deepEqual(
        page.items.map(({ text }) => text).sort(),
        jumps.map((_, i) => `text ${i}`),
      );
    });
  });
}
