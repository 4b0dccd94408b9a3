import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { casePolicy, type EvidenceCode, evidenceCode } from '@kith/contract';
import fc from 'fast-check';
import { type CaseFacts, placeOf, type ReportedBy, waitingPoints, weigh, weighAgainAt } from './priority.ts';
import { sayWaiting, sayWeighed } from './words.ts';

const { priority: policy } = casePolicy.parse({});
const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 5, 15);

const nothing: CaseFacts = {
  ...{ level: 'none', codes: new Map(), children: 0, replied: false, reporters: [], categories: [], earlier: false },
  material: 'none',
};
const seen = (code: EvidenceCode, hoursAgo: number): CaseFacts['codes'] => new Map([[code, NOW - hoursAgo * HOUR_MS]]);
const pointsOf = (facts: Partial<CaseFacts>) => weigh({ ...nothing, ...facts }, policy, NOW).points;

const facts: fc.Arbitrary<CaseFacts> = fc.record({
  level: fc.constantFrom('none', 'low', 'medium', 'high'),
  codes: fc
    .array(fc.tuple(fc.constantFrom(...evidenceCode.options), fc.nat(400)), { maxLength: 11 })
    .map((all) => new Map(all.map(([code, hours]) => [code, NOW - hours * HOUR_MS]))),
  children: fc.nat(50),
  replied: fc.boolean(),
  reporters: fc.array(fc.constantFrom<ReportedBy>('trusted', 'child', 'guardian', 'adult', 'anonymous'), {
    maxLength: 9,
  }),
  categories: fc.array(fc.constantFrom('asks_to_meet', 'nudity', 'other'), { maxLength: 3 }),
  earlier: fc.boolean(),
  material: fc.constantFrom('none', 'likely', 'verified'),
});

describe('the priority of a case', () => {
  it('is above all what a child is in danger of now: a meeting asked for today is urgent', () => {
    const today = weigh(
      { ...nothing, level: 'high', codes: seen('MEETING', 2), children: 1, replied: true },
      policy,
      NOW,
    );
    assert.equal(today.band, 'urgent');
    assert.equal(today.why[0]?.factor, 'danger');
    const month = weigh({ ...nothing, level: 'high', codes: seen('MEETING', 720), children: 1 }, policy, NOW);
    assert.ok(month.points < today.points);
    assert.notEqual(month.band, 'urgent');
  });

  it('takes a category that is called as every object is made for one that nobody weighed', () => {
    const other = pointsOf({ categories: ['of a platform'] });
    for (const name of Object.getOwnPropertyNames(Object.prototype))
      assert.equal(pointsOf({ categories: [name] }), other, name);
  });

  it('of what a verified list has is above all others, whatever else is known of them', () => {
    fc.assert(
      fc.property(facts, (other) => {
        const verified = weigh({ ...nothing, material: 'verified' }, policy, NOW);
        assert.ok(verified.points > weigh({ ...other, material: 'none' }, policy, NOW).points);
        assert.deepEqual([verified.band, verified.severity], ['urgent', 3]);
      }),
    );
  });

  it('goes by who says so, and by how many agree', () => {
    const by = (...reporters: ReportedBy[]) => pointsOf({ reporters, categories: ['other'] });
    const order = [by('trusted'), by('child'), by('guardian'), by('adult'), by('anonymous')];
    assert.deepEqual(
      order,
      order.toSorted((a, b) => b - a),
    );
    assert.equal(new Set(order).size, order.length);
    assert.ok(by('adult', 'adult', 'adult') > by('adult'));
    assert.ok(by('anonymous', 'trusted') > by('trusted'), 'the most trusted counts, and a second who agrees');
  });

  it('is the sum of its reasons, and each has words in both languages', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const { points, why } = weigh(known, policy, NOW);
        assert.ok(Math.abs(why.reduce((sum, one) => sum + one.points, 0) - points) < 1e-9);
        for (const one of why) {
          const [en, cy] = [sayWeighed(one, 'en'), sayWeighed(one, 'cy')];
          assert.ok(one.points > 0 && en.words.length > 3 && cy.words.length > 3);
          assert.notEqual(en.words, cy.words);
        }
      }),
    );
  });

  it('never falls by more being known', () => {
    fc.assert(
      fc.property(facts, facts, (one, more) => {
        const codes = new Map(one.codes);
        for (const [code, at] of more.codes) codes.set(code, Math.max(at, codes.get(code) ?? 0));
        const both: CaseFacts = {
          ...{ codes, level: one.level, children: one.children + more.children, replied: one.replied || more.replied },
          reporters: [...one.reporters, ...more.reporters],
          categories: [...one.categories, ...more.categories],
          earlier: one.earlier || more.earlier,
          material: one.material === 'none' ? more.material : one.material,
        };
        assert.ok(weigh(both, policy, NOW).points >= weigh(one, policy, NOW).points - 1e-9);
      }),
    );
  });

  it('lets nothing starve: whoever waits long enough stands before whatever comes new', () => {
    fc.assert(
      fc.property(facts, facts, (old, fresh) => {
        const [a, b] = [weigh(old, policy, NOW).points, weigh(fresh, policy, NOW).points];
        const hours = Math.max(0, b - a) / policy.perHour + 1;
        assert.ok(placeOf(a, policy, NOW) > placeOf(b, policy, NOW + hours * HOUR_MS));
      }),
    );
  });

  it('in the order of the queue is what it is with the points for waiting, at any moment', () => {
    fc.assert(
      fc.property(facts, facts, fc.nat(500), fc.nat(500), (one, other, earlier, later) => {
        const [a, b] = [weigh(one, policy, NOW).points, weigh(other, policy, NOW).points];
        const [since, then] = [NOW - earlier * HOUR_MS, NOW - later * HOUR_MS];
        const now = a + waitingPoints(policy, since, NOW) - (b + waitingPoints(policy, then, NOW));
        const place = placeOf(a, policy, since) - placeOf(b, policy, then);
        if (Math.abs(now) > 1e-6) assert.equal(Math.sign(now), Math.sign(place));
      }),
    );
  });

  it('is weighed again when danger becomes less, and then no more', () => {
    const known = { ...nothing, codes: seen('MEETING', 1) };
    const at = weighAgainAt(known, policy, NOW);
    assert.equal(at, NOW + 47 * HOUR_MS + 1);
    assert.ok(weigh(known, policy, at ?? 0).points < weigh(known, policy, NOW).points);
    assert.equal(weighAgainAt({ ...nothing, codes: seen('MEETING', 200) }, policy, NOW), null);
  });

  it('says how long it has waited', () => {
    assert.equal(sayWaiting(0.2, HOUR_MS / 2, 'en').words, 'has waited less than an hour');
    assert.equal(sayWaiting(1, 3 * HOUR_MS, 'en').words, 'has waited 3 hours');
    assert.equal(sayWaiting(1, 3 * HOUR_MS, 'cy').words, 'wedi aros: 3 awr');
  });
});
