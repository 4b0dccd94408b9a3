/** Nobody says yes to what they have not seen, and looking gives no more away than answering did; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type GuardianshipShown, guardianshipShown } from '@kith/contract';
import fc from 'fast-check';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { loadShippedWords, quietHoursIn } from '../words/index.ts';
import { ATTEMPTS_AN_ACCOUNT_MAX } from './limits.ts';
import { familyWords } from './pages/words.ts';
import { termsAt, termsId } from './terms.ts';
import { endOf, type FamiliesKith, familiesKith } from './testing/families.ts';

const HOUR_MS = 3_600_000;

for (const kind of databases) {
  describe(`what a code asks (${kind})`, () => {
    let k: FamiliesKith;
    let made = 0;
    const child = async (band = '13to15') => {
      const name = `young${++made}`;
      await k.tellAccount(name, band);
      return name;
    };
    const adult = async () => {
      const name = `grown${++made}`;
      await k.tellAccount(name, 'adult');
      return name;
    };
    const codeOf = async (body: object): Promise<{ code: string; id: string }> => {
      const { code, guardianship } = await k.invite(body);
      return { code: code ?? assert.fail('there is no code'), id: guardianship.id };
    };
    const look = (account: string, code: string, more = {}) =>
      k.call('POST', '/v1/guardianships/code', { account, code, ...more });
    const shown = async (account: string, code: string, more = {}): Promise<GuardianshipShown> => {
      const { status, json } = await look(account, code, more);
      assert.equal(status, 200, JSON.stringify(json));
      return guardianshipShown.parse(json);
    };
    const say = (account: string, code: string, more: object) =>
      k.call('POST', '/v1/guardianships/code/answer', { account, code, answer: 'accept', ...more });
    const wrong = '0000-0000-0000';

    before(async () => {
      k = await familiesKith(kind);
      await k.people();
    });
    after(() => k.end());

    it('shows a child who asks, all that is seen and can be done at its age, and what never is; and changes nothing', async () => {
      const guardian = await adult();
      const { code, id } = await codeOf({ invitedBy: 'guardian', guardian });
      const before = JSON.stringify(await k.listOf(guardian));
      const small = await shown(await child('under13'), code);
      assert.deepEqual([small.guardianship, small.role, small.from.account], [id, 'child', guardian]);
      const all = ['about', 'friends', 'contacts', 'groups', 'settings', 'warnings', 'strangers', 'asked'];
      assert.deepEqual(small.sees, all);
      assert.deepEqual(small.may, ['settings', 'quiet_hours', 'review', 'report', 'summary']);
      assert.deepEqual(small.never, ['said', 'media', 'searches', 'help']);
      assert.equal(small.mayEnd, false);
      const older = await shown(await child('16to17'), code);
      assert.deepEqual(
        older.sees,
        all.filter((one) => one !== 'warnings'),
      );
      assert.deepEqual(older.may, ['quiet_hours', 'review', 'report', 'summary']);
      assert.equal(older.mayEnd, true);
      assert.notEqual(older.terms, small.terms);
      assert.equal(JSON.stringify(await k.listOf(guardian)), before);
    });

    it('says it in the words of the Family Centre, in Welsh where that is asked for or the account’s own', async () => {
      const guardian = await adult();
      const { code } = await codeOf({ invitedBy: 'guardian', guardian });
      const young = await child();
      const { words } = await shown(young, code);
      const { invitation } = familyWords.en.own;
      const quietHours = quietHoursIn(loadShippedWords(), 'en');
      assert.equal(words.title, invitation.title.replace('{name}', guardian));
      assert.deepEqual(
        words.parts.map(({ heading, items }) => [heading, items]),
        [
          [invitation.see, Object.values(invitation.sees)],
          [invitation.can, Object.values(invitation.may).map((one) => one.replace('{quietHours}', quietHours))],
          [invitation.never, Object.values(invitation.nevers)],
        ],
      );
      assert.ok(words.lines.includes(invitation.stop));
      assert.equal((await shown(young, code, { language: 'cy-GB' })).words.language, 'cy');
      await k.tellAs('account.updated', { actor: young, language: 'cy' });
      const cy = (await shown(young, code)).words;
      assert.deepEqual([cy.language, cy.accept], ['cy', familyWords.cy.own.invitation.accept]);
    });

    it('shows a guardian whom a child invited what they would see, and who asks', async () => {
      const young = await child();
      const { code } = await codeOf({ invitedBy: 'child', child: young });
      const { role, from, words } = await shown('dad', code);
      assert.deepEqual([role, from.account], ['guardian', young]);
      assert.equal(words.parts[0]?.heading, familyWords.en.guardian.invitation.see);
      assert.equal((await say('dad', code, {})).status, 200);
    });

    it('takes a child’s yes to what it was shown alone: not without, not to another’s, not to what has changed since', async () => {
      const guardian = await adult();
      const { code } = await codeOf({ invitedBy: 'guardian', guardian });
      const [young, other] = [await child('13to15'), await child('13to15')];
      const unseen = await say(young, code, {});
      assert.deepEqual([unseen.status, unseen.code], [400, 'missing_field']);
      const { terms } = await shown(young, code);
      for (const not of [(await shown(other, code)).terms, terms.toUpperCase(), 'x'])
        assert.equal((await say(young, code, { terms: not })).code, 'invitation_changed');
      // a birthday between the look and the yes: a guardian sees less from then on
      await k.tellAccount(young, '16to17');
      const late = await say(young, code, { terms });
      assert.deepEqual([late.status, late.code], [409, 'invitation_changed']);
      assert.deepEqual(await k.listOf(young), []);
      const now = await shown(young, code);
      assert.equal((await say(young, code, { terms: now.terms })).status, 200);
      const line = await k.db
        .selectFrom('audit_line')
        .select('detail')
        .where('subject', '=', `guardianship:${now.guardianship}`)
        .where('action', '=', 'guardianship.accepted')
        .executeTakeFirstOrThrow();
      assert.ok(JSON.stringify(line.detail).includes(now.terms), 'what was shown is with the yes');
    });

    it('asks the same of a child that is invited by name; its notice brings what stands for what it says', async () => {
      const guardian = await adult();
      const young = await child();
      const { guardianship } = await k.invite({ invitedBy: 'guardian', guardian, child: young });
      const path = `/v1/guardianships/${guardianship.id}`;
      assert.equal(
        (await k.call('POST', `${path}/answer`, { account: young, answer: 'accept' })).code,
        'missing_field',
      );
      const see = (account: string) => k.call('GET', `${path}/invitation?account=${account}`);
      const { terms } = guardianshipShown.parse((await see(young)).json);
      for (const nosy of [guardian, await child(), 'dad', 'nobody-at-all'])
        assert.deepEqual([(await see(nosy)).status, (await see(nosy)).code], [404, 'not_known'], nosy);
      const asked = await until('asked', () => {
        const all = k.webhooks.flatMap((sent) =>
          sent.type === 'notice.requested' && sent.data.notice.to === young ? sent.data.notice : [],
        );
        return all.length > 0 && all;
      });
      assert.deepEqual(
        asked.map((notice) => [notice.news, notice.terms]),
        [['guardian_asks', terms]],
      );
      assert.equal((await k.call('POST', `${path}/answer`, { account: young, answer: 'accept', terms })).status, 200);
      assert.deepEqual([(await see(young)).status, (await see(young)).code], [410, 'invitation_void']);
    });

    it('says of a code that was used, refused, taken back or is too old what it says of one that never was, and counts it', async () => {
      const guardian = await adult();
      const young = await child();
      const all = await Promise.all([1, 2, 3, 4].map(() => codeOf({ invitedBy: 'guardian', guardian })));
      const [used, refused, back, old] = all;
      assert.ok(used && refused && back && old);
      const first = await child();
      const { terms } = await shown(first, used.code);
      assert.equal((await say(first, used.code, { terms })).status, 200);
      assert.equal((await say(await child(), refused.code, { answer: 'decline' })).status, 200);
      await endOf(k, back.id, 'guardian');
      k.later(48 * HOUR_MS);
      const said = async (account: string, code: string) => {
        const [seen, answered] = [await look(account, code), await say(account, code, { terms })];
        assert.equal(seen.status, 410);
        return JSON.stringify([seen, answered]);
      };
      const never = await said(young, wrong);
      for (const { code } of [used, refused, back, old]) assert.equal(await said(await child(), code), never);
      // each counted: one account gets five tries of all of these together
      const tries = [used, refused, back, old, used].map(({ code }) => code);
      const guesser = await child();
      for (const code of tries) assert.equal((await look(guesser, code)).code, 'invitation_void');
      assert.equal((await look(guesser, wrong)).code, 'too_many_requests');
      assert.equal((await say(guesser, wrong, {})).code, 'too_many_requests');
    });

    it('limits looks and answers together, many at once counted all the same; a right code is not counted', async () => {
      const { code } = await codeOf({ invitedBy: 'guardian', guardian: await adult() });
      const honest = await child();
      for (let i = 0; i < 3 * ATTEMPTS_AN_ACCOUNT_MAX; i++) await shown(honest, code);
      const guesser = await child();
      const tries = await Promise.all(
        Array.from({ length: 12 }, (_, i) => {
          const guess = `0000-0000-00${String(i).padStart(2, '0')}`;
          return i % 2 === 0 ? look(guesser, guess) : say(guesser, guess, { terms: 'x' });
        }),
      );
      const looked = tries.filter((one) => one.code === 'invitation_void').length;
      assert.ok(looked <= ATTEMPTS_AN_ACCOUNT_MAX, `${looked} were looked at`);
      assert.equal((await look(guesser, code)).code, 'too_many_requests', 'a right code is none among guesses');
    });

    it('leads no code to a yes between two of whom one blocks the other, or another account that people say is theirs', async () => {
      const never = JSON.stringify(await look(await child(), wrong));
      const [guardian, other] = [await adult(), await adult()];
      const { code } = await codeOf({ invitedBy: 'guardian', guardian });
      const young = await child();
      const { terms } = await shown(young, code);
      await k.tellAs('account.blocked', { actor: young, other: guardian });
      assert.equal(JSON.stringify(await look(young, code)), never);
      assert.equal((await say(young, code, { terms })).code, 'invitation_void');
      // the code of a child in the hands of somebody it blocked
      const mine = await codeOf({ invitedBy: 'child', child: young });
      assert.equal(JSON.stringify(await look(guardian, mine.code)), never);
      assert.equal((await say(guardian, mine.code, {})).code, 'invitation_void');
      assert.equal((await look(other, mine.code)).status, 200);
      const link = { id: `link:${other}`, type: 'link.judged', at: k.now() } as const;
      await k.tellOwn({ ...link, data: { actor: other, other: guardian, state: 'confirmed' } });
      assert.equal(JSON.stringify(await look(other, mine.code)), never);
      assert.deepEqual(
        await k.listOf(guardian),
        (await k.listOf(guardian)).filter(({ state }) => state === 'invited'),
      );
      await k.tellAs('account.unblocked', { actor: young, other: guardian });
      assert.equal((await say(young, code, { terms })).status, 200, 'the code was not used up by it');
    });

    it('takes no yes to an invitation by name of whom a child shuts out since, by an old notice or page', async () => {
      const [one, two] = [await adult(), await adult()];
      const young = await child();
      for (const actor of [one, two])
        await k.tellAs('account.updated', { actor, identifiers: { deviceIds: [`phone of ${one}`] } });
      const { guardianship } = await k.invite({ invitedBy: 'guardian', guardian: two, child: young });
      const path = `/v1/guardianships/${guardianship.id}`;
      const seen = await k.call('GET', `${path}/invitation?account=${young}`);
      const { terms } = guardianshipShown.parse(seen.json);
      await k.tellAs('account.blocked', { actor: young, other: one });
      const late = await k.call('POST', `${path}/answer`, { account: young, answer: 'accept', terms });
      assert.deepEqual([late.status, late.code], [404, 'not_known']);
      assert.deepEqual(await k.listOf(young), []);
    });

    it('shows nothing to whoever made the code, or is of no age for it, nor of somebody who may be no guardian any more', async () => {
      const guardian = await adult();
      const { code } = await codeOf({ invitedBy: 'guardian', guardian });
      assert.equal((await look(guardian, code)).code, 'invitation_void');
      const grown = await look('dad', code);
      assert.deepEqual([grown.status, grown.code], [409, 'not_possible']);
      assert.ok(!JSON.stringify(grown.json).includes(guardian));
      const mine = await codeOf({ invitedBy: 'child', child: await child() });
      assert.equal((await look(await child(), mine.code)).code, 'not_possible');
      await k.tellOwn({
        ...{ id: `kith:bar:${guardian}`, type: 'enforcement.requested', at: k.now() },
        data: { actor: guardian, kind: 'disable', turnedTo: [] },
      });
      const young = await child();
      assert.deepEqual(await look(young, code), await look(young, wrong));
    });
  });
}

describe('what a yes is bound to', () => {
  const bands = fc.subarray(['under13', '13to15', '16to17'] as const);
  const policies = fc
    .record({
      ...{ approvesWeaker: bands, seesWarnings: bands, endedByGuardianOnly: bands },
      ...{ quietHours: fc.boolean(), weeklySummary: fc.boolean() },
    })
    .map((some) => ({ ...loadShippedPolicy().family, ...some }));
  const row = { id: 'gua_1', guardian: 'mum', child: 'kid' };

  it('changes with what is shown, and with nothing else', () => {
    fc.assert(
      fc.property(policies, policies, fc.constantFrom('under13', '13to15', '16to17'), (one, other, band) => {
        const [a, b] = [termsAt(one, band), termsAt(other, band)];
        assert.equal(termsId(row, a) === termsId(row, b), JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    const terms = termsAt(loadShippedPolicy().family, '13to15');
    const all = [row, { ...row, id: 'gua_2' }, { ...row, guardian: 'dad' }, { ...row, child: 'sis' }];
    assert.equal(new Set(all.map((one) => termsId(one, terms))).size, all.length);
  });
});
