/**
 * Nothing that anybody said is anywhere in what families see: a conversation full of words that are nowhere else is told, with
 * reports, names of media and of messages, and then everything that Kith shows, sends, gives out or logs is looked through.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { databases } from '../ground/testing/records.ts';
import { referenceOf } from './pages/people.ts';
import { type FamiliesKith, familiesKith } from './testing/families.ts';
import { visitorAs } from './testing/visitors.ts';

/** Words that no text of ours has. */
const word = fc.stringMatching(/^[bcdfghjkmnpqrtvwxz]{8}$/).map((letters) => `zq${letters}`);
const words = fc.sample(word, { seed: 7, numRuns: 120 });

for (const kind of databases) {
  describe(`what was said (${kind})`, () => {
    let k: FamiliesKith;
    let guardianship: string;

    before(async () => {
      k = await familiesKith(kind);
      await k.people();
      for (const one of ['pal', 'sly']) await k.tellAccount(one, one === 'sly' ? 'adult' : '13to15');
      guardianship = (await k.guard('mum', 'kid')).id;
      await k.tellAs('connection.requested', { actor: 'kid', other: 'pal' });
      await k.tellAs('connection.accepted', { actor: 'pal', other: 'kid' });
      await k.tellAs('conversation.created', {
        actor: 'pal',
        conversation: 'team',
        kind: 'group',
        members: ['pal', 'kid'],
      });
      for (let i = 0; i + 3 < words.length; i += 4) {
        const [text, message, media, report] = words.slice(i, i + 4);
        const [actor, other] =
          [
            ['kid', 'pal'],
            ['pal', 'kid'],
            ['sly', 'kid'],
          ][(i / 4) % 3] ?? [];
        await k.tellAs('media.uploaded', { actor, media });
        await k.tellAs('message.sent', { actor, other, message, media: [media], text: `how ${text} are you` });
        if (i % 8 === 0)
          await k.tellAs('message.sent', { actor: 'pal', conversation: 'team', message: `${message}g`, text });
        if (i % 12 === 0)
          await k.tellAs('report.filed', { actor: 'kid', other: 'sly', category: 'other', text: report, message });
      }
      await k.call('POST', '/v1/families/kid/reports', { as: 'mum', about: 'sly', category: 'other', text: words[0] });
    });
    after(() => k.end());

    const cleanOf = (name: string, text: string) => {
      for (const said of words) assert.ok(!text.includes(said), `${name} says ${said}`);
    };

    it('is in no answer of the API, of either side', async () => {
      for (const path of ['/v1/families/kid?as=mum', '/v1/families/kid/own', '/v1/guardianships?account=mum']) {
        const { status, json } = await k.call('GET', path);
        assert.equal(status, 200);
        cleanOf(path, JSON.stringify(json));
      }
      const { json } = await k.call('GET', '/v1/families/kid?as=mum');
      assert.ok(JSON.stringify(json).includes('"pal"'), 'it has something to say');
    });

    it('is on no page, of either side', async () => {
      const pal = referenceOf('kid', 'pal');
      const of = {
        mum: ['', '/friends', '/contacts', '/groups', `/people/${pal}`].map(
          (end) => `/family/children/${guardianship}${end}`,
        ),
        kid: ['', '/friends', '/contacts', '/groups', '/looks', '/more', `/people/${pal}`].map(
          (end) => `/family/own${end}`,
        ),
      };
      for (const [account, paths] of Object.entries(of)) {
        const visitor = await visitorAs(k, account);
        for (const path of paths) {
          const { status, text } = await visitor.get(path);
          assert.equal(status, 200, path);
          cleanOf(path, text);
        }
      }
    });

    it('is in nothing that is sent, in nothing that a guardian gets of their own data, and in no log', async () => {
      k.later(8 * 86_400_000);
      const data = await k.call('GET', '/v1/accounts/mum/data');
      assert.equal(data.status, 200);
      // what the guardian wrote in a report is theirs
      for (const said of words.slice(1)) assert.ok(!JSON.stringify(data.json).includes(said), said);
      // ids of messages may be in what the platform is asked to preserve; nothing for a family names any
      const told = k.webhooks.filter(
        ({ type }) => type !== 'enforcement.requested' && type !== 'preservation.requested',
      );
      assert.ok(told.length > 0);
      cleanOf('a webhook', JSON.stringify(told));
      cleanOf('the log', k.logged());
    });
  });
}
