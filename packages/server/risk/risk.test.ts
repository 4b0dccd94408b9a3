/** A risk, from events over HTTP to words that a moderator can check; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { evidenceCode, type RiskView, riskView, SEEN_SHOWN_MAX } from '@kith/contract';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { type Running, runKith } from '../testing/kith.ts';

for (const kind of ['resident', 'postgres'] as const) {
  describe(`the risk of an account (${kind})`, () => {
    let kith: Running;
    let made = 0;
    let database: { url: string; drop(): Promise<void> } | null = null;

    async function tell(
      type: string,
      data: object,
    ): Promise<{ outcome: string; reasons: { code: string; words: string }[] }> {
      const response = await kith.post('/v1/events', { id: `r${++made}`, type, data });
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return JSON.parse(text).decision;
    }
    const riskOf = async (id: string) => riskView.parse(await (await kith.get(`/v1/accounts/${id}/risk`)).json());

    before(async () => {
      if (kind === 'postgres') database = await freshDatabase('risk');
      kith = await runKith(database === null ? {} : { databaseUrl: database.url });
      const declared = { method: 'declared', confidence: 0.9 };
      await tell('account.created', { actor: 'adult', age: { band: 'adult', ...declared } });
      await tell('account.created', { actor: 'plain', age: { band: 'adult', ...declared } });
      for (let i = 0; i < 12; i++) {
        await tell('account.created', {
          actor: `kid${i}`,
          age: { band: '13to15', ...declared },
          settings: { directMessages: 'everyone' },
        });
      }
    });
    after(async () => {
      await kith.end();
      await database?.drop();
    });

    it('is nothing where nothing was seen', async () => {
      const view = await riskOf('plain');
      assert.deepEqual([view.level, view.score, view.contributions, view.signals], ['none', 0, [], []]);
      assert.equal((await kith.get('/v1/accounts/nobody/risk')).status, 404);
    });

    it('grows by what is written and done, and says so in words, with the messages', async () => {
      for (let i = 0; i < 9; i++) {
        await tell('message.sent', {
          actor: 'adult',
          other: `kid${i}`,
          message: `m${i}`,
          text: 'hey how old are you? dont tell your mum we talk',
        });
      }
      const view = await riskOf('adult');
      assert.ok(
        view.contributions.some(({ term, words }) => term === 'SECRECY' && /9 children to keep it secret/.test(words)),
      );
      assert.ok(view.contributions.some(({ term, value }) => term === 'children1d' && value === 9));
      const sum = view.contributions.reduce((total, { points }) => total + points, 0);
      assert.ok(Math.abs(sum - view.score) < 1e-6);
      assert.ok(Math.abs(view.families.text + view.families.behaviour - view.score) < 1e-6);
      assert.equal(view.contacts.length, 9);
      const secret = view.signals.filter(({ code }) => code === 'SECRECY');
      assert.deepEqual(
        new Set(secret.map(({ message }) => message)),
        new Set(Array.from({ length: 9 }, (_, i) => `m${i}`)),
      );
      assert.match(secret[0]?.cue ?? '', /^en\/SECRECY\//);
    });

    it('ties each contribution to the messages that it rests on and to when they were, of the account and of each contact', async () => {
      const view = await riskOf('adult');
      let tied = 0;
      const isTied = ({ term, since, at, seen }: RiskView['contributions'][number], other: string | null) => {
        if (!evidenceCode.options.some((code) => code === term)) return;
        const signals = view.signals.filter((one) => one.code === term && (other === null || one.other === other));
        assert.deepEqual(seen?.length, Math.min(SEEN_SHOWN_MAX, signals.length));
        for (const { event, message } of seen ?? []) {
          tied++;
          assert.ok(signals.some((one) => one.event === event && one.message === message));
        }
        assert.deepEqual([since, at], [signals.at(-1)?.at, signals[0]?.at]);
      };
      for (const one of view.contributions) isTied(one, null);
      for (const { other, contributions } of view.contacts) for (const one of contributions) isTied(one, other);
      assert.ok(tied >= 5 + 9, `${tied} were looked at`);
      const prior = view.contacts[0]?.contributions.find(({ term }) => term === 'prior');
      assert.deepEqual([prior?.at, prior?.since, prior?.seen], [undefined, undefined, undefined]);
      const today = view.contributions.find(({ term }) => term === 'children1d');
      assert.equal(today?.at, `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`);
    });

    it('tells what was counted and weighs nothing, with its number', async () => {
      const view = await riskOf('adult');
      const told = view.beside.map(({ term }) => term);
      assert.equal(told[0], 'unanswered');
      assert.match(view.beside[0]?.words ?? '', /^9 children .* were not seen to answer$/);
      assert.ok(view.beside[0]?.at !== undefined);
      for (const { term } of view.contributions) assert.ok(!told.includes(term), `${term} is told twice`);
      const signals = new Set(view.signals.map(({ event }) => event));
      const approached = view.beside.find(({ term }) => term === 'approached');
      assert.ok(
        approached?.seen?.length === SEEN_SHOWN_MAX && approached.seen.every(({ event }) => signals.has(event)),
      );
    });

    it('rises further by evidence that the platform found itself, opens one case, and holds what follows', async () => {
      for (let i = 0; i < 9; i++) {
        const evidence = ['OFF_PLATFORM', 'MEDIA_REQUEST', 'MEETING'].map((code) => ({ code }));
        await tell('evidence.found', { actor: 'adult', other: `kid${i}`, message: `m${i}`, evidence });
      }
      const view = await riskOf('adult');
      assert.equal(view.level, 'high');
      assert.equal(view.risk, 'high');
      assert.equal(view.case?.queue, 'risk');
      const next = await tell('message.sent', { actor: 'adult', other: 'kid10', message: 'next', text: 'hi' });
      assert.equal(next.outcome, 'hold');
      assert.equal(next.reasons[0]?.code, 'sender_high_risk');
      assert.match(next.reasons[0]?.words ?? '', /The account: .*child.*; 10 children .* were not seen to answer\.$/);
    });
  });
}
