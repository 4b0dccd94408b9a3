/** The fixtures that any language can run: what is asked for, and the bodies in which it is given. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { accountDetails, mediaDetails, preservedMessage } from './evidence.ts';
import { toProblem } from './problem.ts';
import { webhook } from './webhooks.ts';

const folder = new URL('../../conformance/preservations/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

const schemas = { webhook, account: accountDetails, message: preservedMessage, media_details: mediaDetails };
const fixture = z.strictObject({
  why: z.string(),
  of: z.enum(['webhook', 'account', 'message', 'media_details']),
  body: z.unknown(),
});
const expected = z
  .record(z.string(), z.strictObject({ code: z.string(), field: z.string() }))
  .parse(read('invalid.expected.json'));
const names = readdirSync(folder).filter((name) => /^(valid|invalid)_/.test(name));

describe('fixtures of preservations', () => {
  for (const name of names) {
    const { why, of, body } = fixture.parse(read(name));
    it(`${name}: ${why}`, () => {
      const result = schemas[of].safeParse(body);
      assert.equal(result.success, name.startsWith('valid_'));
      if (result.success) return;
      const { code, field } = toProblem(result.error, body);
      assert.deepEqual({ code, field }, expected[name.replace('.json', '')]);
    });
  }

  it('are of every kind, good and bad, and none that is expected is missing', () => {
    for (const of of Object.keys(schemas)) {
      assert.ok(
        names.some((name) => name.startsWith(`valid_${of}`)) && names.some((name) => name.startsWith(`invalid_${of}`)),
        of,
      );
    }
    const bad = names.filter((name) => name.startsWith('invalid_')).map((name) => name.replace('.json', ''));
    assert.deepEqual(Object.keys(expected).sort(), bad.sort());
  });
});
