import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSettled, recordText } from './record.ts';

const line = (master: string) => recordText({ id: '0123456789abcdef', master, wrapped: Buffer.from('a key, wrapped') });

/** Gives one text after another, and the last one for ever. */
const reading = (...texts: (string | null)[]) => {
  let read = 0;
  return { next: async () => texts[Math.min(read++, texts.length - 1)] ?? null, times: () => read };
};

describe('reading the file of a key while another master takes it over', () => {
  const blank = ' '.repeat(line('old').length);
  const after = `${blank}\n${line('new')}`;

  it('reads again where the line before is blanked already, and the new one lay beyond what was read', async () => {
    const file = reading(blank, after);
    assert.equal(await readSettled(file.next), after);
  });

  it('reads again where the line before is blanked in part', async () => {
    const file = reading(`    ${line('old').slice(4)}`, blank, after);
    assert.equal(await readSettled(file.next), after);
  });

  it('reads a file that has a record once', async () => {
    const file = reading(line('old'), after);
    assert.equal(await readSettled(file.next), line('old'));
    assert.equal(file.times(), 1);
  });

  it('gives what is damaged as it is, and null where it is destroyed meanwhile', async () => {
    const damaged = reading('{"version":2}');
    assert.equal(await readSettled(damaged.next), '{"version":2}');
    assert.equal(damaged.times(), 2);
    assert.equal(await readSettled(reading('what was overwritten', null).next), null);
  });
});
