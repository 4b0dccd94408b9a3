/** What the NCA's referral is filled in with: nothing that is not known. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountDetails } from '@kith/contract';
import fc from 'fast-check';
import type { Field } from '../kinds/fields.ts';
import type { KnownAccount, KnownEvidence, KnownOfCase } from '../kinds/known.ts';
import { plug } from '../kinds/plugged.ts';
import { type ReferralSettings, readReferrals } from '../settings.ts';
import { knownAccount, knownOfCase } from '../testing/known.ts';
import { NCA_SECTIONS } from './fields.ts';
import { ncaKind } from './kind.ts';
import { ncaWords } from './words.ts';

const settings: ReferralSettings = {
  ...readReferrals({ referrals: { file: null } }),
  provider: { uk: false, name: 'Provider name', platform: 'Platform name', reportsAbroad: false },
  reporter: { firstName: 'First', lastName: 'Last', email: 'safety@example.com', telephone: '+441632960001' },
};
const kind = plug(ncaKind(settings));

/** Every text and number is another one, so that what comes out can be traced to one source. */
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((one) => one.trim() !== '');
const time = fc.integer({ min: 1_000_000_000_000, max: 1_900_000_000_000 });
const iso = time.map((at) => new Date(at).toISOString());
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const none = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const list = <T>(one: fc.Arbitrary<T>) => fc.option(fc.array(one, { maxLength: 3 }), { nil: undefined });

const ipEvent = fc.record({
  ip: fc.ipV4(),
  port: maybe(fc.integer({ min: 1, max: 65_535 })),
  event: fc.constantFrom('login' as const, 'upload' as const, 'registration' as const),
  at: maybe(iso),
  possibleProxy: maybe(fc.boolean()),
});
const details: fc.Arbitrary<AccountDetails> = fc.record({
  ...{ screenName: maybe(text), displayNames: list(text), firstName: maybe(text), lastName: maybe(text) },
  emails: list(fc.record({ address: text, type: maybe(fc.constant('recovery' as const)), verifiedAt: maybe(iso) })),
  telephones: list(fc.record({ number: text, verifiedAt: maybe(iso) })),
  addresses: list(fc.record({ city: maybe(text), postcode: maybe(text), country: maybe(fc.constant('GB')) })),
  ...{ billing: maybe(text), ipEvents: list(ipEvent), profileText: maybe(text), more: maybe(text) },
  devices: list(fc.record({ type: text, value: text, at: maybe(iso) })),
  otherAccounts: list(text),
});
const account: fc.Arbitrary<KnownAccount> = fc
  .record({
    account: text,
    ageBand: fc.constantFrom('unknown' as const, 'adult' as const, '13to15' as const),
    country: none(fc.constant('GB')),
    createdAt_ms: none(time),
    details: none(details),
    enforced: fc.array(
      fc.record({ kind: fc.constant('disable' as const), appliedAt_ms: time, toldPersonAt_ms: none(time) }),
      { maxLength: 2 },
    ),
    links: fc.array(fc.record({ account: text, confirmed: fc.boolean() }), { maxLength: 3 }),
  })
  .map(({ account: id, ...more }) => knownAccount(id, more));
const words = text.map((en) => ({ en, cy: `cy ${en}` }));
const evidence: fc.Arbitrary<KnownEvidence> = fc.record({
  ...{
    id: text,
    kind: fc.constantFrom('media' as const, 'conversation' as const, 'snapshot' as const),
    name: none(text),
  },
  ...{ mediaType: text, bytes: fc.nat(), sha256: text, account: none(text), about: none(text), takenAt_ms: time },
  seenByPerson: fc.boolean(),
  details: none(
    fc.record({
      ...{ account: text, mediaType: text, fileName: maybe(text), uploadedAt: maybe(iso), upload: maybe(ipEvent) },
      exif: maybe(fc.dictionary(text, text, { maxKeys: 3 })),
    }),
  ),
});
const earlier = fc.record({ id: text, kind: text, case: text, reference: text, sentAt_ms: time });
const known: fc.Arbitrary<KnownOfCase> = fc
  .record({
    reported: fc.tuple(account, account).map(([a, b]): KnownOfCase['reported'] => [a, b]),
    others: fc.array(
      fc
        .tuple(account, fc.boolean(), none(fc.record({ askedAt_ms: none(time), withheld: fc.nat(9) })))
        .map(([one, child, attempt]) => ({ ...one, child, attempt })),
      { maxLength: 3 },
    ),
    seen: fc.array(
      fc.record({ at_ms: time, code: text, words, account: text, other: none(text), message: none(text) }),
      { maxLength: 4 },
    ),
    ...{ first_ms: none(time), last_ms: none(time), evidence: fc.array(evidence, { maxLength: 4 }) },
    rulings: fc.array(
      fc.record({
        ...{ at_ms: time, title: words, measures: fc.constant([]), reason: text, byMachine: fc.boolean() },
      }),
      { maxLength: 2 },
    ),
    ...{ earlier: fc.array(earlier, { maxLength: 2 }), supplements: none(earlier) },
  })
  .map(({ reported: [first, second], others, ...more }) =>
    knownOfCase({
      ...more,
      // an account is one account
      reported: [
        { ...first, account: `1${first.account}` },
        { ...second, account: `2${second.account}` },
      ],
      others: others.map((one, i) => ({ ...one, account: `${i + 3}${one.account}` })),
      evidence: more.evidence.map((one, i) => ({ ...one, id: `${i}${one.id}` })),
    }),
  );

/** Every text, number and yes or no in a value; times as their text. */
function leaves(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return value === undefined || value === null ? [] : [value];
}
/** Names of fields are sources, too, where a dictionary has them. */
const keys = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([k, v]) => [k, ...keys(v)]) : [];

/** What a form says by itself, and no source: part in it, that nothing is declared, what a piece is. */
const OWN = new Set<unknown>([
  'reported',
  'recipient',
  'intended',
  'other',
  'own_systems',
  'report',
  'both',
  false,
  '',
  'media',
]);

describe('the prefilled referral to the NCA', () => {
  it('has no value that is not in what is known, or in the operator’s settings', () => {
    fc.assert(
      fc.property(known, (given) => {
        const sources = new Set<unknown>([...leaves(given), ...keys(given), ...leaves(settings)]);
        for (const one of [...sources])
          if (typeof one === 'number' && one > 1e11) sources.add(new Date(one).toISOString());
        const invented = leaves(kind.prefill(given)).filter((one) => !sources.has(one) && !OWN.has(one));
        assert.deepEqual(invented, []);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing out that it could say: no problem of it says that something is there', () => {
    fc.assert(
      fc.property(known, (given) => {
        const problems = kind.problems(kind.prefill(given), given, 'en');
        assert.deepEqual(
          problems.filter((one) => one.kind === 'missing_available'),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never says that a person has declared it, nor takes a likely link for a person’s word', () => {
    const links = [
      { account: 'said', confirmed: true },
      { account: 'likely', confirmed: false },
    ];
    const content = JSON.stringify(kind.prefill(knownOfCase({ reported: [knownAccount('max', { links })] })));
    assert.ok(content.includes('"declared":false'));
    assert.ok(content.includes('said') && !content.includes('likely'));
  });

  it('points out what is there and was left out, where it belongs and with its value', () => {
    const given = knownOfCase({
      reported: [knownAccount('max', { details: { screenName: 'maxx', emails: [{ address: 'max@example.com' }] } })],
    });
    const whole = JSON.parse(JSON.stringify(kind.prefill(given)));
    delete whole.accounts[0].emails;
    whole.accounts.pop();
    delete whole.firstAt;
    const left = kind.problems(whole, given, 'cy').filter((one) => one.kind === 'missing_available');
    assert.deepEqual(left.map(({ path }) => path).sort(), ['accounts.0.emails', 'accounts.1', 'firstAt']);
    assert.deepEqual(left.find(({ path }) => path === 'accounts.0.emails')?.value, [{ address: 'max@example.com' }]);
  });

  it('of a provider outside the UK must say whether it is linked with the UK, and is none where it is not', () => {
    const given = knownOfCase();
    const content = { ...JSON.parse(JSON.stringify(kind.prefill(given))), summary: 'x', declared: true };
    const wrong = (more: object) =>
      kind
        .problems({ ...content, ...more }, given, 'en')
        .filter((one) => one.kind !== 'missing_available')
        .map(({ path, kind: what }) => [path, what]);
    assert.deepEqual(wrong({}), [['ukLinked', 'missing_required']]);
    assert.deepEqual(wrong({ ukLinked: 'no' }), [['ukLinked', 'wrong']]);
    assert.deepEqual(wrong({ ukLinked: 'yes' }), []);
  });

  it('has a label in both languages for each field, and a title for each section', () => {
    const named = (fields: readonly Field[], prefix = ''): string[] =>
      fields.flatMap(({ path, fields: inner = [] }) => [prefix + path, ...named(inner, `${prefix}${path}.`)]);
    for (const { labels, titles } of [ncaWords.en, ncaWords.cy]) {
      const names = NCA_SECTIONS.flatMap(({ fields }) => named(fields));
      assert.deepEqual(Object.keys(labels).sort(), [...new Set(names)].sort());
      assert.deepEqual(Object.keys(titles).sort(), NCA_SECTIONS.map(({ name }) => name).sort());
    }
  });
});
