/** Who becomes whose guardian, by whose yes, and how it ends; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { guardianshipMade, guardianshipShown } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { ATTEMPTS_AN_ACCOUNT_MAX, CHILDREN_MAX } from './limits.ts';
import { endOf, type FamiliesKith, familiesKith } from './testing/families.ts';

const HOUR_MS = 3_600_000;

for (const kind of databases) {
  describe(`guardianships (${kind})`, () => {
    let k: FamiliesKith;
    /** a child that no other test has made anything of */
    const child = async (name: string, band = '13to15') => {
      await k.tellAccount(name, band);
      return name;
    };
    const adult = async (name: string) => {
      await k.tellAccount(name, 'adult');
      return name;
    };
    const codeOf = async (body: object): Promise<string> => {
      const { code } = await k.invite(body);
      return code ?? assert.fail('there is no code');
    };
    const yesTo = (account: string, code: string, terms?: string) =>
      k.call('POST', '/v1/guardianships/code/answer', { account, code, answer: 'accept', ...(terms && { terms }) });
    /** looks at what the code asks, and says yes */
    const byCode = async (account: string, code: string) => {
      const shown = await k.call('POST', '/v1/guardianships/code', { account, code });
      return shown.status === 200 ? yesTo(account, code, guardianshipShown.parse(shown.json).terms) : shown;
    };

    before(async () => {
      k = await familiesKith(kind);
      await k.people();
    });
    after(() => k.end());

    it('begins with the yes of the child that a guardian named, and not before', async () => {
      const { guardianship, code } = await k.invite({ invitedBy: 'guardian', guardian: 'mum', child: 'kid' });
      assert.deepEqual([guardianship.state, code], ['invited', null]);
      for (const account of ['mum', 'dad', 'tot']) {
        const { status, code } = await k.call('POST', `/v1/guardianships/${guardianship.id}/answer`, {
          ...{ account, answer: 'accept' },
        });
        assert.deepEqual([status, code], [404, 'not_known'], account);
      }
      assert.equal((await k.yes(guardianship.id, 'kid')).status, 200);
      const again = await k.call('POST', `/v1/guardianships/${guardianship.id}/answer`, {
        ...{ account: 'kid', answer: 'decline' },
      });
      assert.deepEqual([again.status, again.code], [410, 'invitation_void']);
      assert.deepEqual(
        (await k.listOf('kid')).map(({ state }) => state),
        ['active'],
      );
      assert.deepEqual(
        (await k.listOf('mum')).map(({ child }) => child),
        ['kid'],
      );
    });

    it('begins with the yes of the guardian whom a child invited by a code, typed as people type', async () => {
      const young = await child('typed');
      const code = await codeOf({ invitedBy: 'child', child: young });
      assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      const { status, json } = await byCode('dad', ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `);
      assert.equal(status, 200, JSON.stringify(json));
      assert.deepEqual(
        (await k.listOf(young)).map(({ guardian, state }) => [guardian, state]),
        [['dad', 'active']],
      );
    });

    it('gives a code to one alone, of two who bring it at once', async () => {
      const code = await codeOf({ invitedBy: 'guardian', guardian: 'mum' });
      const both = [await child('first'), await child('second')];
      const answers = await Promise.all(both.map((account) => byCode(account, code)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
      assert.equal((await byCode('kid', code)).code, 'invitation_void');
    });

    it('takes no code after its time, none that was taken back, and none from whoever made it', async () => {
      const young = await child('late');
      const own = await codeOf({ invitedBy: 'guardian', guardian: 'dad' });
      assert.equal((await byCode('dad', own)).code, 'invitation_void');
      const back = await k.invite({ invitedBy: 'guardian', guardian: 'dad' });
      await endOf(k, back.guardianship.id, 'guardian');
      assert.equal((await byCode(young, back.code ?? '')).code, 'invitation_void');
      const old = await codeOf({ invitedBy: 'guardian', guardian: 'dad' });
      k.later(48 * HOUR_MS);
      assert.equal((await byCode(young, old)).code, 'invitation_void');
      assert.deepEqual(await k.listOf(young), []);
    });

    it('lets an account try five codes an hour, right ones not counted, many at once counted all the same', async () => {
      const young = await child('guesser');
      const tries = Array.from({ length: 12 }, (_, i) => byCode(young, `0000-0000-00${String(i).padStart(2, '0')}`));
      const codes = (await Promise.all(tries)).map(({ code }) => code);
      const looked = codes.filter((code) => code === 'invitation_void').length;
      assert.ok(looked <= ATTEMPTS_AN_ACCOUNT_MAX, `${looked} were looked at`);
      const right = await codeOf({ invitedBy: 'guardian', guardian: await adult('patient') });
      assert.equal((await byCode(young, right)).code, 'too_many_requests', 'a right code is none among guesses');
      k.later(HOUR_MS + 1);
      assert.equal((await byCode(young, right)).status, 200);
    });

    it('says the same of a child that is there, one that is not, and an adult who is named as one', async () => {
      const guardian = await adult('asker');
      const answers = [];
      for (const named of [await child('there'), 'nobody-at-all', 'eve']) {
        const { status, json } = await k.call('POST', '/v1/guardianships', {
          ...{ invitedBy: 'guardian', guardian, child: named },
        });
        const { guardianship: made, code } = guardianshipMade.parse(json);
        answers.push([status, code, made.state, made.invitedBy, Object.keys(made).join()]);
      }
      assert.deepEqual(answers[1], answers[0]);
      assert.deepEqual(answers[2], answers[0]);
      // and whoever could not say yes hears of nothing
      assert.deepEqual(await k.listOf('eve'), []);
      assert.equal((await k.listOf('there')).length, 1);
    });

    it('lets nobody become a guardian who is a child, not sure enough to be an adult, or shut out by a block', async () => {
      for (const guardian of ['kid', 'sixth', 'a-stranger']) {
        const { status, code } = await k.call('POST', '/v1/guardianships', { invitedBy: 'guardian', guardian });
        assert.deepEqual([status, code], [409, 'not_possible'], guardian);
      }
      // somebody without an account, whom the platform knows
      const said = await k.invite({ invitedBy: 'guardian', guardian: 'no-account', adulthood: 'verified' });
      assert.equal((await byCode(await child('theirs'), said.code ?? '')).status, 200);
      const blocker = await child('blocker');
      const block = { id: 'block', type: 'account.blocked', data: { actor: blocker, other: 'eve' } };
      assert.equal((await k.call('POST', '/v1/events', block)).status, 200);
      await k.invite({ invitedBy: 'guardian', guardian: 'eve', child: blocker });
      assert.deepEqual(await k.listOf(blocker), []);
    });

    it('lets nobody whom a child blocked ask it with another account on the same device', async () => {
      const blocker = await child('blocks-them-all');
      const [one, other, aunt] = [await adult('one'), await adult('other-of-one'), await adult('aunt-of-blocker')];
      for (const actor of [one, other]) {
        await k.tellAs('account.updated', { actor, identifiers: { deviceIds: ['a phone'] } });
      }
      // whichever of the two was there first
      for (const blocked of [one, other]) {
        await k.tellAs('account.blocked', { actor: blocker, other: blocked });
        for (const guardian of [one, other, aunt]) await k.invite({ invitedBy: 'guardian', guardian, child: blocker });
        assert.deepEqual(
          (await k.listOf(blocker)).map(({ guardian }) => guardian),
          [aunt],
          blocked,
        );
        await k.tellAs('account.unblocked', { actor: blocker, other: blocked });
      }
    });

    it('lets nobody begin who was shut down, and is asked again at the yes', async () => {
      const barred = await adult('barred');
      const young = await child('waits');
      const { guardianship } = await k.invite({ invitedBy: 'guardian', guardian: barred, child: young });
      await k.tellOwn({
        ...{ id: 'kith:bar', type: 'enforcement.requested', at: k.now() },
        data: { actor: barred, kind: 'disable', turnedTo: [] },
      });
      const { status, code } = await k.yes(guardianship.id, young);
      assert.deepEqual([status, code], [410, 'invitation_void']);
      const unseen = { account: young, answer: 'accept' };
      assert.equal(
        (await k.call('POST', `/v1/guardianships/${guardianship.id}/answer`, unseen)).code,
        'invitation_void',
      );
      const again = await k.call('POST', '/v1/guardianships', { invitedBy: 'guardian', guardian: barred });
      assert.equal(again.code, 'not_possible');
    });

    it('gives a child no more guardians than the policy says, and a guardian no more than twelve children, also at once', async () => {
      const young = await child('crowded');
      const ids = [];
      for (let i = 0; i < 6; i++) {
        const { guardianship } = await k.invite({
          ...{ invitedBy: 'guardian', guardian: await adult(`g${i}`), child: young },
        });
        ids.push(guardianship.id);
      }
      const answers = await Promise.all(ids.map((id) => k.yes(id, young)));
      assert.equal(answers.filter(({ status }) => status === 200).length, 4);
      const carer = await adult('carer');
      let became = 0;
      for (let i = 0; i <= CHILDREN_MAX; i++) {
        k.later(6 * HOUR_MS);
        const one = await child(`c${i}`);
        const { guardianship } = await k.invite({ invitedBy: 'guardian', guardian: carer, child: one });
        if ((await k.yes(guardianship.id, one)).status === 200) became++;
      }
      assert.equal(became, CHILDREN_MAX);
    });

    it('lets one account invite so often a day, and whoever asks twice has asked once', async () => {
      const keen = await adult('keen');
      const young = await child('asked');
      const first = await k.invite({ invitedBy: 'guardian', guardian: keen, child: young });
      const second = await k.invite({ invitedBy: 'guardian', guardian: keen, child: young });
      assert.equal(second.guardianship.id, first.guardianship.id);
      const all = await Promise.all(
        Array.from({ length: 8 }, () => k.call('POST', '/v1/guardianships', { invitedBy: 'guardian', guardian: keen })),
      );
      assert.equal(all.filter(({ status }) => status === 200).length, 4);
      assert.ok(all.every(({ code }) => code === '' || code === 'too_many_requests'));
      assert.equal(
        (await k.call('POST', '/v1/guardianships', { invitedBy: 'child', child: young, guardian: keen })).code,
        'not_possible',
        'the other has asked first',
      );
    });

    it('tells a child that said no of no other invitation by the same adult, until that is long ago', async () => {
      const young = await child('refuses');
      const pushy = await adult('pushy');
      const told = () =>
        k.webhooks.flatMap((sent) =>
          sent.type === 'notice.requested' && sent.data.notice.to === young ? (sent.data.event ?? []) : [],
        );
      const no = async () => {
        const { guardianship } = await k.invite({ invitedBy: 'guardian', guardian: pushy, child: young });
        await k.answer(guardianship.id, { account: young, answer: 'decline' });
        return `kith:${guardianship.id}:guardian_asks`;
      };
      const first = await no();
      await no();
      assert.equal((await k.listOf(young)).length, 2, 'it is there for whoever looks');
      k.later(31 * 24 * HOUR_MS);
      const late = await no();
      await until('told of the later one', () => told().includes(late));
      assert.deepEqual(told(), [first, late]);
    });

    it('is ended by either side, once; where the policy says so a small child is heard by people, and the guardian is not told', async () => {
      const older = await k.guard('eve', await child('leaves'));
      assert.equal((await endOf(k, older.id, 'child')).guardianship.endedBy, 'child');
      const over = await k.call('POST', `/v1/guardianships/${older.id}/end`, { by: 'guardian' });
      assert.deepEqual([over.status, over.code], [409, 'not_possible']);
      const small = await k.guard('eve', 'tot');
      const before = JSON.stringify(await k.listOf('eve'));
      for (let i = 0; i < 2; i++) assert.equal((await endOf(k, small.id, 'child')).became, 'wished');
      assert.equal(JSON.stringify(await k.listOf('eve')), before, 'nothing of it is to be seen by the guardian');
      const reports = await k.db.selectFrom('report').selectAll().where('reporter', '=', 'tot').execute();
      assert.deepEqual(
        reports.map(({ about, category, child, source }) => [about, category, child, source]),
        [['eve', 'guardianship_end', 1, 'user']],
      );
      k.later(24 * HOUR_MS);
      assert.equal((await endOf(k, small.id, 'child')).became, 'wished');
      const again = await k.db.selectFrom('report').selectAll().where('reporter', '=', 'tot').execute();
      assert.equal(again.length, 2, 'a child that asks again is heard again');
      assert.equal((await endOf(k, small.id, 'platform')).guardianship.endedBy, 'platform');
    });

    it('tells the child and the guardian at once of what begins and ends, and other guardians of one more; deciding knows', async () => {
      const young = await child('told');
      const first = await k.guard('mum', young);
      const second = await k.guard('dad', young);
      await endOf(k, first.id, 'guardian');
      const told = await until('told', () => {
        const news = k.webhooks.flatMap((sent) =>
          sent.type === 'notice.requested' && [sent.data.notice.to, sent.data.notice.about].includes(young)
            ? `${sent.data.notice.to}: ${sent.data.notice.news} ${sent.data.notice.about}`
            : [],
        );
        return news.length >= 9 && news;
      });
      assert.deepEqual(told.sort(), [
        'dad: began_for_guardian told',
        'mum: another_began_for_guardian told',
        'mum: began_for_guardian told',
        'mum: ended_for_guardian told',
        'told: began dad',
        'told: began mum',
        'told: ended mum',
        'told: guardian_asks dad',
        'told: guardian_asks mum',
      ]);
      assert.equal(await k.waitsForGuardian(young), true);
      await endOf(k, second.id, 'child');
      assert.equal(await k.waitsForGuardian(young), false);
    });

    it('ends by itself when the child comes of age: the platform’s event alone, and both are told, once, and each their own words', async () => {
      const [young, parent] = [await child('turns-18'), await adult('of-turns-18')];
      const other = await adult('other-of-turns-18');
      for (const guardian of [parent, other]) await k.guard(guardian, young);
      const told = () =>
        k.webhooks.flatMap((sent) =>
          sent.type === 'notice.requested' && sent.data.notice.news?.startsWith('came_of_age') === true
            ? `${sent.data.notice.to}: ${sent.data.notice.news} ${sent.data.notice.about}`
            : [],
        );
      await k.tellAs('account.updated', { actor: young, age: { band: 'adult', method: 'verified' } });
      // at once, before anything is written down
      for (const guardian of [parent, other])
        assert.equal((await k.call('GET', `/v1/families/${young}?as=${guardian}`)).code, 'not_known');
      const news = await until('all told', () => told().length >= 4 && told());
      assert.deepEqual(news.sort(), [
        `${parent}: came_of_age_for_guardian ${young}`,
        `${other}: came_of_age_for_guardian ${young}`,
        `${young}: came_of_age ${parent}`,
        `${young}: came_of_age ${other}`,
      ]);
      assert.deepEqual(
        (await k.listOf(young)).map(({ state, endedBy }) => [state, endedBy]),
        [
          ['ended', 'came_of_age'],
          ['ended', 'came_of_age'],
        ],
      );
      const titles = k.webhooks.flatMap((sent) =>
        sent.type === 'notice.requested' && sent.data.notice.news?.startsWith('came_of_age') === true
          ? sent.data.notice.title
          : [],
      );
      assert.equal(new Set(titles).size, 2, 'a young adult reads other words than a parent');
      const lines = await k.db
        .selectFrom('audit_line')
        .select('by')
        .where('action', '=', 'guardianship.ended')
        .where(
          'subject',
          'in',
          (await k.listOf(young)).map(({ id }) => `guardianship:${id}`),
        )
        .execute();
      assert.equal(lines.length, 2);
      await k.tellAs('account.updated', { actor: young, age: { band: 'adult', method: 'verified' } });
      assert.equal(
        (await k.call('POST', '/v1/guardianships', { invitedBy: 'child', child: young })).code,
        'not_possible',
      );
      assert.equal(told().length, 4);
    });

    it('leaves a line in the audit log for each change', async () => {
      const made = await k.guard('dad', await child('audited'));
      await endOf(k, made.id, 'guardian');
      const lines = await k.db
        .selectFrom('audit_line')
        .select(['action', 'by'])
        .where('subject', '=', `guardianship:${made.id}`)
        .orderBy('number')
        .execute();
      assert.deepEqual(
        lines.map(({ action }) => action),
        ['guardianship.invited', 'guardianship.accepted', 'guardianship.ended'],
      );
      assert.ok(lines.every(({ by }) => by.startsWith('key:')));
    });
  });
}
