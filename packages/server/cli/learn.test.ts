/** `kith learn`, as operators run it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSqliteRecords } from '../ground/database/index.ts';
import { loadPolicyFile, loadShippedPolicy } from '../policy/index.ts';
import { kith } from '../testing/cli.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-learn-'));
});
after(() => rm(folder, { recursive: true }));

/** What is harmful here asks for secrets and hands off; what is harmless turns to many children. */
const rulings = (count: number, drawn = true): string =>
  Array.from({ length: count }, (_, i) => {
    const harmful = i % 2 === 0;
    return JSON.stringify({
      id: `${drawn ? 'r' : 'f'}${i}`,
      account: `a${i}`,
      ruledAt: '2026-11-01T12:00:00Z',
      harmful,
      source: drawn && i % 10 === 1 ? 'sample' : 'case',
      ...(drawn && i % 10 === 1 && { probability: 0.02 }),
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
    assert.doesNotMatch(stdout, /All of them were flagged/);
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

  it('says where it heard only of accounts that were flagged, and so does the doctor', async () => {
    const alone = await mkdtemp(join(tmpdir(), 'kith-learn-flagged-'));
    try {
      const sampleOf = async (): Promise<{ status: string; mend?: string }> => {
        const { stdout } = await kith(['doctor', '--json'], {}, alone);
        return JSON.parse(stdout).findings.find(({ check }: { check: string }) => check === 'sample');
      };
      await writeFile(join(alone, 'flagged.jsonl'), rulings(300, false));
      await kith(['learn', 'import', 'flagged.jsonl'], {}, alone);
      const { stdout, stderr } = await kith(['learn', 'run', '--out', 'c.yaml'], {}, alone);
      assert.match(stdout, /All of them were flagged: .* sample: \{ share: 0\.01, perDay: 10 \}/, stderr);
      const found = await sampleOf();
      assert.equal(found.status, 'warning');
      assert.match(found.mend ?? '', /sample: \{ share: 0\.01, perDay: 10 \}/);
      await writeFile(join(alone, 'drawn.jsonl'), rulings(20));
      await kith(['learn', 'import', 'drawn.jsonl'], {}, alone);
      assert.equal((await sampleOf()).status, 'good');
    } finally {
      await rm(alone, { recursive: true });
    }
  });

  it('calibrates by cohort, compares what is in shadow at an equal budget, and puts a candidate in shadow', async () => {
    const today = Math.floor(Date.now() / 86_400_000);
    const { kysely, close } = await openSqliteRecords(join(folder, '.kith', 'kith.db'));
    const rows = Array.from({ length: 6000 }, (_, i) => ({
      ...{
        day: today - 1 - (i % 5),
        account: `s${i}`,
        age_band: 'adult',
        language: 'en',
        country: i % 4 === 0 ? 'IE' : 'GB',
      },
      ...{ model: loadShippedPolicy().risk.version, score: (i % 600) / 60, share: 1, shadow: 0 },
    }));
    const shadow = rows.map((row) => ({ ...row, model: 'next', score: 10 - row.score, shadow: 1 }));
    for (let i = 0; i < rows.length; i += 500) {
      await kysely
        .insertInto('score_day')
        .values(rows.slice(i, i + 500))
        .execute();
      await kysely
        .insertInto('score_day')
        .values(shadow.slice(i, i + 500))
        .execute();
    }
    await close();
    const none = await kith(['learn', 'calibrate'], {}, folder);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /--accounts/);
    const args = ['--accounts', '100000'];
    const calibrated = await kith(['learn', 'calibrate', ...args, '--out', 'cal.yaml', '--json'], {}, folder);
    assert.equal(calibrated.code, 0, calibrated.stderr);
    const { thresholds, cohorts } = JSON.parse(calibrated.stdout);
    assert.ok(thresholds.medium > 9.8 && thresholds.medium <= 10, calibrated.stdout);
    assert.ok(cohorts[0].alertsPerDay <= 10);
    const parsed = loadPolicyFile(join(folder, 'cal.yaml'));
    assert.ok(parsed.ok);
    assert.equal(parsed.policy.risk.version, loadShippedPolicy().risk.version);
    assert.deepEqual(
      parsed.policy.risk.cohorts.map(({ ageBand, language, country }) => [ageBand, language, country]),
      [
        ['adult', 'en', 'GB'],
        ['adult', 'en', 'IE'],
        ['adult', 'en', undefined],
        ['adult', undefined, undefined],
      ],
    );
    const compared = await kith(['learn', 'compare', ...args, '--json'], {}, folder);
    const [one] = JSON.parse(compared.stdout).shadow;
    assert.deepEqual([one.model, one.both, one.onlyInForce.length, one.onlyInShadow.length], ['next', [], 50, 50]);
    const shadowed = await kith(['learn', 'shadow', 'c.yaml', '--out', 'shadow.yaml'], {}, folder);
    assert.equal(shadowed.code, 0, shadowed.stderr);
    const both = loadPolicyFile(join(folder, 'shadow.yaml'));
    assert.ok(both.ok);
    assert.equal(both.policy.risk.version, loadShippedPolicy().risk.version);
    assert.equal(both.policy.risk.shadow?.version, 'mine');
  });
});
