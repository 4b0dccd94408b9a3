/** The packaged encoder itself, on sentences that are not among its exemplars. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { evidenceCodes } from '@kith/engine';
import { runKith } from '../testing/kith.ts';
import { type Embedding, findNearest } from './nearest.ts';
import { packagedLooker } from './packaged.ts';

const looker = packagedLooker();
before(() => looker.start());
after(() => looker.close());

async function found(...texts: string[]) {
  const asked = texts.map((text, i) => ({ id: String(i), text }));
  const results = await looker.look(asked, new AbortController().signal);
  return results.map(({ evidence }) => evidence.map(({ code }) => code).join());
}

describe('the packaged encoder', () => {
  it('finds codes in words that no exemplar has', async () => {
    assert.deepEqual(
      await found(
        'nobody else may ever know about our secret',
        'could we talk in a different messenger that is more private',
        'is your mother at home at the moment',
        'we should see each other in real life, just us two',
      ),
      ['SECRECY', 'OFF_PLATFORM', 'SUPERVISION_CHECK', 'MEETING'],
    );
  });

  it('finds nothing in ordinary talk, in nothing, and in what it can not read', async () => {
    const ordinary = [
      'you have to restart the service after the update',
      'did anybody see the game last night',
      'good morning everyone',
      '',
      '    ',
      '\u{1f600}'.repeat(500),
      'Що ти робиш сьогодні ввечері?',
      '\u0000\uffff\ud800',
    ];
    assert.deepEqual(await found(...ordinary.slice(0, 4)), ['', '', '', '']);
    assert.deepEqual(await found(...ordinary.slice(4)), ['', '', '', '']);
  });
});

test('a Kith with the packaged encoder counts what that finds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-packaged-'));
  const file = join(folder, 'deep-look.yaml');
  await writeFile(file, 'kind: packaged\nsuspicious: { sample: 1 }\n');
  const kith = await runKith({ deepLook: file });
  try {
    const data = { actor: 'a', other: 'b', message: 'm', text: 'is your mother at home at the moment' };
    await kith.post('/v1/events', { id: 'e', type: 'message.sent', data });
    const metrics = async () => (await kith.get('/metrics')).text();
    for (let i = 0; !/^kith_deep_look_found_total 1$/m.test(await metrics()); i++) {
      assert.ok(i < 1000, await metrics());
      await sleep(10);
    }
    assert.match(await (await kith.get('/v1/accounts/a/risk')).text(), /SUPERVISION_CHECK/);
  } finally {
    await kith.end();
    await rm(folder, { recursive: true });
  }
});

describe('nearest exemplars', () => {
  const axis = (i: number): Embedding => Array.from({ length: 12 }, (_, at) => (at === i ? 1 : 0));
  const codes = new Map(evidenceCodes.map((code, i) => [code, [axis(i)]] as const));
  const exemplars = { codes, benign: [axis(11)] };

  it('give the code that a text is nearest to, surer the further it is from what is benign', () => {
    const mixed = (share: number): Embedding =>
      axis(4).map((value, i) => value * share + (axis(11)[i] ?? 0) * (1 - share));
    assert.equal(findNearest(axis(4), exemplars)[0]?.code, 'SECRECY');
    const confidences = [0.65, 0.75, 0.9, 1].map((share) => findNearest(mixed(share), exemplars)[0]?.confidence ?? 0);
    assert.deepEqual(
      confidences,
      confidences.toSorted((a, b) => a - b),
    );
    assert.ok((confidences[0] ?? 0) > 0.5);
    assert.deepEqual(findNearest(mixed(0.5), exemplars), []);
    assert.deepEqual(findNearest(axis(11), exemplars), []);
  });

  it('give nothing for what is like nothing', () =>
    assert.deepEqual(findNearest(new Array(12).fill(0), exemplars), []));
});
