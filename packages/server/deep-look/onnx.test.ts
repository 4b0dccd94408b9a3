import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runKith } from '../testing/kith.ts';
import { foundByScores } from './labels.ts';
import { onnxLooker } from './onnx.ts';
import { onnxSettings } from './settings.ts';
import { tinyModel, tinyTokenizer } from './testing/tiny-onnx.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-onnx-'));
const at = (name: string) => join(folder, name);
/** scores of none, GIFT, MEETING: of padding, unknown words, "present", "meet", "##ing" */
const TABLE = [
  [0, -9, -9],
  [0, -9, -9],
  [0, 4, -9],
  [0, -9, 4],
  [0, -9, -9],
];
before(async () => {
  await writeFile(at('tiny.onnx'), tinyModel(TABLE));
  await writeFile(at('other.onnx'), tinyModel(TABLE, 'pixels'));
  await writeFile(at('broken.onnx'), 'not a model');
  await writeFile(at('tokenizer.json'), JSON.stringify(tinyTokenizer(['present', 'meet', '##ing'])));
});
after(() => rm(folder, { recursive: true }));

const settings = (more: object = {}) => ({
  kind: 'onnx',
  model: 'tiny-1',
  file: at('tiny.onnx'),
  tokenizer: at('tokenizer.json'),
  labels: ['none', 'GIFT', 'MEETING'],
  ...more,
});
const lookerOf = (more: object = {}) => onnxLooker(onnxSettings.parse(settings(more)));

describe("the operator's ONNX model", () => {
  it('is asked about word pieces, several texts at once', async () => {
    const looker = lookerOf();
    await looker.start();
    const asked = ['a present', 'Meeting?', 'nothing here', '', 'x'.repeat(2000)].map((text, i) => ({
      id: `${i}`,
      text,
    }));
    const results = await looker.look(asked, new AbortController().signal);
    await looker.close();
    assert.deepEqual(
      results.map(({ evidence }) => evidence.map(({ code }) => code)),
      [['GIFT'], ['MEETING'], [], [], []],
    );
    // e^4 of 1 + e^4 + e^-9
    assert.ok(Math.abs((results[0]?.evidence[0]?.confidence ?? 0) - 0.982) < 0.001);
  });

  for (const [what, more, says] of [
    ['is no model', { file: at('broken.onnx') }, /./],
    ['is not there', { file: at('none.onnx') }, /none\.onnx/],
    ['asks for what Kith can not give', { file: at('other.onnx') }, /asks for "pixels"/],
    ['has other labels', { labels: ['none', 'GIFT'] }, /of 1 x 3, and 2 labels are named/],
    ['has a tokenizer that is none', { tokenizer: at('broken.onnx') }, /JSON/],
  ] as const) {
    it(`is refused before anything is served where it ${what}`, async () => {
      const looker = lookerOf(more);
      await assert.rejects(looker.start(), says);
      await looker.close();
    });
  }

  it('finds what a Kith then counts', async () => {
    await writeFile(at('deep-look.yaml'), JSON.stringify(settings({ suspicious: { sample: 1 } })));
    const kith = await runKith({ deepLook: at('deep-look.yaml') });
    try {
      const data = { actor: 'a', other: 'b', message: 'm', text: 'present' };
      await kith.post('/v1/events', { id: 'e', type: 'message.sent', data });
      const metrics = async () => (await kith.get('/metrics')).text();
      for (let i = 0; !/^kith_deep_look_found_total 1$/m.test(await metrics()); i++) {
        assert.ok(i < 1000, await metrics());
        await sleep(10);
      }
      assert.match(await (await kith.get('/v1/accounts/a/risk')).text(), /GIFT/);
    } finally {
      await kith.end();
    }
  });
});

describe('scores', () => {
  const labels: ['none', 'GIFT', 'MEETING'] = ['none', 'GIFT', 'MEETING'];

  it('are of one label at most by softmax, and of several by sigmoid', () => {
    assert.deepEqual(foundByScores([0, 3, 3], { labels, scores: 'softmax' }), []);
    const both = foundByScores([9, 3, 3], { labels, scores: 'sigmoid' });
    assert.deepEqual(
      both.map(({ code }) => code),
      ['GIFT', 'MEETING'],
    );
    assert.equal(foundByScores([0, 1000, 0], { labels, scores: 'softmax' })[0]?.confidence, 1);
  });

  it('that are no numbers, of a code or of none, are a failed look', () => {
    const { NaN: none, NEGATIVE_INFINITY: never, POSITIVE_INFINITY: sure } = Number;
    for (const how of ['softmax', 'sigmoid'] as const) {
      for (const scores of [
        [none, none, none],
        [never, none, 0],
        [none, 0, 0],
      ]) {
        assert.throws(() => foundByScores(scores, { labels, scores: how }), { reason: 'not_numbers' });
      }
    }
    // without a number that is the largest there are no shares
    assert.throws(() => foundByScores([never, never, never], { labels, scores: 'softmax' }), { reason: 'not_numbers' });
    assert.deepEqual(foundByScores([never, never, never], { labels, scores: 'sigmoid' }), []);
    assert.equal(foundByScores([0, sure, 0], { labels, scores: 'sigmoid' })[0]?.confidence, 1);
  });
});
