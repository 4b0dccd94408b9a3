import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { columnLines } from './columns.ts';
import { fieldsOf } from './fields.ts';
import type { ReadLine, ReadsLines } from './format.ts';
import { linkLines } from './links.ts';
import { plainLines } from './plain.ts';
import { threatExchangeLines } from './threatexchange.ts';

const MD5 = 'a1'.repeat(16);
const SHA1 = 'b2'.repeat(20);
const PDQ = '0f'.repeat(32);
const kinds = (read: ReadsLines, lines: readonly string[]) => lines.map((line) => shown(read(line)));
const shown = (line: ReadLine): string => {
  switch (line.kind) {
    case 'entries':
      return line.entries
        .map((e) => [e.algorithm, e.hash.slice(0, 4), e.sourceId, e.category].join(' ').trim())
        .join('+');
    case 'skipped':
      return '-';
    case 'bad':
      return `! ${line.problem}`;
    default:
      return line satisfies never;
  }
};

describe('the plain format', () => {
  it('has a hash a line, with an id and a category where the source gives them', () => {
    assert.deepEqual(
      kinds(plainLines(), [`md5,${MD5}`, `SHA-1, ${SHA1.toUpperCase()} ,img-7,A`, `pdq,${PDQ},"a,b",""`, '# remark']),
      ['md5 a1a1', 'sha1 b2b2 img-7 A', 'pdq 0f0f a,b', '-'],
    );
  });

  it('skips hashes that Kith can not make, and says what is wrong with others, without repeating them', () => {
    const wrong = [`md5,${MD5}0`, 'md5', `crc99,${MD5}`, 'md5,zz', `md5,${MD5},"x`, `md5,${MD5},${'i'.repeat(129)}`];
    assert.equal(shown(plainLines()('photodna,AAECAwQ=')), '-');
    for (const line of wrong) {
      const read = plainLines()(line);
      assert.equal(read.kind, 'bad', line);
      assert.ok(!shown(read).includes(MD5));
    }
  });

  it('refuses hashes of nothing: the empty file, a plain area', () => {
    const ofNothing = [
      'md5,d41d8cd98f00b204e9800998ecf8427e',
      'sha256,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      `pdq,${'0'.repeat(64)}`,
    ];
    for (const line of ofNothing) assert.match(shown(plainLines()(line)), /is the hash of an empty file or/);
  });
});

describe('a table with columns of its own', () => {
  const settings = {
    ...{ delimiter: ',', header: true, hashes: { md5: 'MD5', sha1: 'sha-1', pdq: 'PDQ' } },
    ...{ id: 'Ref', category: 'Severity', quality: 'Q', only: { column: 'Status', values: ['Actionable'] } },
  };
  const head = 'Ref,Severity,MD5,SHA-1,PDQ,Q,Status';

  it('gives every hash of a row', () => {
    const rows = [head, `9,A,${MD5},${SHA1},${PDQ},88,Actionable`, `9,A,${MD5},,,,Actionable`];
    assert.deepEqual(kinds(columnLines(settings), rows), [
      '-',
      'md5 a1a1 9 A+sha1 b2b2 9 A+pdq 0f0f 9 A',
      'md5 a1a1 9 A',
    ]);
  });

  it('leaves out rows that are not of the kind that was asked for, and PDQ hashes of low or unknown quality', () => {
    const rows = [head, `9,A,${MD5},,,,Withdrawn`, `9,A,,,${PDQ},49,Actionable`, `9,A,,,${PDQ},,Actionable`];
    assert.deepEqual(kinds(columnLines(settings), rows), ['-', '-', '-', '-']);
  });

  it('says where a row has no hash, or one that is none', () => {
    const [, none, wrong] = kinds(columnLines(settings), [head, '9,A,,,,,Actionable', '9,A,xyz,,,,Actionable']);
    assert.equal(none, '! has no hash in the columns that were named');
    assert.equal(wrong, '! its md5 is not 32 hexadecimal digits, as md5 has');
  });

  it('can not be read at all where a column is missing', () => {
    assert.throws(() => columnLines(settings)('Ref,MD5'), { name: 'ColumnsError' });
  });

  it('may have no heading: columns are numbers then', () => {
    const read = columnLines({ delimiter: '\t', header: false, hashes: { sha1: 2 } });
    assert.deepEqual(kinds(read, [`x\t${SHA1}`]), ['sha1 b2b2']);
  });
});

describe("files of ThreatExchange's library", () => {
  const head = 'collab,signal_type,signal_str,category,tags';
  it('are tables of signals with what members say of them', () => {
    const rows = [
      head,
      `"Some, Group",pdq,${PDQ},POSITIVE_CLASS,one two`,
      `Other,video_md5,${MD5},INVESTIGATION_SEED,`,
      `Other,pdq,${PDQ},NEGATIVE_CLASS,`,
      'Other,url,https://example.com/,POSITIVE_CLASS,',
      `Other,vpdq,x,POSITIVE_CLASS,`,
      `Other,pdq,${PDQ},MAYBE,`,
      `Other,pdq,${PDQ}`,
    ];
    assert.deepEqual(kinds(threatExchangeLines({}), rows), [
      ...['-', 'pdq 0f0f  POSITIVE_CLASS', 'md5 a1a1  INVESTIGATION_SEED', '-', '-', '-'],
      '! its category is not one of POSITIVE_CLASS, INVESTIGATION_SEED, DISPUTED, NEGATIVE_CLASS',
      '! has 3 fields: 5 were expected',
    ]);
    const some = threatExchangeLines({ tags: ['two'], collaboration: 'Some, Group' });
    assert.deepEqual(kinds(some, rows.slice(0, 3)), ['-', 'pdq 0f0f  POSITIVE_CLASS', '-']);
  });

  it('or a type and a signal a line', () => {
    const rows = [`pdq ${PDQ}`, `video_md5 ${MD5}`, 'raw_text some words', 'pdq', 'pdq zz'];
    assert.deepEqual(kinds(threatExchangeLines({}), rows), [
      ...['pdq 0f0f', 'md5 a1a1', '-', '! has no signal after its type'],
      '! is not 64 hexadecimal digits, as pdq has',
    ]);
  });
});

describe('fields of a line', () => {
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
  it('come back as they were written, whatever is in them', () => {
    const field = fc.string().map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 20 }), (fields) => {
        assert.deepEqual(fieldsOf(fields.map(quoted).join(','), ','), fields);
      }),
    );
  });

  it('are refused where quotes do not add up, and there are no more than a list has', () => {
    for (const line of ['"a', 'a"b",c', '"a"b,c', '""",']) assert.equal(fieldsOf(line, ','), null, line);
    assert.equal(fieldsOf(','.repeat(300), ','), null);
    assert.equal(fieldsOf(`"a"${','.repeat(300)}`, ','), null);
    assert.deepEqual(fieldsOf('"a",', ','), ['a', '']);
  });

  it('never fail, whatever the line', () => {
    fc.assert(fc.property(fc.string(), (line) => fieldsOf(line, ',') === null || fieldsOf(line, ',') !== undefined));
  });
});

describe('a list of links', () => {
  const settings = { header: false, link: 1, sharedHosts: false };

  it("says of a host that would be everybody what is wrong, and takes a company's where the operator lets it", () => {
    const lines = ['co.uk', 'github.io', 'evil.github.io'];
    const [registry, company, one] = kinds(linkLines(settings), lines);
    assert.match(registry ?? '', /^! is a public suffix/);
    assert.match(company ?? '', /^! .*sharedHosts/);
    assert.match(one ?? '', /^url /);
    assert.match(kinds(linkLines({ ...settings, sharedHosts: true }), lines)[1] ?? '', /^url /);
  });

  it('leaves out the parameters that it says only tell where somebody came from', () => {
    const [with_, without, tracked] = ['a.example/x?sid=1&id=2', 'a.example/x?id=2', 'a.example/x?id=2&utm_source=y'];
    const hashes = (trackingParameters?: string[]) =>
      [with_, without, tracked].map((line) => {
        const read = linkLines({ ...settings, trackingParameters })(line);
        return read.kind === 'entries' ? read.entries[0]?.hash : read.kind;
      });
    const [usual, named] = [hashes(), hashes(['sid', 'se*'])];
    assert.notEqual(usual[0], usual[1]);
    assert.equal(usual[1], usual[2]);
    assert.equal(named[0], named[1]);
    assert.notEqual(named[1], named[2]);
  });
});
