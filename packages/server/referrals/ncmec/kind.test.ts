import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FormField } from '@kith/contract';
import { LANGUAGES } from '../../ground/pages/index.ts';
import type { KnownEvidence, KnownOfCase } from '../kinds/known.ts';
import { knownAccount, knownOfCase } from '../testing/known.ts';
import { type NcmecContent, ncmecContent } from './content.ts';
import { prepare } from './filing/prepare.ts';
import { ncmecKind } from './kind.ts';
import { DIALECT } from './schema/shape.ts';
import * as values from './schema/values.ts';
import { filesOf, REPORTER } from './testing/at-ncmec.ts';
import { Checker } from './xml/check.ts';

const kind = ncmecKind({ platform: 'Example', ncmec: null });
const checker = new Checker(DIALECT, null);

const media: KnownEvidence = {
  ...{ kind: 'media', name: 'IMG_1.jpg', mediaType: 'image/jpeg', bytes: 3, sha256: 'a'.repeat(64) },
  ...{ id: 'ev_1', account: 'max', about: 'media-1', takenAt_ms: 0, seenByPerson: false },
  details: {
    ...{ account: 'max', mediaType: 'image/jpeg', fileName: 'holiday.jpg', uploadedAt: '2026-11-20T09:00:00Z' },
    ...{ url: 'https://example.com/1', public: false, exif: { Model: 'X100' } },
    upload: { ip: '192.0.2.1', port: 5_000, event: 'upload' },
  },
};
const conversation: KnownEvidence = {
  ...{ kind: 'conversation', name: 'c-1', mediaType: 'application/x-ndjson', bytes: 3, sha256: 'b'.repeat(64) },
  ...{ id: 'ev_2', account: null, about: 'c-1', takenAt_ms: 0, seenByPerson: true, details: null },
};

/** A case of which everything is known. */
const full = (more: Partial<KnownOfCase> = {}): KnownOfCase =>
  knownOfCase({
    reported: [
      knownAccount('max', {
        ...{ ageBand: 'adult', country: 'GB', createdAt_ms: 0 },
        enforced: [{ kind: 'disable', appliedAt_ms: 1_000, toldPersonAt_ms: null }],
        links: [
          { account: 'max-2', confirmed: true },
          { account: 'perhaps', confirmed: false },
        ],
        details: {
          ...{ service: 'chat', screenName: 'max', displayNames: ['Max'], profileUrl: 'https://example.com/max' },
          ...{ firstName: 'M', lastName: 'X', dateOfBirth: '1990-01-01', profileText: 'hello' },
          emails: [{ address: 'max@example.com', type: 'home', verifiedAt: '2026-01-01T00:00:00Z' }],
          telephones: [{ number: '+441632960001', type: 'mobile' }],
          addresses: [{ type: 'home', lines: '1 High Street', city: 'Cardiff', postcode: 'CF10', country: 'GB' }],
          ipEvents: [{ ip: '2001:db8::1', event: 'login', at: '2026-11-19T09:00:00Z', port: 443 }],
          devices: [{ type: 'IMEI', value: '490154203237518' }],
          location: { city: 'Cardiff', country: 'GB' },
          ...{ otherAccounts: ['max-3'], earlierReports: ['12345678', 'a letter'], billing: 'card', more: 'more' },
        },
      }),
    ],
    others: [
      { ...knownAccount('kid', { ageBand: '13to15' }), child: true, attempt: null },
      {
        ...knownAccount('far', { ageBand: '13to15' }),
        ...{ child: true, attempt: { askedAt_ms: Date.UTC(2026, 10, 20), withheld: 2 } },
      },
      { ...knownAccount('aunt', { ageBand: 'adult' }), child: false, attempt: null },
    ],
    evidence: [media, conversation],
    earlier: [{ id: 'r', kind: 'ncmec', case: 'case-0', reference: '777', sentAt_ms: 0 }],
    ...more,
  });

const parsed = (content: NcmecContent): NcmecContent => ncmecContent.parse(JSON.parse(JSON.stringify(content)));
const of = (problems: readonly { kind: string; path: string }[], what: string) =>
  problems.filter((one) => one.kind === what).map(({ path }) => path);

describe('a report that is drafted from a case', () => {
  it('has what is known, valid as it is, and nothing that is not known', () => {
    for (const known of [full(), knownOfCase(), knownOfCase({ seen: [], first_ms: null, last_ms: null, others: [] })]) {
      const content = parsed(kind.prefill(known));
      const files = filesOf(known.evidence.map(({ id }) => ({ id, content: Buffer.from('x') })));
      const { faults } = prepare(content, files, { reporter: REPORTER, dialect: DIALECT }, checker);
      assert.deepEqual(faults, []);
      assert.deepEqual(kind.problems(content, known, 'en'), []);
    }
    const bare = kind.prefill(knownOfCase());
    assert.equal(bare.incidentSummary.escalateToHighPriority, undefined);
    assert.equal(bare.incidentSummary.reportAnnotations, undefined);
    assert.deepEqual(parsed(bare).personOrUserReported?.personOrUserReportedPerson, {});
  });

  it('is of abuse material where a verified list has what was seen, exactly, and of grooming where it is likeness alone', () => {
    const typeWith = (code: string) => {
      const [first] = knownOfCase().seen;
      if (first === undefined) assert.fail('nothing was seen');
      return parsed(kind.prefill(knownOfCase({ seen: [first, { ...first, code }] }))).incidentSummary.incidentType;
    };
    assert.match(typeWith('KNOWN_MATERIAL'), /possession, manufacture, and distribution/);
    assert.equal(typeWith('LIKELY_KNOWN_MATERIAL'), values.incidentTypes[0]);
  });

  it('takes every detail that the platform gave to its place', () => {
    const { personOrUserReported: reported, victim, intendedRecipient, files } = parsed(kind.prefill(full()));
    assert.equal(reported?.personOrUserReportedPerson?.email?.[0]?.verified, true);
    assert.equal(reported?.personOrUserReportedPerson?.address?.[0]?.zipCode, 'CF10');
    assert.deepEqual(reported?.ipCaptureEvent, [
      { ipAddress: '2001:db8::1', eventName: 'Login', dateTime: '2026-11-19T09:00:00Z', port: 443 },
    ]);
    assert.deepEqual(reported?.priorCTReports, ['12345678', '777']);
    assert.deepEqual(
      reported?.associatedAccount?.map(({ espIdentifier }) => espIdentifier),
      ['max-2', 'max-3'],
    );
    assert.equal(reported?.accountPermanentlyDisabled?.value, true);
    assert.equal(reported?.accountTemporarilyDisabled, undefined);
    assert.match(reported?.additionalInfo ?? '', /Billing: card\nmore/);
    assert.deepEqual([victim?.length, victim?.[0]?.espIdentifier], [1, 'kid']);
    assert.deepEqual(
      intendedRecipient?.map(({ espIdentifier }) => espIdentifier),
      ['far', 'aunt'],
    );
    assert.match(
      intendedRecipient?.[0]?.additionalInfo ?? '',
      /13 to 15\nNothing is known to have reached this account; a connection was asked for at 2026-11-20.*; 2 messages were withheld$/,
    );
    const [picture, talk] = files ?? [];
    assert.equal(picture?.details.originalFileName, 'holiday.jpg');
    assert.deepEqual(picture?.details.details?.[0]?.nameValuePair[0], { type: 'EXIF', name: 'Model', value: 'X100' });
    assert.equal(talk?.details.fileRelevance, 'Supplemental Reported');
  });

  it('points out what is known and was left out, with what could be filled in', () => {
    const known = full();
    const content = parsed(kind.prefill(known));
    const less: NcmecContent = {
      ...content,
      personOrUserReported: { ...content.personOrUserReported, screenName: '', ipCaptureEvent: [] },
      victim: [],
    };
    const problems = kind.problems(less, known, 'en');
    assert.deepEqual(of(problems, 'missing_available').sort(), [
      'personOrUserReported.ipCaptureEvent',
      'personOrUserReported.screenName',
      'victim',
    ]);
    assert.deepEqual(problems.find(({ path }) => path === 'personOrUserReported.screenName')?.value, 'max');
  });

  it('describes no file that does not go with it', () => {
    const known = full({ goesWith: ['ev_2'] });
    assert.deepEqual(
      parsed(kind.prefill(known)).files?.map(({ evidence }) => evidence),
      ['ev_2'],
    );
    const all = parsed(kind.prefill(full()));
    assert.deepEqual(of(kind.problems(all, known, 'en'), 'wrong'), ['files.0.evidence']);
    assert.deepEqual(of(kind.problems(all, full(), 'en'), 'wrong'), []);
    const left = kind.problems({ ...all, files: [] }, known, 'en').find(({ path }) => path === 'files');
    assert.equal(left?.kind, 'missing_available', 'what the case has is pointed out, chosen or not');
  });

  it('can be checked only when what is wrong is put right', () => {
    const known = full({ supplements: { id: 'r', kind: 'ncmec', case: 'case-0', reference: '888', sentAt_ms: 0 } });
    const content = parsed(kind.prefill(known));
    const bad: NcmecContent = {
      ...content,
      incidentSummary: { ...content.incidentSummary, incidentDateTime: '2099-01-01T00:00:00Z' },
      personOrUserReported: { ipCaptureEvent: [{ ipAddress: '' }] },
      files: [
        {
          evidence: 'ev_1',
          details: {
            ...{ fileRelevance: 'Supplemental Reported', industryClassification: 'A1', exifViewedByEsp: true },
            fileAnnotations: { potentialMeme: true },
          },
        },
        { evidence: 'gone', details: {} },
      ],
    };
    const problems = kind.problems(bad, known, 'cy');
    assert.deepEqual(of(problems, 'wrong').sort(), [
      'files.0.details.exifViewedByEsp',
      'files.0.details.fileAnnotations.potentialMeme',
      'files.0.details.industryClassification',
      'files.1.evidence',
      'incidentSummary.incidentDateTime',
      'personOrUserReported.priorCTReports',
    ]);
    assert.deepEqual(of(problems, 'missing_required').sort(), [
      'personOrUserReported.espIdentifier',
      'personOrUserReported.ipCaptureEvent.0.ipAddress',
    ]);
  });

  it('says beforehand what will be cut', () => {
    const known = full();
    const content = parsed(kind.prefill(known));
    const long = { ...content, personOrUserReported: { ...content.personOrUserReported, screenName: 'x'.repeat(300) } };
    assert.deepEqual(of(kind.problems(long, known, 'en'), 'cut'), ['personOrUserReported.screenName']);
  });
});

describe('the form', () => {
  const fieldsIn = (fields: readonly FormField[]): FormField[] =>
    fields.flatMap((field) => [field, ...fieldsIn(field.fields ?? [])]);

  for (const language of LANGUAGES) {
    it(`has words of its own for every field and choice, and no official name on it: ${language}`, () => {
      const official = new Set<string>(values.incidentTypes);
      for (const field of kind.form(language).flatMap(({ fields }) => fieldsIn(fields))) {
        assert.doesNotMatch(field.label.replaceAll('CyberTipline', ''), /[a-z][A-Z]|\./, field.path);
        for (const { value, label } of field.options ?? []) {
          assert.ok(!official.has(label), label);
          if (value.length > 4) assert.notEqual(label, value);
        }
      }
    });
  }

  it('offers the kinds of incident that Kith looks for, unless the operator offers more', () => {
    const types = kind
      .form('en')
      .flatMap(({ fields }) => fields)
      .find(({ path }) => path === 'incidentSummary.incidentType');
    assert.deepEqual(
      types?.options?.map(({ label }) => label),
      [
        'Grooming or coercion of a child',
        'Harmful material sent to a child',
        'Abuse material: having, making or passing it on',
      ],
    );
  });

  it('asks nobody who reports, nor whether a file was opened', () => {
    const paths = kind.form('en').flatMap(({ fields }) => fieldsIn(fields).map(({ path }) => path));
    assert.ok(paths.includes('details.exifViewedByEsp'));
    for (const path of paths) assert.doesNotMatch(path, /fileViewedByEsp|reporter|reportId|fileId|batchedReport/);
  });

  it('is read in the order of the form, in words', () => {
    const sections = kind.readable(parsed(kind.prefill(full())), 'en');
    assert.equal(sections[0]?.title, 'What happened');
    assert.equal(sections[0]?.lines[0]?.text, 'Grooming or coercion of a child');
    assert.ok(sections.some(({ title }) => title === 'Child: kid'));
    assert.ok(sections.every(({ lines }) => lines.every(({ label, text }) => label !== '' && text !== '')));
  });
});
