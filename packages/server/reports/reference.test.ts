import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { idPrefixOf, referenceOf } from './reference.ts';

const id = fc.stringMatching(/^[0-9a-f]{32}$/).map((hex) => `rep_${hex}`);

it('a reference finds its report, however it was typed', () => {
  fc.assert(
    fc.property(id, (report) => {
      const reference = referenceOf(report);
      assert.match(reference, /^KR-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      for (const typed of [
        reference,
        reference.toLowerCase(),
        reference.replaceAll('-', ' '),
        reference.slice(3).replaceAll('0', 'o').replaceAll('1', 'l'),
      ]) {
        const prefix = idPrefixOf(typed);
        assert.ok(prefix !== null && report.startsWith(prefix), typed);
      }
    }),
    // one whose letters begin as every reference does
    { examples: [['rep_9e000a00a0aaa0aaa0a000aaa00aa000']] },
  );
});

it('what is no reference finds nothing', () => {
  for (const typed of ['', 'KR-', 'KR-7F3K', 'U'.repeat(8), 'x'.repeat(1_000_000), "' OR 1=1 --"]) {
    assert.equal(idPrefixOf(typed), null, typed.slice(0, 20));
  }
});
