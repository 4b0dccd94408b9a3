/** From somebody who comes back to a case, its links and what people say of them, over HTTP, on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, casePage, type LinksView, linkJudged, linksView, receipt } from '@kith/contract';
import { databases } from '../../ground/testing/records.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';

/** Looks for a case that a report opens in its own time: only a fault takes so many. */
const LOOKS_MAX = 500;

const read = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
};

for (const kind of databases) {
  describe(`the links of a case (${kind})`, () => {
    let kith: Running;
    let ana: Staff;
    let made = 0;
    const tell = async (type: string, data: object) =>
      read(await kith.post('/v1/events', { id: `e${++made}`, type, data }));
    const age = { band: 'adult', method: 'declared', confidence: 0.9 };
    const signUp = (actor: string, identifiers: object) =>
      tell('account.created', { actor, age, country: 'GB', identifiers });
    async function links(): Promise<LinksView> {
      const { cases } = casePage.parse(await read(await ana.get('/v1/cases?queue=returning')));
      const found = cases.find(({ account }) => account === 'max2');
      return linksView.parse(await read(await ana.get(`/v1/cases/${found?.id}/links`)));
    }

    before(async () => {
      kith = await runKithOn(kind, 'links_http');
      ana = await signIn(kith, ['moderator'], 'Ana');
      await signUp('max', {
        deviceIds: ['phone-1'],
        telephone: '+447400123456',
        email: 'max@example.org',
        verified: ['email', 'telephone'],
      });
      await kith.tellOwn({
        ...{ id: 'barred', type: 'enforcement.requested', at: Date.now(), data: { actor: 'max', kind: 'disable' } },
      });
      await signUp('max2', {
        deviceIds: ['phone-1'],
        telephone: '+44 7400 123456',
        email: 'other@example.org',
        verified: ['email', 'telephone'],
      });
      await signUp('max3', {
        deviceIds: ['phone-1'],
        telephone: '+44 7400 123456',
        email: 'third@example.org',
        verified: ['email', 'telephone'],
      });
    });
    after(() => kith.end());

    it('are a graph of accounts with reasons in words, whoever came first', async () => {
      const view = await links();
      assert.equal(view.account, 'max2');
      assert.deepEqual(new Set(view.accounts.map(({ id }) => id)), new Set(['max2', 'max', 'max3']));
      assert.equal(view.accounts.find(({ id }) => id === 'max')?.barred, true);
      const edge = view.edges.find(({ actor, other }) => actor === 'max2' && other === 'max');
      assert.deepEqual([edge?.state, edge?.byDevice, edge?.judged], ['seen', true, null]);
      assert.ok(edge?.reasons.some(({ words }) => /telephone number/.test(words)));
      assert.ok(view.edges.some(({ actor }) => actor === 'max3'));
    });

    it('are cut by whoever judges, which holds and is written down', async () => {
      const body = { actor: 'max2', other: 'max', state: 'cut', note: 'His brother: they called.' };
      const { edge } = linkJudged.parse(await read(await ana.send('/v1/links/judge', body)));
      assert.deepEqual([edge.state, edge.level, edge.judged?.by, edge.judged?.note], ['cut', 'none', 'Ana', body.note]);
      const again = (await links()).edges.find(({ actor, other }) => actor === 'max2' && other === 'max');
      assert.equal(again?.state, 'cut');
    });

    it('are as before where whoever judged takes it back, and only they can', async () => {
      const link = { actor: 'max2', other: 'max' };
      const ben = await signIn(kith, ['moderator'], 'Ben');
      const refused = await ben.send('/v1/links/judge', { ...link, state: 'seen' });
      assert.deepEqual([refused.status, (await refused.json()).error.code], [409, 'judged_by_other']);
      // the last word counts, and the one before it when that is taken back
      await read(await ben.send('/v1/links/judge', { ...link, state: 'confirmed' }));
      const states: unknown[] = [];
      for (const staff of [ben, ana]) {
        const { edge } = linkJudged.parse(await read(await staff.send('/v1/links/judge', { ...link, state: 'seen' })));
        states.push([edge.state, edge.judged?.by ?? null, edge.level]);
      }
      assert.deepEqual(states, [
        ['cut', 'Ana', 'none'],
        ['seen', null, 'high'],
      ]);
      const nothing = await ana.send('/v1/links/judge', { ...link, state: 'seen' });
      assert.deepEqual([nothing.status, (await nothing.json()).error.code], [409, 'not_judged']);
    });

    it('hold from both sides, whichever account is named first, and are shown once', async () => {
      const body = { actor: 'max', other: 'max3', state: 'confirmed', note: 'The same face.' };
      const { edge } = linkJudged.parse(await read(await ana.send('/v1/links/judge', body)));
      assert.deepEqual(
        [edge.actor, edge.other, edge.state, edge.judged?.note],
        ['max3', 'max', 'confirmed', body.note],
      );
      const edges = (await links()).edges.map(({ actor, other, state }) => [actor, other, state]);
      assert.deepEqual(
        edges.filter((edge) => edge.includes('max') && edge.includes('max3')),
        [['max3', 'max', 'confirmed']],
      );
    });

    it('hold for a block from both sides', async () => {
      const kid = { actor: 'kid', age: { band: '13to15' }, settings: { directMessages: 'everyone' } };
      await tell('account.created', kid);
      for (const actor of ['ann', 'bob']) await signUp(actor, { deviceIds: [`of ${actor}`] });
      await read(await ana.send('/v1/links/judge', { actor: 'ann', other: 'bob', state: 'confirmed' }));
      for (const [blocked, writes] of [
        ['ann', 'bob'],
        ['bob', 'ann'],
      ]) {
        await tell('account.blocked', { actor: 'kid', other: blocked });
        const message = { actor: writes, other: 'kid', message: `from-${writes}` };
        const sent = receipt.parse(await tell('message.sent', message));
        assert.ok(sent.status === 'accepted');
        assert.deepEqual(
          sent.decision.reasons.map(({ code }) => code),
          ['blocked_other_account'],
        );
        await tell('account.unblocked', { actor: 'kid', other: blocked });
      }
      const back = await read(await ana.send('/v1/links/judge', { actor: 'bob', other: 'ann', state: 'seen' }));
      assert.deepEqual([linkJudged.parse(back).edge.state, linkJudged.parse(back).edge.level], ['seen', 'none']);
      await tell('account.blocked', { actor: 'kid', other: 'ann' });
      const again = receipt.parse(await tell('message.sent', { actor: 'bob', other: 'kid', message: 'again' }));
      assert.ok(again.status === 'accepted');
      assert.ok(again.decision.reasons.every(({ code }) => code !== 'blocked_other_account'));
    });

    it('make a block hold for the account that was there before the blocked one: in messages, requests and what is shown', async () => {
      const kat = {
        actor: 'kat',
        age: { band: '13to15' },
        settings: { directMessages: 'everyone', showLocation: true },
      };
      await tell('account.created', kat);
      for (const actor of ['first', 'second']) {
        await signUp(actor, { deviceIds: ['a shared phone'] });
      }
      await signUp('apart', { deviceIds: ['a phone of their own'] });
      const reasonsOf = async (type: string, data: object): Promise<string[]> => {
        const told = receipt.parse(await tell(type, data));
        assert.ok(told.status === 'accepted');
        return told.decision.reasons.map(({ code }) => code);
      };
      const shown = async (question: string): Promise<unknown> => {
        const [by, candidates] = question === 'location' ? ['first', ['kat']] : ['kat', ['first']];
        const asked = await read(await kith.post('/v1/decisions', { question, viewer: by, candidates }));
        const answered = answer.parse(asked);
        assert.ok('answers' in answered);
        return answered.answers.map(({ reason }) => reason?.code);
      };
      const before = await shown('location');
      assert.deepEqual(before, [undefined]);
      await tell('account.blocked', { actor: 'kat', other: 'second' });
      const refused = ['blocked_other_account'];
      assert.deepEqual(await reasonsOf('message.sent', { actor: 'first', other: 'kat', message: 'by-first' }), refused);
      assert.deepEqual(await reasonsOf('connection.requested', { actor: 'first', other: 'kat' }), refused);
      assert.deepEqual(await shown('location'), refused);
      const apart = await reasonsOf('message.sent', { actor: 'apart', other: 'kat', message: 'by-apart' });
      assert.notDeepEqual(apart, refused);
      await tell('account.unblocked', { actor: 'kat', other: 'second' });
      const again = await reasonsOf('message.sent', { actor: 'first', other: 'kat', message: 'once-more' });
      assert.notDeepEqual(again, refused);
      assert.deepEqual(await shown('location'), [undefined]);
    });

    it('are shown on the earlier account’s case, too, where a block holds for the later one by its device', async () => {
      await tell('account.created', {
        actor: 'kim',
        age: { band: '13to15' },
        settings: { directMessages: 'everyone' },
      });
      for (const actor of ['sam', 'sid']) await signUp(actor, { deviceIds: ['sam’s phone'] });
      await tell('account.blocked', { actor: 'kim', other: 'sam' });
      const sent = receipt.parse(await tell('message.sent', { actor: 'sid', other: 'kim', message: 'by-sid' }));
      assert.ok(sent.status === 'accepted');
      assert.deepEqual(
        sent.decision.reasons.map(({ code }) => code),
        ['blocked_other_account'],
      );
      await tell('report.filed', { actor: 'kim', other: 'sam', category: 'other' });
      let opened: string | undefined;
      for (let tries = 0; opened === undefined && tries < LOOKS_MAX; tries++) {
        const { cases } = casePage.parse(await read(await ana.get('/v1/cases?queue=reports')));
        opened = cases.find(({ account }) => account === 'sam')?.id;
        if (opened === undefined) await sleep(20);
      }
      const { edges } = linksView.parse(await read(await ana.get(`/v1/cases/${opened}/links`)));
      assert.deepEqual(
        edges.map(({ actor, other, byDevice }) => [actor, other, byDevice]),
        [['sid', 'sam', true]],
      );
    });

    it('say which account is not known', async () => {
      const response = await ana.send('/v1/links/judge', { actor: 'max2', other: 'nobody', state: 'confirmed' });
      const { error } = await response.json();
      assert.deepEqual([response.status, error.code, error.field], [404, 'not_known', 'other']);
    });
  });
}
