/** A risk, from events over HTTP to words that a moderator can check; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { riskView } from '@kith/contract';
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
      assert.match(next.reasons[0]?.words ?? '', /The account: .*child/);
    });
  });
}
