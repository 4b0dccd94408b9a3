import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { ncmecContent } from '../content.ts';
import { documentsOf } from '../schema/documents.ts';
import { fileDetails } from '../schema/file.ts';
import { report } from '../schema/report.ts';
import { DIALECT, type Dialect, type Elements } from '../schema/shape.ts';
import { contentsOf } from '../testing/contents.ts';
import { Checker } from './check.ts';
import { FULL_TEXTS_FILE, fit } from './text.ts';
import { writeXml } from './write.ts';

const SEED = 20_261_126;
const checker = new Checker(DIALECT, null);
const OLD: Dialect = { associatedAccountType: 'type', disabledFlags: false, fileName: true, additions2026: false };

const MINIMAL = {
  incidentSummary: {
    incidentType: 'Online Enticement of Children for Sexual Acts',
    incidentDateTime: '2026-11-20T10:00:00Z',
  },
  internetDetails: [{ chatImIncident: {} }],
  reporter: { reportingPerson: { email: [{ value: 'safety@example.com' }] } },
};
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Each element's children are in the description's order. */
function assertOrder(element: XmlElement, node: Elements): void {
  let at = 0;
  const order = node.parts.filter((part) => part.place === 'element');
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (!(child instanceof XmlElement)) continue;
    const { name } = child;
    const place = order.findIndex((part) => part.name === name);
    assert.ok(place >= at, `${name} in ${element.name}`);
    at = place;
    const inner = order[place]?.node;
    if (inner?.is === 'elements') assertOrder(child, inner);
  }
}

describe('a report as XML', () => {
  it('is valid with the least there can be', () => {
    const { bytes, cuts } = writeXml('report', report.parse(MINIMAL), DIALECT);
    assert.deepEqual(checker.faults(bytes), []);
    assert.deepEqual(cuts, []);
    assert.match(textOf(bytes), /^<\?xml version="1.0" encoding="utf-8"\?>\n<report>/);
  });

  it('has presence elements that are empty', () => {
    const summary = {
      ...MINIMAL.incidentSummary,
      reportAnnotations: { sextortion: true, minorToMinorInteraction: true },
    };
    const { bytes } = writeXml('report', report.parse({ ...MINIMAL, incidentSummary: summary }), DIALECT);
    assert.match(textOf(bytes), /<reportAnnotations><sextortion\/><minorToMinorInteraction\/><\/reportAnnotations>/);
  });

  for (const [name, schema] of [
    ['report', report],
    ['fileDetails', fileDetails],
  ] as const) {
    for (const [said, dialect] of [
      ['as it is', DIALECT],
      ['of an older dialect', OLD],
    ] as const) {
      it(`is valid and in order whatever is filled in: ${name} ${said}, hostile text in every field`, () => {
        const node = documentsOf(dialect)[name];
        const check = dialect === DIALECT ? checker : new Checker(dialect, null);
        fc.assert(
          fc.property(contentsOf(documentsOf(DIALECT)[name]), (content) => {
            const { bytes } = writeXml(name, schema.parse(content), dialect);
            assert.deepEqual(check.faults(bytes), []);
            using document = XmlDocument.fromBuffer(bytes);
            assertOrder(document.root, node);
          }),
          { numRuns: 200, seed: SEED },
        );
      });
    }
  }

  it('says of every text that was not sent as it was said where it is, and has it in full', () => {
    fc.assert(
      fc.property(contentsOf(documentsOf(DIALECT).report), (content) => {
        const { bytes, cuts } = writeXml('report', report.parse(content), DIALECT);
        const written = textOf(bytes);
        for (const { path, why, full } of cuts) {
          assert.ok(path.length > 0 && full.length > 0);
          if (why === 'long') assert.ok(written.includes('…'));
          else assert.ok(written.includes('\ufffd'));
        }
        // and what it says nothing of is there as it was said
        const said = JSON.stringify(content);
        if (cuts.length === 0) assert.ok(!written.includes('\ufffd') || said.includes('\ufffd'));
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  it('gives back every text as it was said, or as it says that it was cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 600 }), (said) => {
        const content = { ...MINIMAL, personOrUserReported: { screenName: said, profileBio: said } };
        const { bytes } = writeXml('report', report.parse(content), DIALECT);
        using document = XmlDocument.fromBuffer(bytes);
        const at = (name: string) => document.get(`/report/personOrUserReported/${name}`)?.content;
        assert.equal(at('screenName'), fit(said, 255).written);
        assert.equal(at('profileBio'), fit(said, null).written);
      }),
      { seed: SEED },
    );
  });

  it('cuts with an ellipsis that says in which file the rest is', () => {
    const person = { screenName: 'ŵ'.repeat(300), espIdentifier: 'a', espService: 's'.repeat(101) };
    const { bytes, cuts } = writeXml('report', report.parse({ ...MINIMAL, personOrUserReported: person }), DIALECT);
    assert.deepEqual(
      cuts.map(({ path, why }) => [path, why]),
      [
        ['personOrUserReported.espService', 'long'],
        ['personOrUserReported.screenName', 'long'],
      ],
    );
    assert.match(textOf(bytes), new RegExp(`ŵ… \\[cut here; in full in the file ${FULL_TEXTS_FILE}\\]</screenName>`));
    assert.match(textOf(bytes), /s…<\/espService>/);
  });

  it('is refused where the schema has it otherwise, without saying what stood there', () => {
    const faults = (xml: string) => checker.faults(Buffer.from(xml));
    const swapped = textOf(writeXml('report', report.parse(MINIMAL), DIALECT).bytes).replace(
      /(<incidentSummary>.*<\/incidentSummary>)(<internetDetails>.*<\/internetDetails>)/,
      '$2$1',
    );
    assert.equal(faults(swapped)[0]?.what, "Element 'internetDetails': This element is not expected");
    const secret = faults('<fileDetails><reportId>MARKED</reportId><fileId>MARKED &amp;</fileId></fileDetails>');
    assert.ok(secret.length > 0 && !JSON.stringify(secret).includes('MARKED'));
    assert.equal(faults('<report>')[0]?.kind, 'malformed');
  });
});

describe('what people fill in', () => {
  it('has no place for who reports, for numbers that NCMEC gives, nor for whether a file was opened', () => {
    const { reporter: _, ...content } = MINIMAL;
    assert.ok(ncmecContent.safeParse(content).success);
    for (const more of [
      { reporter: MINIMAL.reporter },
      { files: [{ evidence: 'ev_1', details: { fileViewedByEsp: true } }] },
      { files: [{ evidence: 'ev_1', details: { reportId: '1' } }] },
    ]) {
      assert.ok(!ncmecContent.safeParse({ ...content, ...more }).success, JSON.stringify(more));
    }
  });

  it('is of one way of communicating each', () => {
    const two = { chatImIncident: {}, emailIncident: {} };
    const { reporter: _, ...content } = MINIMAL;
    assert.ok(!ncmecContent.safeParse({ ...content, internetDetails: [two] }).success);
    assert.ok(!ncmecContent.safeParse({ ...content, internetDetails: [{}] }).success);
  });
});
