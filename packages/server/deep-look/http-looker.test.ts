import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../ground/config/index.ts';
import { ANSWER_BYTES_MAX, HttpLooker } from './http-looker.ts';
import { type Asked, LookError, type LookFailure } from './looker.ts';
import { deepLookSettings } from './settings.ts';
import { type Answer, endpoint, finds, hangs, neverEnds, says } from './testing/endpoint.ts';

const TEXTS: readonly Asked[] = [
  { id: '0', text: 'first', language: 'en' },
  { id: '1', text: 'second' },
];
const alive = () => new AbortController().signal;

/** Why a look at an endpoint that answers so comes to nothing. */
async function failureOf(answer: Answer, settings: Record<string, unknown> = {}): Promise<LookFailure | 'none'> {
  await using there = await endpoint(answer);
  const looker = new HttpLooker(there.settings(settings), null);
  try {
    await looker.look(TEXTS, alive());
    return 'none';
  } catch (error) {
    assert.ok(error instanceof LookError);
    return error.reason;
  } finally {
    await looker.close();
  }
}

const results = (...all: unknown[]) => says(JSON.stringify({ results: all }));

describe("the operator's endpoint", () => {
  it('is sent texts with numbers of their own and the token, and its answer is read', async () => {
    await using there = await endpoint(finds({ code: 'SECRECY', confidence: 0.9 }));
    const looker = new HttpLooker(there.settings(), new Secret('t0ken'));
    const answer = await looker.look(TEXTS, alive());
    await looker.close();
    assert.deepEqual(answer, [
      { id: '0', evidence: [{ code: 'SECRECY', confidence: 0.9 }] },
      { id: '1', evidence: [{ code: 'SECRECY', confidence: 0.9 }] },
    ]);
    assert.deepEqual(there.got[0]?.messages, TEXTS);
    assert.equal(there.got[0]?.headers.authorization, 'Bearer t0ken');
  });

  it('may leave out texts in which it found nothing', async () => assert.equal(await failureOf(results()), 'none'));

  for (const [what, answer] of [
    ['a text that it was not asked about', results({ id: '7', evidence: [] })],
    ['a text twice', results({ id: '0', evidence: [] }, { id: '0', evidence: [] })],
    ['a code that there is not', results({ id: '0', evidence: [{ code: 'GUILTY', confidence: 1 }] })],
    ['a confidence above 1', results({ id: '0', evidence: [{ code: 'GIFT', confidence: 1.1 }] })],
    ['a confidence below 0', results({ id: '0', evidence: [{ code: 'GIFT', confidence: -1 }] })],
    ['a confidence in words', results({ id: '0', evidence: [{ code: 'GIFT', confidence: 'high' }] })],
    ['more than it was asked for', says('{"results":[],"block":["a"]}')],
    ['a list', says('[]')],
    ['null', says('null')],
  ] as const) {
    it(`is not believed when it names ${what}`, async () => assert.equal(await failureOf(answer), 'not_valid'));
  }

  it('is not believed when it talks nonsense', async () => {
    assert.equal(await failureOf(says('<html>Welcome</html>')), 'not_json');
    assert.equal(await failureOf(says('')), 'not_json');
    assert.equal(await failureOf(says('{"results":[')), 'not_json');
  });

  it('is refused where it refuses, and not followed where it sends elsewhere', async () => {
    assert.equal(await failureOf(says('{"results":[]}', 500)), 'refused');
    assert.equal(await failureOf(says('{"results":[]}', 204)), 'refused');
    await using elsewhere = await endpoint(finds());
    assert.equal(await failureOf(says('', 307, { location: elsewhere.url })), 'redirected');
    assert.equal(elsewhere.got.length, 0);
  });

  it('is cut short where its answer is too large, or never ends', async () => {
    assert.equal(await failureOf(says(`{"results":[]}${' '.repeat(ANSWER_BYTES_MAX)}`)), 'too_large');
    assert.equal(await failureOf(neverEnds), 'too_large');
    const headers = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x-${i}`, 'y'.repeat(1000)]));
    assert.equal(await failureOf(says('{"results":[]}', 200, headers)), 'too_large');
  });

  it('is given up where it answers too late, drips, or closes the connection', async () => {
    assert.equal(await failureOf(hangs, { timeout_ms: 50 }), 'timed_out');
    const drips: Answer = (response) => {
      response.writeHead(200);
      const drop = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(drop));
    };
    assert.equal(await failureOf(drips, { timeout_ms: 50 }), 'timed_out');
    assert.equal(await failureOf((response) => response.destroy()), 'unreachable');
    const half: Answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results":', () => response.destroy());
    };
    assert.equal(await failureOf(half), 'unreachable');
  });

  it('is not asked at a private address, unless its file says so', async () => {
    await using there = await endpoint(finds());
    const url = there.url.replace('http://127.0.0.1', 'https://localhost');
    const looker = new HttpLooker(there.settings({ url, allowPrivate: false }), null);
    await assert.rejects(looker.look(TEXTS, alive()), { reason: 'private_address' });
    await looker.close();
    assert.equal(there.got.length, 0);
    for (const wrong of [there.url, 'http://example.com/', 'https://user:pass@example.com/', 'https://10.0.0.1/']) {
      assert.equal(deepLookSettings.safeParse({ kind: 'http', model: 'm', url: wrong }).success, false, wrong);
    }
  });
});
