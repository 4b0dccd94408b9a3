/** Links to the Family Centre and what they begin; on both databases. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { familyLink } from '@kith/contract';
import { databases, type TestRecords, testRecords } from '../ground/testing/records.ts';
import {
  LINK_MAX_MS,
  LINKS_AN_ACCOUNT_MAX,
  SESSION_IDLE_MAX_MS,
  SESSION_MAX_MS,
  SESSIONS_AN_ACCOUNT_MAX,
} from './limits.ts';
import { canEnter, enter, leave, makeLink, whoIs } from './sign-in.ts';

const NOW = Date.UTC(2026, 2, 1, 12);
const MINUTE_MS = 60_000;

for (const kind of databases) {
  describe(`a link to the Family Centre (${kind})`, () => {
    let records: TestRecords;
    const tokenFor = async (account: string, now_ms = NOW) => {
      const made = await makeLink({ db: records.kysely }, { account, language: 'cy' }, 'https://kith.example', {
        ...{ by: 'key:k', now_ms },
      });
      const { url, expires } = familyLink.parse(made);
      assert.equal(Date.parse(expires), now_ms + LINK_MAX_MS);
      return /^https:\/\/kith\.example\/family\/enter\/([\w-]{43})$/.exec(url)?.[1] ?? assert.fail(url);
    };
    const come = async (account: string, now_ms = NOW) =>
      (await enter({ db: records.kysely }, await tokenFor(account, now_ms), now_ms)) ?? assert.fail();
    const at = (secret: string, now_ms: number) => whoIs({ db: records.kysely }, secret, now_ms);

    before(async () => {
      records = await testRecords(kind, 'family-links');
    });
    after(() => records.close());

    it('lets in once, whoever comes first, of ten at once', async () => {
      const token = await tokenFor('mum');
      const db = records.kysely;
      assert.ok(await canEnter({ db }, token, NOW), 'looking uses nothing up');
      const entered = await Promise.all(Array.from({ length: 10 }, () => enter({ db }, token, NOW)));
      const [session, ...others] = entered.filter((one) => one !== null);
      assert.deepEqual([session?.account, session?.language, others], ['mum', 'cy', []]);
      assert.ok(!(await canEnter({ db }, token, NOW)));
    });

    it('is void after ten minutes, and one that was changed by a character never was', async () => {
      const db = records.kysely;
      const token = await tokenFor('mum');
      const other = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
      for (const wrong of [other, token.slice(1), `${token}A`, '', 'x'.repeat(43)]) {
        assert.equal(await enter({ db }, wrong, NOW), null, wrong);
      }
      assert.equal(await enter({ db }, token, NOW + LINK_MAX_MS), null);
    });

    it('begins a session that ends with half an hour of nothing, after twelve hours, and when they leave', async () => {
      const idle = await come('idle');
      assert.equal((await at(idle.secret, NOW + SESSION_IDLE_MAX_MS - 1))?.account, 'idle');
      assert.equal((await at(idle.secret, NOW + 2 * SESSION_IDLE_MAX_MS - 2))?.account, 'idle', 'being there keeps it');
      assert.equal(await at(idle.secret, NOW + 3 * SESSION_IDLE_MAX_MS), null);
      const long = await come('long');
      for (let now = NOW; now < NOW + SESSION_MAX_MS; now += 20 * MINUTE_MS) {
        assert.equal((await at(long.secret, now))?.account, 'long');
      }
      assert.equal(await at(long.secret, NOW + SESSION_MAX_MS), null);
      const gone = await come('gone');
      await leave({ db: records.kysely }, gone.secret);
      assert.equal(await at(gone.secret, NOW), null);
    });

    it('has a token for its forms that is its own', async () => {
      const [one, two] = [await come('forms'), await come('forms')];
      assert.equal((await at(one.secret, NOW))?.formToken, one.formToken);
      assert.notEqual(one.formToken, two.formToken);
      assert.equal(await at(one.formToken, NOW), null, 'which is no cookie');
    });

    it('makes room: an account has so many links and sessions, the oldest end', async () => {
      const first = await tokenFor('many');
      for (let i = 1; i <= LINKS_AN_ACCOUNT_MAX; i++) await tokenFor('many', NOW + i);
      assert.equal(await enter({ db: records.kysely }, first, NOW + MINUTE_MS), null);
      const oldest = await come('sits');
      for (let i = 1; i <= SESSIONS_AN_ACCOUNT_MAX; i++) await come('sits', NOW + i);
      assert.equal(await at(oldest.secret, NOW + MINUTE_MS), null);
    });

    it('is nowhere in the database as it is, nor is what it begins', async () => {
      const token = await tokenFor('secret');
      const { secret } = await come('secret');
      const rows = JSON.stringify([
        await records.kysely.selectFrom('family_link').selectAll().execute(),
        await records.kysely.selectFrom('family_session').selectAll().execute(),
        await records.kysely.selectFrom('audit_line').selectAll().execute(),
      ]);
      assert.ok(!rows.includes(token) && !rows.includes(secret));
    });
  });
}
