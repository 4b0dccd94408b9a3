import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { copied, numbered } from './copying.ts';

const section = fc.record({
  title: fc.string(),
  lines: fc.array(fc.record({ label: fc.string(), text: fc.string() })),
});

describe('values for a portal', () => {
  it('are numbered through, in order, each once, and none is without something to copy', () => {
    fc.assert(
      fc.property(fc.array(section), (sections) => {
        const lines = numbered(sections).flatMap((one) => one.lines);
        assert.deepEqual(
          lines.map(({ index }) => index),
          lines.map((_, i) => i),
        );
        const texts = sections.flatMap((one) => one.lines.map(({ text }) => text)).filter((text) => text !== '');
        assert.deepEqual(
          lines.map(({ text }) => text),
          texts,
        );
      }),
    );
  });

  it('are copied exactly as they are, and where a browser refuses that is known', async () => {
    let clipboard = '';
    const write = async (text: string) => {
      clipboard = text;
    };
    assert.equal(await copied(' a\u202eb\n', write), true);
    assert.equal(clipboard, ' a\u202eb\n');
    assert.equal(await copied('x', () => Promise.reject(new Error('refused'))), false);
  });
});
