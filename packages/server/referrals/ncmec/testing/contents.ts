/** Arbitrary contents of a document, made from its description: every optional field there or not, and hostile text in each. */
import fc from 'fast-check';
import type { Elements, Leaf, Part } from '../schema/shape.ts';

/** Text that breaks what is careless. */
const hostile = fc.constantFrom(
  ...['</report><finish/>', '<![CDATA[', ']]>', '&amp;&lt;&#0;&bogus;', '<!DOCTYPE x [<!ENTITY y "z">]>&y;', '<?xml?>'],
  ...['\u0000\u0001\u000b', '\ud800', '\udfff\ud83d', '\ufffe\uffff', '\u202e\u200b\ufeff', '\r\n\t ', '\u0085\u2028'],
  ...['"\'`', '--><!--', '\u{1F600}'.repeat(3), "'; DROP TABLE report;--", '=HYPERLINK("x")', '%00%0a', 'Ŵ ŷ ї 漢字'],
);
const text = (most: number) =>
  fc
    .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 })), {
      minLength: 1,
      maxLength: 6,
    })
    .chain((parts) => fc.constantFrom(parts.join(''), parts.join('').repeat(Math.max(1, most >> 4))))
    .map((said) => (said === '' ? 'x' : said).slice(0, 100_000));

/** Samples of forms that are checked by a pattern. */
const FORMED: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '^\\+[0-9]{1,3}$': fc.constantFrom('+1', '+44', '+380'),
  '^[0-9]+$': fc.constantFrom('0', '12', '0123456789'),
  '^[A-Z]{2}$': fc.constantFrom('CA', 'NY', 'AP'),
  '^[A-Z][A-Z0-9]$': fc.constantFrom('GB', 'US', 'A1', 'UA'),
  '^[1-9][0-9]{0,17}$': fc.bigInt({ min: 1n, max: 999_999_999_999_999_999n }).map(String),
  '^[0-9A-Za-z_-]{1,128}$': fc.stringMatching(/^[0-9a-f]{32}$/),
};

function leafOf(leaf: Leaf): fc.Arbitrary<unknown> {
  switch (leaf.is) {
    case 'text': {
      if (leaf.pattern === null) return text(leaf.limit ?? 1_000);
      const formed = FORMED[leaf.pattern];
      if (formed === undefined) throw new Error(`no sample of ${leaf.pattern}`);
      return formed;
    }
    case 'one_of':
      return fc.constantFrom(...leaf.values);
    case 'yes_no':
      return fc.boolean();
    case 'presence':
      return fc.boolean();
    case 'whole':
      return fc.integer({ min: leaf.min, max: leaf.max });
    case 'decimal':
      return fc.double({ min: leaf.min, max: leaf.max, noNaN: true });
    case 'moment':
      return fc
        .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
        .chain((at) => fc.constantFrom(at.toISOString(), at.toISOString().replace('Z', '+05:30')));
    case 'day':
      return fc
        .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((at) => at.toISOString().slice(0, 10));
    default:
      return leaf satisfies never;
  }
}

const partOf = (part: Part): fc.Arbitrary<unknown> => {
  const one = part.node.is === 'leaf' ? leafOf(part.node.leaf) : contentsOf(part.node);
  return part.many ? fc.array(one, { minLength: part.required ? 1 : 0, maxLength: 2 }) : one;
};

/** @param order also shuffles the keys: what is written has its own order */
export function contentsOf(node: Elements): fc.Arbitrary<object> {
  if (node.choice) {
    return fc.oneof(...node.parts.map((part) => partOf(part).map((value) => ({ [part.key]: value }))));
  }
  const required = node.parts.filter((part) => part.required).map((part) => part.key);
  const model = Object.fromEntries(node.parts.map((part) => [part.key, partOf(part)]));
  return fc
    .record(model, { requiredKeys: required })
    .chain((value) =>
      fc.shuffledSubarray(Object.entries(value), { minLength: Object.keys(value).length }).map(Object.fromEntries),
    );
}
