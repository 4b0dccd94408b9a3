import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseView, Decision, EnforcementView, RulingView, Webhook } from '@kith/contract';
import { verifyAudit } from '../ground/audit/index.ts';
import { databases } from '../ground/testing/records.ts';
import { status } from '../outbox/testing/platform.ts';
import { verify } from '../outbox/testing/verify.ts';
import { sharedWorld } from './testing/shared.ts';
import { type Scene, world } from './testing/world.ts';

interface Ruled {
  ruling: RulingView;
  version: number;
}

const UNDO_MS = 10_000;
const MINUTE_MS = 60_000;
const POLICY = 'contact-with-children';
const said = { policy: POLICY, reason: 'what was seen' };

const enforcements = (w: Scene) => w.db.selectFrom('enforcement').selectAll().orderBy('created_at').execute();
const preservationOf = (w: Scene) => w.db.selectFrom('preservation').selectAll().executeTakeFirstOrThrow();
const stateOf = async (w: Scene, kind: string) => (await enforcements(w)).find((row) => row.kind === kind)?.state;
const caseOf = (w: Scene, id: string) =>
  w.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** A case that one person proposed and another confirmed. */
async function ruledByTwo(
  w: Scene,
  account: string,
  more: object = {},
): Promise<{ ruling: RulingView; about: string }> {
  const [first, second] = [await w.person('moderator'), await w.person('senior')];
  const about = await w.reported(account);
  const measures = ['remove_content', 'disable'];
  const body = { ...said, version: await w.hold(about, first), measures, content: ['m1', 'm2'], ...more };
  const { ruling } = await w.post<Ruled>(first, `/v1/cases/${about}/rulings`, body);
  assert.equal(ruling.state, 'proposed');
  const version = await w.hold(about, second);
  const confirmed = await w.post<Ruled>(second, `/v1/rulings/${ruling.id}/confirm`, { version });
  return { ruling: confirmed.ruling, about };
}

const decide = async (w: Scene, from: string, to: string) => {
  const data = { actor: from, other: to, message: `m-${Math.random()}` };
  const event = { id: `asked-${Math.random()}`, type: 'message.sent', data };
  const answer = await w.kith.post('/v1/decisions', { question: 'event', event });
  const { decision }: { decision: Decision } = await answer.json();
  return { outcome: decision.outcome, reason: decision.reasons[0]?.code };
};

for (const kind of databases) {
  describe(`what follows from a ruling, on ${kind}`, () => {
    const begin = sharedWorld(kind);

    it('goes to the platform after the time to undo, what is to be kept first, and is done when it says so', async () => {
      const w = await begin();
      w.platform.confirms = false;
      const { about } = await ruledByTwo(w, w.name('rogue'));
      assert.deepEqual(w.got(), []);
      assert.deepEqual(
        (await enforcements(w)).map((row) => row.state),
        ['waiting', 'waiting'],
      );
      w.later(UNDO_MS);
      await w.until('removal asked for', async () => (await stateOf(w, 'remove_content')) === 'requested');
      const [kept] = w.got('preservation.requested');
      assert.ok(kept?.type === 'preservation.requested');
      assert.deepEqual(kept.data.messages, ['m1', 'm2']);
      assert.equal(Date.parse(kept.data.to) - Date.parse(kept.data.from), 14 * 86_400_000);
      const order = await w.until('both asked', async () => {
        const got = w.got().map((one) => (one.type === 'enforcement.requested' ? one.data.kind : one.type));
        return got.includes('remove_content') && got.includes('disable') && got;
      });
      assert.ok(order.indexOf('preservation.requested') < order.indexOf('remove_content'), order.join());
      assert.equal((await caseOf(w, about)).state, 'decided');
      for (const one of w.got('enforcement.requested')) await confirmed(w, one);
      await w.until('the case closed', async () => (await caseOf(w, about)).state === 'closed');
      const { faults } = await verifyAudit(w.db);
      assert.deepEqual(faults, []);
      // all of it is in the case's own history
      const view: CaseView = await (await (await w.person('moderator')).get(`/v1/cases/${about}`)).json();
      const follows = view.history.filter((line) => line.kind === 'enforcement');
      assert.deepEqual(follows.map(({ detail }) => `${detail.measure} ${detail.what}`).sort(), [
        ...['disable applied', 'disable requested', 'remove_content applied', 'remove_content requested'],
      ]);
      const kinds = new Set(view.history.map((line) => line.kind));
      for (const one of ['proposed', 'confirmed', 'preservation', 'statement', 'closed'] as const) {
        assert.ok(kinds.has(one), one);
      }
      const lines = await w.db.selectFrom('audit_line').select('action').orderBy('number').execute();
      for (const action of ['ruling.proposed', 'ruling.confirmed', 'enforcement.applied']) {
        assert.ok(
          lines.some((line) => line.action === action),
          action,
        );
      }
    });

    it('is signed, and says nothing of who reported or of what somebody wrote for colleagues', async () => {
      const w = await begin();
      await ruledByTwo(w, w.name('rogue'), { reason: 'MARKED for colleagues' });
      w.later(UNDO_MS);
      await w.until(
        'told',
        async () => w.got('statement.requested').length > 0 && (await stateOf(w, 'disable')) === 'applied',
      );
      for (const one of w.raw()) {
        verify(w.secret, one);
        assert.ok(!one.body.includes('MARKED'));
        assert.ok(!JSON.stringify(JSON.parse(one.body).data.body ?? '').includes('reporter'));
      }
      assert.ok(!w.kith.logged().includes('MARKED'));
    });

    it("holds in Kith's own answers at once, before the platform has done it, and again when it is chased", async () => {
      const w = await begin();
      w.platform.confirms = false;
      await ruledByTwo(w, w.name('rogue'));
      assert.notEqual((await decide(w, w.name('rogue'), w.name('friend'))).reason, 'sender_restricted');
      w.later(UNDO_MS);
      await w.until('asked', async () => (await stateOf(w, 'disable')) === 'requested');
      assert.deepEqual(await decide(w, w.name('rogue'), w.name('friend')), {
        outcome: 'block',
        reason: 'sender_restricted',
      });
      const data = { actor: w.name('rogue'), status: 'active' };
      await w.kith.post('/v1/events', { id: w.name('active'), type: 'account.updated', data });
      assert.notEqual((await decide(w, w.name('rogue'), w.name('friend'))).reason, 'sender_restricted');
      w.later(15 * MINUTE_MS);
      await w.until('chased', async () =>
        (await enforcements(w)).some((row) => row.kind === 'disable' && row.chased === 1),
      );
      assert.equal((await decide(w, w.name('rogue'), w.name('friend'))).reason, 'sender_restricted');
      const disabling = () =>
        w.got('enforcement.requested').filter((one) => 'kind' in one.data && one.data.kind === 'disable');
      await w.until('asked again', async () => disabling().length === 2);
      const shown = await w
        .post<unknown>(await w.person('moderator'), '/v1/enforcements', undefined, 404)
        .catch(() => null);
      assert.equal(shown, null);
      const { enforcements: open } = await list(w);
      assert.ok(open.every((one) => one.overdue || one.kind !== 'disable'));
      assert.match(await (await w.kith.get('/metrics')).text(), /^kith_enforcements_overdue [12]$/m);
    });

    it('can be taken back in time by whoever acted last, and nothing leaves', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const other = await w.person('moderator');
      const about = await w.reported(w.name('rogue'));
      const body = { ...said, version: await w.hold(about, moderator), measures: ['warn'] };
      const { ruling } = await w.post<Ruled>(moderator, `/v1/cases/${about}/rulings`, body);
      await w.post(other, `/v1/rulings/${ruling.id}/undo`, undefined, 409);
      const undone = await w.post<Ruled>(moderator, `/v1/rulings/${ruling.id}/undo`);
      assert.equal(undone.ruling.state, 'withdrawn');
      const again = await caseOf(w, about);
      assert.deepEqual([again.state, again.leased_by], ['open', moderator.id]);
      const second = await w.post<Ruled>(moderator, `/v1/cases/${about}/rulings`, { ...body, version: undone.version });
      w.later(UNDO_MS + 1);
      await w.post(moderator, `/v1/rulings/${second.ruling.id}/undo`, undefined, 409);
      await w.until('warned', async () => (await enforcements(w)).some((row) => row.state === 'applied'));
      await w.until('told', async () => w.got('statement.requested').length > 0);
      assert.deepEqual([w.got('enforcement.requested').length, w.got('statement.requested').length], [1, 1]);
    });

    it('a confirmation that is taken back leaves the proposal to be looked at again', async () => {
      const w = await begin();
      const { ruling, about } = await ruledByTwo(w, w.name('rogue'));
      const row = await w.db.selectFrom('ruling').selectAll().where('id', '=', ruling.id).executeTakeFirstOrThrow();
      // nobody was scored here
      assert.equal(row.cohort, 'others');
      const senior = w.known(row.second_by ?? '');
      const undone = await w.post<Ruled>(senior, `/v1/rulings/${ruling.id}/undo`);
      assert.equal(undone.ruling.state, 'proposed');
      assert.equal((await caseOf(w, about)).leased_by, senior.id);
      await w.post(senior, `/v1/rulings/${ruling.id}/confirm`, { version: undone.version });
      w.later(UNDO_MS);
      await w.until(
        'applied',
        async () => (await stateOf(w, 'restrict')) === undefined && w.got('statement.requested').length === 1,
      );
      const disabling = w
        .got('enforcement.requested')
        .filter((one) => 'kind' in one.data && one.data.kind === 'disable');
      assert.equal(new Set(disabling.map((one) => JSON.stringify(one.data))).size, 1);
    });

    it('needs somebody else for the second look, whatever roles they have, and comes back where they disagree', async () => {
      const w = await begin();
      const [senior, other] = [await w.person('senior'), await w.person('senior')];
      const about = await w.reported(w.name('rogue'));
      const body = { ...said, version: await w.hold(about, senior), measures: ['disable'] };
      const { ruling } = await w.post<Ruled>(senior, `/v1/cases/${about}/rulings`, body);
      const version = await w.hold(about, senior);
      await w.post(senior, `/v1/rulings/${ruling.id}/confirm`, { version }, 409);
      const held = await w.hold(about, other);
      await w.post(other, `/v1/rulings/${ruling.id}/disagree`, { version: held }, 400);
      await w.post(other, `/v1/rulings/${ruling.id}/disagree`, { version: held, note: 'it was a joke' });
      const open = await caseOf(w, about);
      assert.deepEqual([open.state, open.leased_by], ['open', null]);
      w.later(UNDO_MS);
      assert.deepEqual([await enforcements(w), w.got()], [[], []]);
    });

    it('never lets somebody who is disabled in again by something milder', async () => {
      const w = await begin();
      await ruledByTwo(w, w.name('rogue'));
      w.later(UNDO_MS);
      const status = async () => (await (await w.kith.get(`/v1/accounts/${w.name('rogue')}`)).json()).status;
      await w.until('disabled', async () => (await status()) === 'disabled');
      const [alone, about] = [await w.person('moderator'), await w.reported(w.name('rogue'))];
      const body = { ...said, version: await w.hold(about, alone) };
      for (const measure of ['restrict', 'suspend']) {
        await w.post(alone, `/v1/cases/${about}/rulings`, { ...body, measures: [measure] }, 400);
      }
      await w.post(alone, `/v1/cases/${about}/rulings`, { ...body, measures: ['warn'] });
      w.later(UNDO_MS);
      await w.until('warned', async () => (await stateOf(w, 'warn')) === 'applied');
      assert.equal(await status(), 'disabled');
    });

    it('is not done twice by two who rule at once', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const about = await w.reported(w.name('rogue'));
      const version = await w.hold(about, moderator);
      const body = { ...said, version, measures: ['warn'] };
      const answers = await Promise.all([1, 2, 3, 4].map(() => moderator.send(`/v1/cases/${about}/rulings`, body)));
      assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409, 409]);
    });

    it('waits for a removal until the request to keep was delivered, or should long have been', async () => {
      const w = await begin();
      w.platform.answer = status(503);
      w.platform.confirms = false;
      await ruledByTwo(w, w.name('rogue'));
      w.later(UNDO_MS);
      await w.until('waits', async () => (await stateOf(w, 'remove_content')) === 'preserving');
      await w.until('asked', async () => (await preservationOf(w)).state === 'asked');
      w.later(59 * MINUTE_MS);
      assert.equal(await stateOf(w, 'remove_content'), 'preserving');
      w.later(2 * MINUTE_MS);
      const removal = await w.until('removal', async () =>
        (await enforcements(w)).find((row) => row.kind === 'remove_content' && row.state === 'requested'),
      );
      assert.equal(removal.unpreserved, 1);
    });

    it('is to be done by hand where no endpoint takes it, and told by hand', async () => {
      await using w = await world(kind, { endpoint: false });
      await ruledByTwo(w, w.name('rogue'));
      w.later(UNDO_MS);
      await w.until('disabling', async () => (await stateOf(w, 'disable')) === 'requested');
      await w.until('asked', async () => (await preservationOf(w)).state === 'asked');
      w.later(61 * MINUTE_MS);
      await w.until('removal', async () => (await stateOf(w, 'remove_content')) === 'requested');
      const [moderator, senior] = [await w.person('moderator'), await w.person('senior')];
      const { enforcements: open } = await list(w);
      assert.deepEqual(open.map((one) => [one.kind, one.byHand]).sort(), [
        ['disable', true],
        ['remove_content', true],
      ]);
      for (const { id } of open) await w.post(moderator, `/v1/enforcements/${id}/applied`);
      await w.post(moderator, `/v1/enforcements/${open[0]?.id}/applied`, undefined, 409);
      const { statements } = await (await senior.get('/v1/statements')).json();
      assert.equal(statements[0]?.state, 'by_hand');
      const told = await w.post<{ appeal: { url: string } }>(senior, `/v1/statements/${statements[0].id}/tell`);
      assert.equal((await fetch(told.appeal.url)).status, 200);
    });
  });
}

async function list(w: Scene): Promise<{ enforcements: EnforcementView[] }> {
  return (await (await w.person('moderator')).get('/v1/enforcements')).json();
}

async function confirmed(w: Scene, webhook: Webhook): Promise<void> {
  assert.ok(webhook.type === 'enforcement.requested');
  const { enforcement, account: actor, kind } = webhook.data;
  const id = `done-${enforcement}`;
  await w.kith.post('/v1/events', { id, type: 'enforcement.applied', data: { actor, enforcement, kind } });
}
