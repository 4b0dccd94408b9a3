import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createTextReader } from '@kith/engine';
import { loadShippedCues } from '../load.ts';
import { loadShippedModel, readModel } from '../model.ts';
import { trainModel } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-model-'));
after(() => rmSync(folder, { recursive: true }));

mkdirSync(join(folder, 'chat'));
for (let day = 0; day < 10; day++) {
  const lines = Array.from(
    { length: 40 },
    (_, n) => `[12:${10 + n}] <nick${n % 7}> does the printer ${day} work with driver ${n}`,
  );
  writeFileSync(join(folder, 'chat', `${day}.txt`), ['=== nick has joined', ...lines].join('\n'));
}
const made = join(folder, 'made.ndjson');
writeFileSync(
  made,
  '{"text":"the plumber is coming on monday","code":null}\n{"text":"zim zam zom now","code":"GIFT"}\n'.repeat(200),
);

const train = (out: string) =>
  trainModel(loadShippedCues(), {
    chat: join(folder, 'chat'),
    examples: made,
    out: join(folder, out),
    seed: 7,
    perPhrase: 1,
  });

describe('training the text model', () => {
  const header = train('a');

  it('gives the same model for the same seed', () => {
    train('b');
    for (const name of ['text-model.json', 'text-model.bin.gz']) {
      assert.ok(readFileSync(join(folder, 'a', name)).equals(readFileSync(join(folder, 'b', name))), name);
    }
  });

  it('learns what its examples say, beyond what any cue has, and adds no more than its cap', () => {
    const reader = createTextReader(loadShippedCues(), readModel(join(folder, 'a')));
    assert.deepEqual(reader.read('zim zam zom now').evidence, [
      { code: 'GIFT', cue: 'model/GIFT', weight: header.cap },
    ]);
    assert.deepEqual(reader.read('the plumber is coming on monday').evidence, []);
  });

  it('sets thresholds by days that it did not learn from', () => {
    assert.equal(header.trained.heldOut.benignMessages, 2 * 40);
    assert.equal(header.trained.heldOut.benignFlaggedPer1000, 0);
  });

  it('refuses a folder without chat', () => {
    mkdirSync(join(folder, 'empty'));
    assert.throws(
      () =>
        trainModel(loadShippedCues(), {
          chat: join(folder, 'empty'),
          examples: null,
          out: folder,
          seed: 1,
          perPhrase: 1,
        }),
      /has no chat/,
    );
  });
});

describe('the shipped model', () => {
  it('says what it learned from, and whose that is', () => {
    const header = readFileSync(new URL('../model/text-model.json', import.meta.url), 'utf8');
    assert.match(header, /Kummerfeld.*CC BY 4\.0/);
    assert.match(header, /made up/);
    assert.ok(loadShippedModel().cap <= 0.5);
  });

  it('is refused where weights and header do not go together', () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const header = JSON.parse(readFileSync(join(folder, 'a', 'text-model.json'), 'utf8'));
    writeFileSync(join(broken, 'text-model.json'), JSON.stringify({ ...header, buckets: 16 }));
    writeFileSync(join(broken, 'text-model.bin.gz'), readFileSync(join(folder, 'a', 'text-model.bin.gz')));
    assert.throws(() => readModel(broken), /don't go with their header/);
  });
});
