/** The deep look in a real Kith, with real endpoints that behave well and badly. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { evidenceCode } from '@kith/contract';
import { type Running, runKith } from '../testing/kith.ts';
import { FAILURES_MAX } from './breaker.ts';
import { FOUND_MAX } from './credible.ts';
import { type Answer, type Endpoint, endpoint, finds, hangs, says } from './testing/endpoint.ts';

process.env.DEEP_LOOK_TEST_TOKEN = 't0ken-9c';
const folder = await mkdtemp(join(tmpdir(), 'kith-deep-look-'));
after(() => rm(folder, { recursive: true }));

interface World extends AsyncDisposable {
  kith: Running;
  there: Endpoint;
  /** a message of an adult to a child, with evidence that makes it suspicious */
  message(id: string, text?: string): Promise<{ status: string; decision: { outcome: string } }>;
  /** a figure of /metrics */
  figure(name: string): Promise<number>;
  /** waits until a figure is so high */
  reached(name: string, value: number): Promise<void>;
}

/** Waits that are looked at again so often, and for so long at most, milliseconds. */
const [EVERY_MS, MOST_MS] = [5, 10_000];

async function world(answer: Answer, settings: Record<string, unknown> = {}): Promise<World> {
  const there = await endpoint(answer);
  const file = join(folder, `${randomBytes(6).toString('hex')}.yaml`);
  const said = { kind: 'http', url: there.url, model: 'test-1', allowPrivate: true, ...settings };
  await writeFile(file, JSON.stringify(said)); // JSON is YAML
  const kith = await runKith({ deepLook: file });
  const account = (actor: string, band: string) => ({
    id: `account ${actor}`,
    type: 'account.created',
    data: { actor, age: { band, method: 'verified', confidence: 1 } },
  });
  await kith.post('/v1/events', [account('alex', 'adult'), account('robin', '13to15')]);
  const figure = async (name: string) => {
    const text = await (await kith.get('/metrics')).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? Number.NaN);
  };
  return {
    kith,
    there,
    figure,
    async message(id, text = 'hello there') {
      const evidence = [{ code: 'GIFT' }, { code: 'MEETING' }];
      const data = { actor: 'alex', other: 'robin', message: `message ${id}`, text, evidence };
      return (await kith.post('/v1/events', { id, type: 'message.sent', data })).json();
    },
    async reached(name, value) {
      for (const until = Date.now() + MOST_MS; (await figure(name)) < value; ) {
        assert.ok(Date.now() < until, `${name} stays at ${await figure(name)}`);
        await sleep(EVERY_MS);
      }
    },
    async [Symbol.asyncDispose]() {
      await kith.end();
      await there[Symbol.asyncDispose]();
    },
  };
}

async function everyFile(of: string): Promise<Buffer> {
  const entries = await readdir(of, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))));
}

const LOOKED = 'kith_deep_look_messages_total';
const FOUND = 'kith_deep_look_found_total';
const failures = (reason: string) => `kith_deep_look_failures_total{reason="${reason}"}`;

describe('the deep look', () => {
  it('finds what the first look did not, and Kith counts it as evidence of that message', async () => {
    await using w = await world(finds({ code: 'SECRECY', confidence: 0.95 }, { code: 'GIFT', confidence: 0.95 }));
    await w.message('m-1');
    await w.reached(FOUND, 1);
    const contact = await (await w.kith.get('/v1/accounts/alex/risk')).text();
    assert.match(contact, /SECRECY/);
    await w.kith.stop();
    const log = (await everyFile(w.kith.folder)).toString('latin1');
    assert.match(log, /evidence\.found/);
    assert.match(log, /deep:test-1/);
    // the message's own evidence had that code
    assert.doesNotMatch(log, /"code":"GIFT","cue":"deep:test-1"/);
  });

  it('sends a text and its language to nobody but the endpoint, and keeps it nowhere', async () => {
    await using w = await world(finds({ code: 'SECRECY', confidence: 0.95 }), {
      token: { variable: 'DEEP_LOOK_TEST_TOKEN' },
    });
    await w.message('m-1', 'MARKED-text-3f');
    await w.reached(FOUND, 1);
    assert.deepEqual(w.there.got[0]?.messages, [{ id: '0', text: 'MARKED-text-3f' }]);
    w.there.answer = says('MARKED-answer-3f');
    for (let i = 0; i < FAILURES_MAX; i++) {
      await w.message(`bad-${i}`, 'MARKED-text-3f');
      await w.reached(failures('not_json'), i + 1);
    }
    const metrics = await (await w.kith.get('/metrics')).text();
    await w.kith.stop();
    const kept = `${await everyFile(w.kith.folder)}`;
    assert.ok(kept.includes('message m-1') && w.kith.logged().includes('cut off'), 'the test shows nothing');
    for (const [where, what] of Object.entries({ kept, logged: w.kith.logged(), metrics })) {
      assert.ok(!what.includes('MARKED'), where);
      assert.ok(!what.includes('t0ken-9c'), where);
    }
  });

  it('answers while the endpoint hangs: no decision waits for it', async () => {
    await using w = await world(hangs, { timeout_ms: 30_000, concurrency: 2, batch: 1 });
    // each is answered though no look at any before it has ended
    for (let i = 0; i < 20; i++) assert.equal((await w.message(`m-${i}`)).status, 'accepted');
    await w.there.asked(2);
    for (let i = 20; i < 40; i++) assert.equal((await w.message(`m-${i}`)).status, 'accepted');
    assert.equal(await w.figure(LOOKED), 0);
    assert.equal(w.there.got.length, 2);
    // and it stops, though they hang still
    await w.kith.stop();
  });

  it('is cut off when the endpoint fails again and again, says so, and holds no texts for it', async () => {
    await using w = await world(says('nonsense'), { batch: 1 });
    for (let i = 0; i < FAILURES_MAX; i++) {
      await w.message(`m-${i}`);
      await w.reached(failures('not_json'), i + 1);
    }
    assert.equal(await w.figure('kith_deep_look_cut_off'), 1);
    for (let i = 0; i < 5; i++) assert.equal((await w.message(`more-${i}`)).status, 'accepted');
    assert.equal(await w.figure('kith_deep_look_waiting'), 0);
    assert.equal(w.there.got.length, FAILURES_MAX);
    const page = await (await w.kith.get('/', { 'accept-language': 'en' })).text();
    assert.match(page, /cut off since \d\d:\d\d: the model&#39;s answer was no JSON\. Decisions go on without it\./);
    assert.match(w.kith.logged(), /"reason":"not_json".*cut off/);
  });

  it('that lies makes no risk high by itself, and is cut off when it finds something in nearly every text', async () => {
    const lies = evidenceCode.options.map((code) => ({ code, confidence: 1 }));
    await using w = await world(finds(...lies), { batch: 1, suspicious: { sample: 1 } });
    // an old account, and a friend who answers: a little, but no second family, speaks against alex beside what the endpoint says
    const before = new Date(Date.now() - 400 * 86_400_000).toISOString();
    await w.kith.post('/v1/events', [
      { id: 'old', type: 'account.updated', data: { actor: 'alex', createdAt: before } },
      { id: 'ask', type: 'connection.requested', data: { actor: 'robin', other: 'alex' } },
      { id: 'yes', type: 'connection.accepted', data: { actor: 'alex', other: 'robin' } },
      { id: 'answer', type: 'message.sent', data: { actor: 'robin', other: 'alex', message: 'answer' } },
    ]);
    const write = (i: number, actor = 'alex') => {
      const data = { actor, other: 'robin', message: `plain ${i}`, text: `see you at ${i}` };
      return w.kith.post('/v1/events', { id: `plain ${i}`, type: 'message.sent', data });
    };
    for (let i = 1; i <= FOUND_MAX; i++) {
      await write(i);
      await w.reached(FOUND, i);
    }
    const { level, families, risk } = await (await w.kith.get('/v1/accounts/alex/risk')).json();
    assert.ok(families.text > 8.4, `so much that it would be high: ${families.text}`);
    assert.deepEqual([level, risk], ['medium', 'medium']);
    // whatever one account writes, it has a model cut off for nobody: others must write as much
    const most = 2 * FOUND_MAX - 1;
    for (let i = FOUND_MAX + 1; i <= most; i++) {
      await write(i, `other ${i}`);
      await w.reached(FOUND, i);
    }
    assert.equal(await w.figure('kith_deep_look_cut_off'), 0);
    await write(most + 1, 'the last');
    await w.reached(failures('finds_everything'), 1);
    assert.equal(await w.figure('kith_deep_look_cut_off'), 1);
    assert.equal(await w.figure(FOUND), most);
    const page = await (await w.kith.get('/', { 'accept-language': 'en' })).text();
    assert.match(page, /cut off since \d\d:\d\d: the model found something in nearly every text\./);
  });

  it('is not asked about texts in which there is nothing to read', async () => {
    await using w = await world(finds());
    for (const [i, text] of ['', ' \n', '\u200b\u2060', '\u3164', '\ud800'].entries())
      await w.message(`empty ${i}`, text);
    await w.message('last', '\u{1f600}');
    await w.reached(LOOKED, 1);
    assert.deepEqual(
      w.there.got.flatMap(({ messages }) => messages.map(({ text }) => text)),
      ['\u{1f600}'],
    );
  });

  it('looks at each message once, however often it is told', async () => {
    await using w = await world(finds({ code: 'SECRECY', confidence: 0.95 }));
    await w.message('m-1');
    await w.reached(LOOKED, 1);
    assert.equal((await w.message('m-1')).status, 'duplicate');
    await w.message('m-2');
    await w.reached(LOOKED, 2);
    assert.deepEqual(
      w.there.got.map(({ messages }) => messages.length),
      [1, 1],
    );
  });

  it('looks at nothing that is not suspicious, nor at what is to an adult or a group', async () => {
    await using w = await world(finds());
    const send = (id: string, data: object) =>
      w.kith.post('/v1/events', {
        id,
        type: 'message.sent',
        data: { actor: 'alex', message: id, text: 'hello', ...data },
      });
    const evidence = [{ code: 'GIFT' }, { code: 'MEETING' }];
    await send('plain', { other: 'robin' });
    await send('to an adult', { other: 'sam', evidence });
    await w.kith.post('/v1/events', {
      id: 'sam',
      type: 'account.created',
      data: { actor: 'sam', age: { band: 'adult', method: 'verified', confidence: 1 } },
    });
    await send('to an adult, now known', { other: 'sam', evidence });
    await send('to a group', { conversation: 'group', evidence });
    await send('without a text', { other: 'robin', evidence, text: undefined });
    await w.message('last');
    await w.reached(LOOKED, 1);
    const texts = w.there.got.flatMap(({ messages }) => messages.map(({ text }) => text));
    // whoever is unknown may be a child
    assert.deepEqual(texts, ['hello', 'hello there']);
  });

  it('looks at what somebody of raised risk writes, and at the share that is asked for', async () => {
    await using w = await world(finds(), { suspicious: { weight: 100, sample: 0.5 } });
    const write = (id: string, actor: string) => {
      const data = { actor, other: 'robin', message: id, text: 'hello' };
      return w.kith.post('/v1/events', { id, type: 'message.sent', data });
    };
    for (let i = 0; i < 64; i++) await write(`sampled ${i}`, 'alex');
    const sampled = w.there.got.flatMap(({ messages }) => messages).length;
    assert.ok(sampled > 16 && sampled < 48, `${sampled} of 64`);
    await w.kith.post('/v1/events', { id: 'risk', type: 'account.updated', data: { actor: 'alex', risk: 'medium' } });
    const before = await w.figure(LOOKED);
    for (let i = 0; i < 8; i++) await write(`risky ${i}`, 'alex');
    await w.reached(LOOKED, before + 8);
  });

  it('keeps to its budget', async () => {
    await using w = await world(finds(), { messagesAMinute: 2 });
    for (let i = 0; i < 6; i++) await w.message(`m-${i}`);
    await w.reached(LOOKED, 2);
    await w.reached('kith_deep_look_waiting', 4);
    assert.equal(await w.figure(LOOKED), 2);
  });

  it('refuses a file that is broken, or whose token is missing, before it serves', async () => {
    const file = join(folder, 'broken.yaml');
    await writeFile(file, 'kind: http\nurl: http://127.0.0.1/\nmodel: A B\n');
    await assert.rejects(
      runKith({ deepLook: file }),
      /broken\.yaml:3:1 model: must be[\s\S]*broken\.yaml:2:1 url: must be https/,
    );
    await writeFile(file, 'kind: http\nurl: https://example.com/\nmodel: a\ntoken: { variable: NOT_SET_ANYWHERE }\n');
    await assert.rejects(runKith({ deepLook: file }), /token in NOT_SET_ANYWHERE/);
  });
});
