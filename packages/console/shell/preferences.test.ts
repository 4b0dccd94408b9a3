import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DEFAULTS, loadPreferences, readPreferences, savePreferences } from './preferences.ts';

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

describe('what somebody chose', () => {
  it('is there again, and is theirs alone', () => {
    const browser = storage();
    const chosen = { ...DEFAULTS, theme: 'dark', language: 'cy', keys: { 'case.take-next': 'shift+t' } } as const;
    savePreferences(browser, 'Heron', chosen);
    assert.deepEqual(loadPreferences(browser, 'Heron'), chosen);
    assert.deepEqual(loadPreferences(browser, 'Wren'), DEFAULTS);
  });

  it('is as if nothing were chosen where what is stored makes no sense', () => {
    for (const bad of [null, '', '{', '7', 'null', '[]', '{"theme":"pink","keys":7,"language":"xx"}']) {
      assert.deepEqual(readPreferences(bad), DEFAULTS);
    }
    fc.assert(fc.property(fc.json(), (stored) => void readPreferences(stored)));
  });
});
