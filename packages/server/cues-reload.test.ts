import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readConfig } from './ground/config/index.ts';
import { createLog } from './ground/log/index.ts';
import { openRules } from './rules.ts';
import { RulesError } from './rules-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-rules-'));
after(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'own.yaml');
const write = (phrase: string) =>
  writeFileSync(file, `language: en\ncodes:\n  GIFT:\n    cues:\n      mine: { phrases: ['${phrase}'] }\n`);
const log = createLog({ level: 'silent' });
const open = () => openRules(readConfig({ flags: { cues: [file] } }).config, log);

describe("an operator's cues", () => {
  it('are read again on a reload; while the file is broken, what was stays', () => {
    write('zim zam');
    const rules = open();
    const found = (text: string) =>
      rules
        .reader()
        .read(text)
        .evidence.map(({ cue }) => cue);
    assert.deepEqual(found('zim zam'), ['en/GIFT/mine']);
    write('zim (zam');
    assert.equal(rules.reload(), false);
    assert.deepEqual(found('zim zam'), ['en/GIFT/mine']);
    write('zum zum');
    assert.equal(rules.reload(), true);
    assert.deepEqual(found('zim zam'), []);
    assert.deepEqual(found('zum zum'), ['en/GIFT/mine']);
  });

  it('that are broken keep Kith from starting, with the place', () => {
    write('{none}');
    assert.throws(
      open,
      (error) => error instanceof RulesError && /own\.yaml:5:\d+ .*\{none\} is no set/.test(error.message),
    );
  });
});
