/** Names from a platform that answers over HTTP, and from one that does not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifyNamesAsked } from '@kith/client';
import { NAMES_ASKED_MAX, type NamesGiven } from '@kith/contract';
import { createLog } from '../ground/log/index.ts';
import { type Answer, never, platform, SECRET, status } from '../outbox/testing/platform.ts';
import { NAMES_KEPT_MAX, NAMES_KEPT_MS, NAMES_PAUSE_MS, PlatformNames } from './names-asked.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
const json =
  (body: unknown): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
/** Calls everybody by their id in capitals. */
const capitals: Answer = (response, { body }, request) => {
  const { accounts, conversations }: { accounts: string[]; conversations: string[] } = JSON.parse(body);
  const named = (ids: string[]) => Object.fromEntries(ids.map((id) => [id, { name: id.toUpperCase() }]));
  const given: NamesGiven = { accounts: named(accounts), conversations: named(conversations) };
  json(given)(response, { path: '', headers: {}, body }, request);
};

async function asking(answer: Answer) {
  const to = await platform(answer);
  const time = { now: START };
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const names = new PlatformNames({ url: to.url, secret: SECRET, allowPrivate: true }, log, () => time.now);
  return {
    ...{ to, time, names },
    logged: () => lines.join(''),
    name: async (account: string) => (await names.of({ accounts: [account], conversations: [] })).account(account),
    async [Symbol.asyncDispose]() {
      await names.close();
      await to[Symbol.asyncDispose]();
    },
  };
}

describe('names for the Family Centre', () => {
  it('are asked of the platform by a question that it can verify, people and groups alike', async () => {
    await using asked = await asking(capitals);
    const names = await asked.names.of({ accounts: ['kid', 'pal'], conversations: ['kid'] });
    assert.deepEqual([names.account('pal'), names.conversation('kid'), names.account('who')], ['PAL', 'KID', null]);
    const [{ headers, body } = assert.fail()] = asked.to.got;
    const seen = await verifyNamesAsked({ secret: SECRET, headers, body, now: START });
    assert.deepEqual(seen, { accounts: ['kid', 'pal'], conversations: ['kid'] });
  });

  it('are asked for once in five minutes, and only those that are not known', async () => {
    await using asked = await asking(capitals);
    assert.equal(await asked.name('kid'), 'KID');
    await asked.names.of({ accounts: ['kid', 'pal', 'pal'], conversations: [] });
    assert.deepEqual(JSON.parse(asked.to.got[1]?.body ?? ''), { accounts: ['pal'], conversations: [] });
    asked.time.now += NAMES_KEPT_MS - 1;
    assert.equal(await asked.name('kid'), 'KID');
    assert.equal(asked.to.got.length, 2);
    asked.time.now += 1;
    assert.equal(await asked.name('kid'), 'KID');
    assert.equal(asked.to.got.length, 3);
  });

  it('come in several answers where there are many, and are not all kept', async () => {
    await using asked = await asking(capitals);
    const accounts = Array.from({ length: NAMES_ASKED_MAX * 2 + 1 }, (_, i) => `a${i}`);
    const names = await asked.names.of({ accounts, conversations: [] });
    assert.ok(accounts.every((id) => names.account(id) === id.toUpperCase()));
    assert.equal(asked.to.got.length, 3);
    assert.ok(NAMES_KEPT_MAX > accounts.length);
  });

  it('are null for whom the platform leaves out or calls nothing, and nobody is called by what every object has', async () => {
    await using asked = await asking(json({ accounts: { empty: { name: '' } }, conversations: {} }));
    for (const id of ['gone', 'empty', 'constructor', '__proto__', 'toString'])
      assert.equal(await asked.name(id), null, id);
  });

  const failures: Record<string, Answer> = {
    refuses: status(403),
    'leads elsewhere': status(302, { location: 'http://127.0.0.1:1/' }),
    'does not answer': never,
    'answers no JSON': (response) => response.writeHead(200).end('Kim Secretname'),
    'answers something else': json({ accounts: { kid: 'Kim Secretname' }, conversations: {} }),
    'answers without end': (response) => response.writeHead(200).end('x'.repeat(2_000_000)),
  };
  for (const [how, answer] of Object.entries(failures)) {
    it(`are null where the platform ${how}; it is left alone for a while, and no log says what it said`, async () => {
      await using asked = await asking(answer);
      assert.equal(await asked.name('kid-of-a-family'), null);
      assert.equal(await asked.name('kid-of-a-family'), null);
      assert.equal(asked.to.got.length, 1);
      asked.time.now += NAMES_PAUSE_MS;
      assert.equal(await asked.name('kid-of-a-family'), null);
      assert.equal(asked.to.got.length, 2);
      assert.match(asked.logged(), /gave no names/);
      assert.doesNotMatch(asked.logged(), /Secretname|kid-of-a-family|whsec/);
    });
  }
});
