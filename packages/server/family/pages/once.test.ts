/** A form of a report that is sent twice, by a thumb that pressed twice or a line that broke, is one report; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases } from '../../ground/testing/records.ts';
import { type FamiliesKith, familiesKith } from '../testing/families.ts';
import { type Visitor, visitorAs } from '../testing/visitors.ts';
import { referenceOf } from './people.ts';

for (const kind of databases) {
  describe(`a report by a form of the Family Centre (${kind})`, () => {
    let k: FamiliesKith;
    let guardianship: string;
    before(async () => {
      k = await familiesKith(kind);
      await k.people();
      await k.tellAccount('pal', '13to15');
      guardianship = (await k.guard('mum', 'kid')).id;
      await k.tellAs('connection.requested', { actor: 'kid', other: 'pal' });
      await k.tellAs('connection.accepted', { actor: 'pal', other: 'kid' });
    });
    after(() => k.end());

    const onceOn = async (visitor: Visitor, path: string): Promise<string> => {
      const { status, text } = await visitor.get(path);
      assert.equal(status, 200);
      return /name="once" value="([^"]+)"/.exec(text)?.[1] ?? assert.fail('the form has no id');
    };
    const filedBy = (reporter: string) =>
      k.db.selectFrom('report').select(['id', 'about']).where('reporter', '=', reporter).execute();

    for (const reporter of ['kid', 'mum'] as const) {
      it(`is filed once however often the form is sent, and again by a form of its own (${reporter})`, async () => {
        const visitor = await visitorAs(k, reporter);
        const person = referenceOf('kid', 'pal');
        const path =
          reporter === 'kid'
            ? `/family/own/people/${person}/more`
            : `/family/children/${guardianship}/people/${person}/report`;
        const once = await onceOn(visitor, path);
        const send = (id: string) => visitor.post(path, { once: id, what: 'other', more: 'he asks every day' });
        const sent = await Promise.all([1, 2, 3].map(() => send(once)));
        assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]));
        assert.equal((await send(once)).status, 303);
        assert.deepEqual(
          (await filedBy(reporter)).map(({ about }) => about),
          ['pal'],
        );
        const next = await onceOn(visitor, path);
        assert.notEqual(next, once);
        await send(next);
        assert.equal((await filedBy(reporter)).length, 2);
        // a form that was refused keeps its id: mended and sent, it is the one report of that page
        const refused = await visitor.post(path, { once: await onceOn(visitor, path), what: '', more: '' });
        assert.equal(refused.status, 400);
        const kept = /name="once" value="([^"]+)"/.exec(refused.text)?.[1] ?? assert.fail('the id is lost');
        await Promise.all([send(kept), send(kept)]);
        assert.equal((await filedBy(reporter)).length, 3);
      });
    }

    it('is another where another account sends the same id: nobody takes the place of somebody else’s report', async () => {
      await k.guard('dad', 'kid');
      const mum = await visitorAs(k, 'mum');
      const person = referenceOf('kid', 'pal');
      const once = await onceOn(mum, `/family/children/${guardianship}/people/${person}/report`);
      const dads = (await k.listOf('dad'))[0]?.id ?? assert.fail('dad has no child');
      const fields = { once, what: 'other', more: '' };
      await mum.post(`/family/children/${guardianship}/people/${person}/report`, fields);
      await (await visitorAs(k, 'dad')).post(`/family/children/${dads}/people/${person}/report`, fields);
      assert.equal((await filedBy('dad')).length, 1);
    });
  });
}
