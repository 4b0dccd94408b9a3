/** `kith learn`, as operators run it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadPolicyFile, loadShippedPolicy } from '../policy/index.ts';
import { kith } from '../testing/cli.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-learn-'));
});
after(() => rm(folder, { recursive: true }));

/** What is harmful here asks for secrets and hands off; what is harmless turns to many children. */
const rulings = (count: number): string =>
  Array.from({ length: count }, (_, i) => {
    const harmful = i % 2 === 0;
    return JSON.stringify({
      id: `r${i}`,
      account: `a${i}`,
      ruledAt: '2026-11-01T12:00:00Z',
      harmful,
      source: i % 10 === 1 ? 'sample' : 'case',
      ...(i % 10 === 1 && { probability: 0.02 }),
      final: true,
      reviewedTwice: true,
      features: harmful ? { SECRECY: 1 + (i % 3), handOffs: 2 } : { children7d: 15 + (i % 9), childShare: 0.9 },
      model: 'kith-risk-1',
    });
  }).join('\n');

describe('kith learn', () => {
  it('refuses to learn from too few, and says how many there are', async () => {
    await writeFile(join(folder, 'few.jsonl'), rulings(50));
    const taken = await kith(['learn', 'import', 'few.jsonl'], {}, folder);
    assert.equal(taken.code, 0, taken.stderr);
    const { code, stderr } = await kith(['learn', 'run', '--out', 'c.yaml'], {}, folder);
    assert.equal(code, 2);
    assert.match(stderr, /too little to learn from: 50 final rulings .* 25 of them harmful: 200 are needed/);
  });

  it('makes a candidate of enough, with its comments, and puts nothing in force', async () => {
    await writeFile(join(folder, 'many.jsonl'), rulings(400));
    await kith(['learn', 'import', 'many.jsonl'], {}, folder);
    const { code, stdout, stderr } = await kith(['learn', 'run', '--out', 'c.yaml', '--name', 'mine'], {}, folder);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /c\.yaml is a candidate, version mine\. Nothing has changed/);
    assert.match(stdout, /terms\.handOffs\.weight +\d\.\d{3} +\d\.\d{3} +\+0\.\d{3} +100\.0 % +0\.0 %/);
    const parsed = loadPolicyFile(join(folder, 'c.yaml'));
    assert.ok(parsed.ok);
    const shipped = loadShippedPolicy();
    assert.equal(parsed.policy.version, 'mine');
    assert.equal(parsed.policy.risk.version, 'mine');
    assert.ok(parsed.policy.risk.terms.handOffs.weight > shipped.risk.terms.handOffs.weight);
    assert.ok(parsed.policy.risk.terms.children7d.weight < shipped.risk.terms.children7d.weight);
    assert.deepEqual(parsed.policy.tables, shipped.tables);
    const text = await readFile(join(folder, 'c.yaml'), 'utf8');
    assert.match(text, /^ +cold: \{.*\} # children that know nobody it knows/m);
    const again = await kith(['learn', 'run', '--out', 'c.yaml'], {}, folder);
    assert.equal(again.code, 2);
  });
});
