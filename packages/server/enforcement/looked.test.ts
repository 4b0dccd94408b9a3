/** Nobody's account is taken away by somebody who has not opened what the case has of evidence. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseView, RulingView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { sharedWorld } from './testing/shared.ts';
import type { Scene } from './testing/world.ts';

interface Answer {
  ruling: RulingView;
  version: number;
  error: { code: string; message: string };
}

async function rule(w: Scene, about: string, by: Staff, measures: string[], expected = 200): Promise<Answer> {
  const said = { policy: 'contact-with-children', reason: 'seen', measures };
  return w.post(by, `/v1/cases/${about}/rulings`, { ...said, version: await w.hold(about, by) }, expected);
}

const viewOf = async (about: string, by: Staff): Promise<CaseView> => (await by.get(`/v1/cases/${about}`)).json();
const open = (about: string, by: Staff, other: string) => by.get(`/v1/cases/${about}/conversation?with=${other}`);

/** An adult who writes to a child. */
async function writes(w: Scene, from: string, to: string): Promise<void> {
  const say = (id: string, type: string, data: object) => w.kith.post('/v1/events', { id, type, data });
  const sure = { method: 'verified', confidence: 1 };
  await say(`a-${from}`, 'account.created', { actor: from, age: { band: 'adult', ...sure } });
  await say(`a-${to}`, 'account.created', { actor: to, age: { band: '13to15', ...sure } });
  const data = { actor: from, other: to, message: `m-${from}`, text: 'do not tell your mum about us' };
  await say(`m-${from}`, 'message.sent', data);
}

for (const kind of databases) {
  describe(`what must be opened before an account is taken away, on ${kind}`, () => {
    const begin = sharedWorld(kind);

    it('is what was said, by the first and by the second person, each themselves', async () => {
      const w = await begin();
      await writes(w, w.name('rogue'), w.name('kid'));
      const about = await w.reported(w.name('rogue'));
      const [first, second] = [await w.person('moderator'), await w.person('senior')];
      const what = { what: 'conversation', of: w.name('rogue'), with: w.name('kid') };
      assert.deepEqual((await viewOf(about, first)).unopened, what);
      for (const measures of [['disable'], ['suspend'], ['warn', 'suspend']]) {
        const { error } = await rule(w, about, first, measures, 409);
        assert.deepEqual([error.code, error.message.includes(w.name('kid'))], ['not_looked', true]);
      }
      // nothing was said there
      assert.equal((await open(about, first, w.name('nobody'))).status, 200);
      await rule(w, about, first, ['disable'], 409);
      assert.equal((await open(about, first, w.name('kid'))).status, 200);
      assert.equal((await viewOf(about, first)).unopened, null);
      const { ruling } = await rule(w, about, first, ['disable']);
      const confirm = async (expected: number) =>
        w.post<Answer>(second, `/v1/rulings/${ruling.id}/confirm`, { version: await w.hold(about, second) }, expected);
      assert.equal((await confirm(409)).error.code, 'not_looked');
      await open(about, second, w.name('kid'));
      assert.equal((await confirm(200)).ruling.state, 'in_force');
    });

    it('is nothing for what is milder', async () => {
      const w = await begin();
      await writes(w, w.name('rogue'), w.name('kid'));
      const moderator = await w.person('moderator');
      await rule(w, await w.reported(w.name('rogue')), moderator, ['warn', 'restrict']);
    });

    it('is the words of a report where nothing else is there, and nothing where there are none', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const data = { actor: 'reporter', other: w.name('rogue'), category: 'unkind', text: 'he asked where I live' };
      await w.kith.post('/v1/events', { id: w.name('r'), type: 'report.filed', data });
      const about = await w.reported(w.name('rogue'));
      const { unopened } = await viewOf(about, moderator);
      assert.ok(unopened?.what === 'report');
      const { error } = await rule(w, about, moderator, ['suspend'], 409);
      assert.ok(error.message.includes(unopened.report));
      assert.equal((await moderator.get(`/v1/reports/${unopened.report}`)).status, 200);
      await rule(w, about, moderator, ['suspend']);
      await rule(w, await w.reported(w.name('other')), moderator, ['suspend']);
    });
  });

  describe(`a case that is decided, on ${kind}`, () => {
    const begin = sharedWorld(kind);

    it('is not moved, merged or taken any more, and refuses another ruling', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const [about, other] = [await w.reported(w.name('rogue')), await w.reported(w.name('other'))];
      const { version } = await rule(w, about, moderator, ['warn']);
      const refused = [
        ['move', { version, queue: 'reports' }],
        ['lease', { version }],
        ['release', { version }],
        ['merge', { version, into: other, note: 'one person' }],
        ['rulings', { version, policy: 'contact-with-children', reason: 'x', measures: ['suspend'] }],
      ] as const;
      for (const [act, body] of refused) {
        const { error } = await w.post<Answer>(moderator, `/v1/cases/${about}/${act}`, body, 409);
        assert.equal(error.code, 'case_over', act);
      }
      const rows = await w.db.selectFrom('cases').select(['version', 'queue']).where('id', '=', about).execute();
      assert.equal(rows[0]?.version, version);
    });
  });
}
