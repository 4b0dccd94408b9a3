import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventTypes } from '@kith/contract';
import fc from 'fast-check';
import { environment } from './cel.ts';
import { compileCondition } from './compile-condition.ts';
import { exampleFacts } from './example-facts.ts';
import type { RuleFacts } from './facts.ts';
import { type Fact, vocabulary } from './vocabulary.ts';

const facts = (given: Record<string, Record<string, unknown>> = {}): RuleFacts =>
  exampleFacts({ given, fires: true }, 'message.sent');

function evaluate(when: string, given?: Record<string, Record<string, unknown>>): boolean | undefined {
  const compiled = compileCondition(when);
  assert.ok(compiled.ok, compiled.ok ? '' : compiled.message);
  return compiled.condition.run(facts(given));
}

function refused(when: string): string {
  const compiled = compileCondition(when);
  assert.ok(!compiled.ok, 'was taken, though it is wrong');
  return compiled.message;
}

describe('a condition', () => {
  it('holds where its facts say so', () => {
    const when = "account.ageBand == 'adult' && account.childrenAgainst30d > 1 && !contact.connected";
    assert.equal(evaluate(when, { account: { ageBand: 'adult', childrenAgainst30d: 2 } }), true);
    assert.equal(evaluate(when, { account: { ageBand: 'adult', childrenAgainst30d: 1 } }), false);
    assert.equal(
      evaluate(when, { account: { ageBand: 'adult', childrenAgainst30d: 2 }, contact: { connected: true } }),
      false,
    );
  });

  it('compares counts with measures, and asks whether one is in a list', () => {
    assert.equal(evaluate('account.ageDays < 7', { account: { ageDays: 6.5 } }), true);
    assert.equal(evaluate("other.country in ['GB', 'IE']", { other: { country: 'IE' } }), true);
    assert.equal(evaluate('[1, 2].exists(n, n > contact.messages)', { contact: { messages: 1 } }), true);
    assert.equal(evaluate("account.region.startsWith('GB-')", { account: { region: 'GB-WLS' } }), true);
  });

  it('is undefined where it can not be evaluated, unless the rest decides', () => {
    assert.equal(evaluate('contact.messages / contact.replies > 1'), undefined);
    assert.equal(evaluate('contact.connected && contact.messages / contact.replies > 1'), false);
    assert.equal(evaluate('contact.messages / contact.replies > 1 && contact.connected'), false);
    assert.equal(evaluate('contact.messages / contact.replies > 1 || true'), true);
    assert.equal(evaluate('contact.messages * 9007199254740991 > 1', { contact: { messages: 2 } }), undefined);
  });

  it('names the facts that it asks for', () => {
    const compiled = compileCondition("account.ageBand == 'adult' || contact.messages > 1");
    assert.ok(compiled.ok);
    assert.deepEqual([...compiled.condition.asks], ['account.ageBand', 'contact.messages']);
  });
});

describe('a condition that is refused', () => {
  const cases: [what: string, when: string, says: RegExp][] = [
    [
      'an unknown fact, with the one that was meant',
      "account.ageBnd == 'adult'",
      /account\.ageBnd .*did you mean account\.ageBand\?/,
    ],
    ['an unknown group of facts', "acount.ageBand == 'adult'", /acount .*is no fact|did you mean account/],
    ['a value that a fact never has', "account.ageBand == 'adlut'", /is never "adlut": did you mean "adult"\?/],
    ['one in a list', "account.status in ['active', 'baned']", /is never "baned"/],
    ['one on the left', "'adlut' != account.ageBand", /did you mean "adult"/],
    ['what is not true or false', 'account.childrenAgainst30d', /must be true or false, and this is an int/],
    ['a count compared with a text', "account.childrenAgainst30d > '3'", /int > string/],
    ['a measure said to be equal to a count', 'account.ageDays == 2', /write 2\.0/],
    ['an end that is missing', 'account.ageDays >', /at its end/],
    ['a text without its end', "account.country == 'GB", /unterminated string/],
    ['a regular expression', "account.country.matches('(a+)+')", /matches can't be used/],
    ['a time', "timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-01T00:00:00Z')", /timestamp can't be used/],
    ['a whole group of facts', 'account == account', /do not go together/],
    ['a map', "{'a': 1}.a == 1", /./],
    ['brackets instead of a dot', "account['ageBand'] == 'adult'", /group of facts|brackets/],
    ['a number past counting', 'account.childrenAgainst30d > 9223372036854775807', /too large/],
    ['more terms than anybody reads', Array(200).fill('true').join(' && '), /./],
  ];
  for (const [what, when, says] of cases) {
    it(`says what is wrong: ${what}`, () => assert.match(refused(when), says));
  }

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...Object.keys(vocabulary),
      ...[
        ' && ',
        ' || ',
        '!',
        '(',
        ')',
        '[',
        ']',
        ' ? ',
        ' : ',
        ' == ',
        ' < ',
        ' + ',
        ' / ',
        ' in ',
        '.',
        ',',
        '1',
        '2.5',
      ],
      ...["'adult'", 'true', 'null', 'size', 'exists', 'x', 'b"a"', '1u', '{', '}', '-', '"'],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (when) => {
        const compiled = compileCondition(when);
        if (compiled.ok) compiled.condition.run(facts());
        else assert.notEqual(compiled.message, '');
      }),
      { seed: 31, numRuns: 3000 },
    );
  });
});

const paths = (type: Fact['type']) => Object.keys(vocabulary).filter((path) => vocabulary[path].type === type);
const bools = paths('bool');
const ints = paths('int');
const doubles = paths('double');
const strings = paths('string').filter((path) => {
  const fact = vocabulary[path];
  return fact.type === 'string' && fact.values === undefined;
});

const { condition } = fc.letrec<{ condition: string; int: string; double: string; string: string; ints: string }>(
  (tie) => {
    const pair = (sort: 'condition' | 'int' | 'double' | 'string', ops: string[]) =>
      fc.tuple(tie(sort), fc.constantFrom(...ops), tie(sort)).map(([a, op, b]) => `(${a} ${op} ${b})`);
    const order = ['<', '<=', '>', '>='];
    const depth = { depthSize: 'small', withCrossShrink: true } as const;
    return {
      condition: fc.oneof(
        depth,
        fc.constantFrom(...bools, 'true', 'false'),
        pair('int', [...order, '==', '!=']),
        pair('double', [...order, '==', '!=']),
        pair('string', [...order, '==', '!=']),
        fc.tuple(tie('int'), fc.constantFrom(...order), tie('double')).map((p) => `(${p.join(' ')})`),
        pair('condition', ['&&', '||', '==', '!=']),
        tie('condition').map((c) => `!${c}`),
        fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
        fc.tuple(tie('int'), tie('ints')).map(([a, b]) => `(${a} in ${b})`),
        fc
          .tuple(tie('ints'), fc.constantFrom('exists', 'all'), tie('int'))
          .map(([l, q, n]) => `${l}.${q}(x, 6 / x > ${n})`),
        fc
          .tuple(tie('string'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('string'))
          .map(([a, f, b]) => `${a}.${f}(${b})`),
      ),
      ints: fc.array(tie('int'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      int: fc.oneof(
        depth,
        fc.constantFrom(...ints),
        fc.integer({ min: -3, max: 3 }).map((n) => (n < 0 ? `(${n})` : String(n))),
        pair('int', ['+', '-', '*', '/', '%']),
        tie('int').map((n) => `(-${n})`),
        tie('string').map((s) => `size(${s})`),
        tie('ints').map((l) => `${l}.size()`),
        fc.tuple(tie('ints'), tie('int')).map(([l, n]) => `${l}[${n}]`),
        fc.constantFrom('1.5', '-1.5', '0.0').map((n) => `int(${n})`),
      ),
      double: fc.oneof(
        depth,
        fc.constantFrom(...doubles, '0.0', '0.5', '2.0'),
        pair('double', ['+', '-', '*', '/']),
        tie('int').map((n) => `double(${n})`),
      ),
      string: fc.oneof(depth, fc.constantFrom(...strings, "''", "'G'", "'GB'", "'é𝄞'"), pair('string', ['+'])),
    };
  },
);

function anyValue(fact: Fact): fc.Arbitrary<unknown> {
  switch (fact.type) {
    case 'bool':
      return fc.boolean();
    case 'int':
      return fc.integer({ min: 0, max: 3 });
    case 'double':
      return fc.constantFrom(0, 0.5, 1, 2);
    case 'string':
      return fc.constantFrom(...(fact.values ?? ['', 'G', 'GB', 'GB-WLS']));
    case 'list<string>':
      return fc.array(fc.constantFrom(...(fact.values ?? ['', 'G', 'GB'])), { maxLength: 3 });
    default:
      return fact satisfies never;
  }
}

type Nested = Record<string, Record<string, unknown>>;

/** Values by their paths, nested as rules name them. */
function nestedOf(flat: Readonly<Record<string, unknown>>): Nested {
  const nested: Nested = {};
  for (const [path, value] of Object.entries(flat)) {
    const [group, name, inner] = path.split('.');
    const there = nested[group] ?? {};
    nested[group] = { ...there, [name]: inner === undefined ? value : { ...Object(there[name]), [inner]: value } };
  }
  return nested;
}

/** A value for every fact, by its path. */
const given = fc.record(Object.fromEntries(Object.entries(vocabulary).map(([path, fact]) => [path, anyValue(fact)])));

/** The same facts as the library wants them: counts as big integers. */
const asContext = (flat: Readonly<Record<string, unknown>>): Nested =>
  nestedOf(
    Object.fromEntries(
      Object.entries(flat).map(([path, value]) => {
        const isCount = vocabulary[path].type === 'int' && typeof value === 'number';
        return [path, isCount ? BigInt(value) : value];
      }),
    ),
  );

describe('what would cost without bound', () => {
  it('is refused: one exists or all within another', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'false' : `event.codes.exists(c${depth}, ${nested(depth - 1)})`;
    assert.equal(compileCondition(nested(1)).ok, true);
    for (const depth of [2, 10]) {
      const compiled = compileCondition(nested(depth));
      assert.ok(!compiled.ok);
      assert.match(compiled.message, /within one another/);
    }
    assert.equal(compileCondition(`${nested(1)} || ${nested(1)}`).ok, true);
  });
});

describe('the functions that conditions become', () => {
  it("agree with the library's own evaluation, errors included", () => {
    let failed = 0;
    fc.assert(
      fc.property(condition, given, (when, values) => {
        const compiled = compileCondition(when);
        if (!compiled.ok) {
          // too many nodes or too deep: nothing else may be wrong with what is made here
          assert.match(compiled.message, /exceeded|too large/i, when);
          return;
        }
        let expected: unknown;
        try {
          expected = environment().evaluate(when, asContext(values));
        } catch {
          expected = undefined;
          failed++;
        }
        assert.equal(compiled.condition.run(facts(nestedOf(values))), expected, when);
      }),
      { seed: 17, numRuns: 3000 },
    );
    assert.ok(failed > 50, `only ${failed} of the conditions failed: the generator no longer makes such`);
  });

  it('are made for every type of event', () => {
    for (const type of eventTypes) assert.equal(evaluate(`event.type == '${type}' || true`), true);
  });
});
