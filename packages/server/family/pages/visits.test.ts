/** What a browser can send to the Family Centre that no page of it does; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases } from '../../ground/testing/records.ts';
import { linkFor } from '../testing/centre.ts';
import { type FamiliesKith, familiesKith } from '../testing/families.ts';
import { referenceOf } from './people.ts';

const HOUR_MS = 3_600_000;

for (const kind of databases) {
  describe(`a visit to the Family Centre (${kind})`, () => {
    let k: FamiliesKith;
    let cookie = '';
    let base = '';
    const get = (path: string) => fetch(k.url + path, { headers: { cookie }, redirect: 'manual' });
    const post = (path: string, fields: Record<string, string>) =>
      fetch(k.url + path, {
        ...{ method: 'POST', headers: { cookie }, body: new URLSearchParams(fields), redirect: 'manual' },
      });
    const looks = async () =>
      (await k.db.selectFrom('family_look').select('id').where('child', '=', 'kid').execute()).length;

    before(async () => {
      k = await familiesKith(kind);
      await k.people();
      base = `/family/children/${(await k.guard('mum', 'kid')).id}`;
      await k.tellAs('connection.requested', { actor: 'kid', other: 'pal' });
      await k.tellAs('connection.accepted', { actor: 'pal', other: 'kid' });
      const entered = await fetch(await linkFor(k, 'mum'), { method: 'POST', redirect: 'manual' });
      cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    });
    after(() => k.end());

    it('is in the log of looks where a form that is refused says who is there', async () => {
      const own = /name="own" value="(\w+)"/.exec(await (await get(`${base}/end`)).text())?.[1] ?? '';
      let before = await looks();
      const person = (account: string) => `${base}/people/${referenceOf('kid', account)}`;
      for (const [path, status] of [
        [`${person('pal')}/report`, 400],
        [`${person('eve')}/report`, 404],
        [`${person('eve')}/together`, 404],
        [`${base}/quiet-hours`, 400],
      ] as const) {
        k.later(2 * 60_000);
        assert.equal((await post(path, { own })).status, status, path);
        assert.equal(await looks(), ++before, path);
      }
    });

    it('says at the field what is wrong with quiet hours', async () => {
      const own = /name="own" value="(\w+)"/.exec(await (await get(`${base}/end`)).text())?.[1] ?? '';
      const tried = async (from: string, to: string) => {
        const answer = await post(`${base}/quiet-hours`, { own, from, to });
        const [, at, words] =
          /id="(from|to)-error"[^>]*>\s*<span[^>]*>[^<]*<\/span>([^<]*)/.exec(await answer.text()) ?? [];
        return [answer.status, at, words?.trim()];
      };
      assert.deepEqual(await tried('9 pm', '07:00'), [400, 'from', 'Write when they begin, such as 21:30']);
      assert.deepEqual(await tried('21:00', '21:00'), [400, 'to', 'Write another time than they begin at']);
      assert.deepEqual(await tried('00:00', '23:59'), [400, 'to', 'Quiet hours last 12 hours or less']);
    });

    it('has the way out and the other language also where there is nothing to see', async () => {
      for (const [path, status] of [
        [`${base}/people/nobody`, 404],
        ['/family/nowhere', 404],
        ['/family/enter/no-such-link', 410],
      ] as const) {
        const answer = await get(path);
        const page = await answer.text();
        assert.equal(answer.status, status, path);
        assert.ok(page.includes('href="/family/exit"'), path);
        assert.ok(page.includes(`href="${path}?lang=cy"`), path);
      }
    });

    it('says of each time that is missing which it is', async () => {
      const own = /name="own" value="(\w+)"/.exec(await (await get(`${base}/end`)).text())?.[1] ?? '';
      const page = await (await post(`${base}/quiet-hours`, { own, from: '', to: '' })).text();
      const summary = /govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(page)?.[1] ?? '';
      assert.deepEqual(
        [...summary.matchAll(/<a href="(#\w+)">([^<]*)</g)].map(([, at, words]) => [at, words]),
        [
          ['#from', 'Write when they begin, such as 21:30'],
          ['#to', 'Write when they end, such as 07:00'],
        ],
      );
    });

    it('lets no other site sign somebody in', async () => {
      const enter = (link: string, headers: Record<string, string>) =>
        fetch(link, { method: 'POST', redirect: 'manual', headers }).then(({ status }) => status);
      const link = await linkFor(k, 'mum');
      assert.equal(await enter(link, { 'sec-fetch-site': 'cross-site' }), 403);
      assert.equal(await enter(link, { 'sec-fetch-site': 'same-site' }), 403);
      assert.equal(await enter(link, { origin: 'https://evil.example' }), 403);
      assert.equal(await enter(link, { origin: 'null', 'sec-fetch-site': 'cross-site' }), 403);
      assert.equal(await enter(link, { origin: 'null', 'sec-fetch-site': 'same-origin' }), 303, 'it is not used up');
      assert.equal(await enter(await linkFor(k, 'mum'), { origin: new URL(link).origin }), 303);
    });

    it('names help lines and the emergency number of the country that the child lives in', async () => {
      await k.tellAs('account.updated', { actor: 'tot', country: 'IE' });
      await k.guard('dad', 'tot');
      const entered = await fetch(await linkFor(k, 'tot'), { method: 'POST', redirect: 'manual' });
      const page = await fetch(`${k.url}/family/own/more`, {
        headers: { cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' },
      });
      const text = await page.text();
      assert.match(text, /1800 66 66 66/);
      assert.match(text, /call 112/);
      assert.doesNotMatch(text, /call 999|0800 1111/);
    });

    it('finds nothing at addresses that no text can have', async () => {
      for (const path of [
        ...['/family/children/%00', '/family/children/%00/friends', `${base}/people/%00`],
        ...['/family/children/..%2f', '/family/children/%e2%80%ae'],
      ]) {
        assert.equal((await get(path)).status, 404, path);
      }
      assert.equal((await get('/family/enter/%00')).status, 410);
    });

    it('says in the language of the browser that an address leads nowhere, however malformed it is', async () => {
      const malformed = ['nothing', '%00', '%zz', '%', '%e2%80%ae', 'x'.repeat(3_000), 'a/b', '..%2f', ''];
      for (const token of malformed) {
        const welsh = await fetch(`${k.url}/family/enter/${token}`, { headers: { 'accept-language': 'cy' } });
        const page = await welsh.text();
        assert.ok(welsh.status >= 400 && welsh.status < 500, `${welsh.status} of ${token}`);
        assert.match(page, /<html lang="cy"/, token);
        assert.doesNotMatch(page, /Family Centre|"code"/, token);
        const english = await fetch(`${k.url}/family/enter/${token}`, { headers: { 'accept-language': 'en' } });
        assert.match(await english.text(), /<html lang="en"/, token);
      }
    });

    it('is over where the session is, and says nothing of anybody then', async () => {
      k.later(HOUR_MS);
      const answer = await get(`${base}/friends`);
      assert.equal(answer.status, 401);
      assert.doesNotMatch(await answer.text(), /kid|pal|mum/);
    });
  });
}
