/** What was held until people had looked: what a ruling makes of it, and what the platform and Kith itself hear of that. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { ContactView, RulingView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { sharedWorld } from './testing/shared.ts';
import type { Scene } from './testing/world.ts';

const UNDO_MS = 10_000;
/** With a rule as operators write them: who is at high risk brings nobody into a group before people have looked. */
const file = join(tmpdir(), `kith-held-${process.pid}.yaml`);
const rule = `rules:
  - name: brings-people
    about: Somebody at high risk brings others together
    on: [conversation.created, conversation.joined]
    mode: live
    when: account.risk == 'high'
    then: { signal: { weight: 1, words: at high risk }, outcome: hold }
    examples: [{ given: { account: { risk: high } }, fires: true }]
`;
const shipped = readFileSync(new URL('../policy/policy.yaml', import.meta.url), 'utf8');
await writeFile(file, shipped.replace(/^rules:\n/m, rule));
after(() => rmSync(file));

/** max, of whom the platform says that the risk is high, writes to a child that is their friend: it is held. */
async function heldMessage(w: Scene): Promise<{ event: string; max: string; kid: string }> {
  const [max, kid, event] = [w.name('max'), w.name('kid'), w.name('held')];
  const say = async (id: string, type: string, data: object) =>
    (await w.kith.post('/v1/events', { id: w.name(id), type, data })).json();
  const sure = { method: 'verified', confidence: 1 };
  await say('max-comes', 'account.created', { actor: max, age: { band: 'adult', ...sure }, risk: 'high' });
  await say('kid-comes', 'account.created', { actor: kid, age: { band: '13to15', ...sure } });
  await say('asks', 'connection.requested', { actor: kid, other: max });
  await say('accepts', 'connection.accepted', { actor: max, other: kid });
  const { decision } = await say('held', 'message.sent', { actor: max, other: kid, message: w.name('m') });
  assert.equal(decision.outcome, 'hold');
  return { event, max, kid };
}

async function ruled(w: Scene, account: string, by: Staff, measures: readonly string[]): Promise<RulingView> {
  const about = await w.reported(account);
  const body = { policy: 'contact-with-children', reason: 'seen', measures, version: await w.hold(about, by) };
  return (await w.post<{ ruling: RulingView }>(by, `/v1/cases/${about}/rulings`, body)).ruling;
}

const revised = (w: Scene) =>
  w.got('decision.revised').flatMap((one) => {
    if (one.type !== 'decision.revised') return [];
    const { event, decision } = one.data;
    return [[event, decision.outcome, decision.reasons[0]?.code]];
  });
const messagesOf = async (w: Scene, from: string, to: string): Promise<number> => {
  const view: ContactView = await (await w.kith.get(`/v1/contacts/${from}/${to}`)).json();
  return view.messages;
};
const stateOf = async (w: Scene, event: string) =>
  (await w.db.selectFrom('held_event').select('state').where('event', '=', event).executeTakeFirstOrThrow()).state;

for (const kind of databases) {
  describe(`what is held until people have looked, on ${kind}`, () => {
    const begin = sharedWorld(kind, { flags: { policy: file } });

    it('is let go by a ruling that finds nothing wrong, once, and is a contact from then on', async () => {
      const w = await begin();
      const { event, max, kid } = await heldMessage(w);
      assert.deepEqual([await stateOf(w, event), await messagesOf(w, max, kid)], ['held', 0]);
      const moderator = await w.person('moderator');
      const { id } = await ruled(w, max, moderator, ['no_violation']);
      assert.equal(await stateOf(w, event), 'releasing', 'it is in the transaction of the ruling');
      assert.deepEqual(revised(w), [], 'nothing leaves while it can be taken back');
      await w.post(moderator, `/v1/rulings/${id}/undo`);
      assert.equal(await stateOf(w, event), 'held');

      await ruled(w, max, moderator, ['no_violation']);
      w.later(UNDO_MS);
      await w.until('released', async () => (await stateOf(w, event)) === 'released' && revised(w).length > 0);
      assert.deepEqual(revised(w), [[event, 'notice', 'first_message']]);
      assert.equal(await messagesOf(w, max, kid), 1);

      // a process died before it had written that it was told
      const again = { state: 'releasing', due_at: w.now() } as const;
      await w.db.updateTable('held_event').set(again).where('event', '=', event).execute();
      await w.until('told again', async () => (await stateOf(w, event)) === 'released');
      const sent = await w.db.selectFrom('outbox').select('id').where('type', '=', 'decision.revised').execute();
      assert.deepEqual([sent.length, await messagesOf(w, max, kid)], [1, 1]);
    });

    it('stays refused by a ruling that finds a violation, which the platform is told', async () => {
      const w = await begin();
      const { event, max, kid } = await heldMessage(w);
      await ruled(w, max, await w.person('moderator'), ['warn']);
      w.later(UNDO_MS);
      await w.until('refused', async () => (await stateOf(w, event)) === 'refused' && revised(w).length > 0);
      assert.deepEqual(revised(w), [[event, 'block', 'found_harmful']]);
      assert.equal(await messagesOf(w, max, kid), 0);
    });

    it('is a group, too, which is made as it would have been: the child is asked, the others are in it', async () => {
      const w = await begin();
      const { max, kid } = await heldMessage(w);
      const [eve, group, event] = [w.name('eve'), w.name('group'), w.name('made')];
      const say = async (id: string, type: string, data: object) =>
        (await w.kith.post('/v1/events', { id, type, data })).json();
      const made = { actor: max, conversation: group, kind: 'group', members: [kid, eve] };
      assert.equal((await say(event, 'conversation.created', made)).decision.outcome, 'hold');
      assert.equal(await stateOf(w, event), 'held');
      await ruled(w, max, await w.person('moderator'), ['no_violation']);
      w.later(UNDO_MS);
      await w.until('released', async () => (await stateOf(w, event)) === 'released' && revised(w).length > 1);
      assert.deepEqual(
        revised(w).filter(([of]) => of === event),
        [[event, 'confirm', 'added_to_group']],
      );
      // who is in it: eve, for whom a message counts, and not the child, who has not said yes
      await say(w.name('writes'), 'message.sent', { actor: eve, conversation: group, message: w.name('in-it') });
      const seenBy = async (to: string) => w.kith.get(`/v1/contacts/${eve}/${to}`);
      const view: ContactView = await (await seenBy(max)).json();
      assert.deepEqual([view.groupMessages, (await seenBy(kid)).status], [1, 404]);
    });

    it('waits until Kith holds to it that the account is restricted no more', async () => {
      const w = await begin();
      const { event, max } = await heldMessage(w);
      const restricted = { id: w.name('restricted'), type: 'enforcement.applied' };
      await w.kith.post('/v1/events', { ...restricted, data: { actor: max, kind: 'restrict' } });
      await ruled(w, max, await w.person('moderator'), ['restore']);
      w.later(UNDO_MS);
      await w.until('released', async () => (await stateOf(w, event)) === 'released' && revised(w).length > 0);
      assert.deepEqual(revised(w), [[event, 'notice', 'first_message']]);
    });
  });
}
