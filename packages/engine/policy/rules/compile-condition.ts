/**
 * From a condition's checked tree to one function of the facts. The library could evaluate the tree itself, at some five
 * times the cost (docs/BENCHMARKS.md); a property test holds the two to the same answers.
 *
 * The language is CEL without what costs without bound or has no use here: no regular expressions, no maps, no times.
 */
import { nearest } from '@kith/contract';
import type { ASTNode } from '@marcbachmann/cel-js';
import { excerpt, parseCondition } from './cel.ts';
import { RuleFault } from './fault.ts';
import {
  and,
  both,
  calculate,
  choose,
  compare,
  constantly,
  equal,
  exact,
  isIn,
  type ListTerm,
  lengthOf,
  map,
  not,
  or,
  quantify,
  type Run,
  type Scalar,
  type StringTerm,
  type Term,
} from './terms.ts';
import { type Fact, vocabulary } from './vocabulary.ts';

const FUNCTIONS = 'size, startsWith, endsWith, contains, exists, all, double, int';

export interface Condition {
  /** undefined: an error in evaluation */
  readonly run: Run<boolean>;
  /** the facts that it asks for */
  readonly asks: ReadonlySet<string>;
}

/** Reads a condition and makes it ready; or says what is wrong with it. Never throws. */
export function compileCondition(when: string): { ok: true; condition: Condition } | { ok: false; message: string } {
  const parsed = parseCondition(when);
  if (!parsed.ok) return parsed;
  const asks = new Set<string>();
  try {
    const term = new Compiler(when, asks).term(parsed.ast, NO_NAMES);
    if (term.kind !== 'bool') return { ok: false, message: 'must be true or false' };
    return { ok: true, condition: { run: term.run, asks } };
  } catch (error) {
    if (error instanceof RuleFault) return { ok: false, message: error.message };
    throw error;
  }
}

/** What `exists` and `all` call their items. */
type Names = ReadonlyMap<string, Term>;
const NO_NAMES: Names = new Map();

type Node<O extends ASTNode['op']> = Extract<ASTNode, { op: O }>;

class Compiler {
  readonly #when: string;
  readonly #asks: Set<string>;

  constructor(when: string, asks: Set<string>) {
    this.#when = when;
    this.#asks = asks;
  }

  #fault(node: ASTNode, message: string): RuleFault {
    return new RuleFault(`${message} (${excerpt(this.#when, node.range)})`);
  }

  term(node: ASTNode, names: Names): Term {
    switch (node.op) {
      case 'value':
        return this.#value(node);
      case 'id':
        return this.#name(node, names);
      case '.':
        return this.#fact(node);
      case '[]':
        return this.#item(node, names);
      case 'list':
        return this.#list(node, names);
      case 'call':
        return this.#call(node, node.args[0], node.args[1], names);
      case 'rcall':
        return this.#method(node, names);
      case '?:':
        return this.#choice(node, names);
      case '&&':
        return { kind: 'bool', run: and(this.#bool(node.args[0], names), this.#bool(node.args[1], names)) };
      case '||':
        return { kind: 'bool', run: or(this.#bool(node.args[0], names), this.#bool(node.args[1], names)) };
      case '!_':
        return { kind: 'bool', run: not(this.#bool(node.args, names)) };
      case '-_':
        return this.#minus(node, names);
      case '==':
      case '!=':
        return this.#equality(node, names);
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.#comparison(node, names);
      case 'in':
        return this.#membership(node, names);
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.#sum(node, names);
      case '.?':
      case '[?]':
      case 'map':
        throw this.#fault(node, `${node.op === 'map' ? 'a map' : node.op} can't be used in rules`);
      default:
        return node satisfies never;
    }
  }

  #bool(node: ASTNode, names: Names): Run<boolean> {
    const term = this.term(node, names);
    if (term.kind !== 'bool') throw this.#fault(node, `must be true or false, and this is ${term.kind}`);
    return term.run;
  }

  #value(node: Node<'value'>): Term {
    const value = node.args;
    if (typeof value === 'boolean') return { kind: 'bool', ...constantly(value) };
    if (typeof value === 'string') return { kind: 'string', ...constantly(value) };
    if (typeof value === 'number') return { kind: 'double', ...constantly(value) };
    if (typeof value === 'bigint') {
      const number = exact(Number(value));
      if (number === undefined) throw this.#fault(node, 'is too large a number');
      return { kind: 'int', ...constantly(number) };
    }
    throw this.#fault(node, 'such a value has no use in rules');
  }

  #name(node: Node<'id'>, names: Names): Term {
    const term = names.get(node.args);
    if (term === undefined) throw this.#fault(node, `${node.args} is a group of facts, not one`);
    return term;
  }

  #fact(node: Node<'.'>): Term {
    const path = pathOf(node);
    const fact = path === null ? undefined : vocabulary[path];
    if (path === null || fact === undefined) throw this.#fault(node, 'is no fact that rules know');
    this.#asks.add(path);
    return termOf(fact);
  }

  #item(node: Node<'[]'>, names: Names): Term {
    const list = this.term(node.args[0], names);
    const place = this.term(node.args[1], names);
    if (list.kind !== 'list' || place.kind !== 'int') {
      throw this.#fault(node, 'only items of a list can be asked for in brackets; facts are written with a dot');
    }
    const run = both(list.run, place.run, (items, i) => items[i]);
    return this.#scalar(node, list.item, run);
  }

  /** A term whose kind is known from the list that its values come from. */
  #scalar(node: ASTNode, kind: ListTerm['item'], run: Run<Scalar>, values?: readonly string[]): Term {
    switch (kind) {
      case 'bool':
        return { kind, run: map(run, (v) => (typeof v === 'boolean' ? v : undefined)) };
      case 'int':
      case 'double':
        return { kind, run: map(run, (v) => (typeof v === 'number' ? v : undefined)) };
      case 'string':
        return { kind, values, run: map(run, (v) => (typeof v === 'string' ? v : undefined)) };
      case 'nothing':
        throw this.#fault(node, 'the list is empty');
      default:
        return kind satisfies never;
    }
  }

  #list(node: Node<'list'>, names: Names): ListTerm {
    const items = node.args.map((item) => {
      const term = this.term(item, names);
      if (term.kind === 'list') throw this.#fault(item, "lists of lists can't be used in rules");
      return term;
    });
    const constants = items.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
    const item = items[0]?.kind ?? 'nothing';
    if (constants.length === items.length) return { kind: 'list', item, ...constantly<readonly Scalar[]>(constants) };
    const runs: readonly Run<Scalar>[] = items.map(({ run }) => run);
    return {
      kind: 'list',
      item,
      run(f) {
        const values: Scalar[] = [];
        for (const run of runs) {
          const value = run(f);
          if (value === undefined) return undefined;
          values.push(value);
        }
        return values;
      },
    };
  }

  #call(node: ASTNode, name: string, args: readonly ASTNode[], names: Names): Term {
    const [term, ...more] = args.map((arg) => this.term(arg, names));
    if (term !== undefined && more.length === 0) {
      if (name === 'size' && term.kind === 'string') return { kind: 'int', run: map(term.run, lengthOf) };
      if (name === 'size' && term.kind === 'list') return { kind: 'int', run: map(term.run, (items) => items.length) };
      if (name === 'double' && (term.kind === 'int' || term.kind === 'double')) {
        return { kind: 'double', run: term.run };
      }
      if (name === 'int' && (term.kind === 'int' || term.kind === 'double')) {
        return { kind: 'int', run: map(term.run, (n) => exact(Math.trunc(n))) };
      }
    }
    throw this.#fault(node, `${name} can't be used so in rules; what can: ${FUNCTIONS}`);
  }

  #method(node: Node<'rcall'>, names: Names): Term {
    const [name, receiver, args] = node.args;
    if (name === 'exists' || name === 'all') return this.#quantifier(node, name === 'exists', receiver, args, names);
    if (name === 'size') return this.#call(node, name, [receiver], names);
    const text = this.term(receiver, names);
    const [part, ...more] = args.map((arg) => this.term(arg, names));
    if (text.kind === 'string' && part?.kind === 'string' && more.length === 0) {
      if (name === 'startsWith') return { kind: 'bool', run: both(text.run, part.run, (a, b) => a.startsWith(b)) };
      if (name === 'endsWith') return { kind: 'bool', run: both(text.run, part.run, (a, b) => a.endsWith(b)) };
      if (name === 'contains') return { kind: 'bool', run: both(text.run, part.run, (a, b) => a.includes(b)) };
    }
    throw this.#fault(node, `${name} can't be used so in rules; what can: ${FUNCTIONS}`);
  }

  #quantifier(node: ASTNode, any: boolean, receiver: ASTNode, args: readonly ASTNode[], names: Names): Term {
    // each within another would multiply what a rule costs: ten of them over ten items never end
    if (names.size > 0) throw this.#fault(node, 'exists and all can not stand within one another');
    const list = this.term(receiver, names);
    const [name, condition] = args;
    if (list.kind !== 'list' || name?.op !== 'id' || condition === undefined) {
      throw this.#fault(node, 'expected a list, as in event.codes.exists(code, code == "SECRECY")');
    }
    let item: Scalar | undefined;
    const term = this.#scalar(node, list.item, () => item, list.values);
    const holds = this.#bool(condition, new Map([...names, [name.args, term]]));
    const hand = (next: Scalar) => {
      item = next;
    };
    return { kind: 'bool', run: quantify(any, list.run, hand, holds) };
  }

  #choice(node: Node<'?:'>, names: Names): Term {
    const condition = this.#bool(node.args[0], names);
    const yes = this.term(node.args[1], names);
    const no = this.term(node.args[2], names);
    if (yes.kind === 'bool' && no.kind === 'bool') return { kind: 'bool', run: choose(condition, yes.run, no.run) };
    if (yes.kind === 'string' && no.kind === 'string') {
      return { kind: 'string', run: choose(condition, yes.run, no.run) };
    }
    if ((yes.kind === 'int' || yes.kind === 'double') && yes.kind === no.kind) {
      return { kind: yes.kind, run: choose(condition, yes.run, no.run) };
    }
    throw this.#fault(node, 'both sides of ? : must be of one type');
  }

  #minus(node: Node<'-_'>, names: Names): Term {
    const term = this.term(node.args, names);
    if (term.kind !== 'int' && term.kind !== 'double') throw this.#fault(node, 'only a number has a minus');
    if (term.constant !== undefined) return { kind: term.kind, ...constantly(0 - term.constant) };
    return { kind: term.kind, run: map(term.run, (n) => (term.kind === 'int' ? exact(-n) : -n)) };
  }

  #equality(node: Node<'=='> | Node<'!='>, names: Names): Term {
    const l = this.term(node.args[0], names);
    const r = this.term(node.args[1], names);
    if (l.kind === 'list' || r.kind === 'list')
      throw this.#fault(node, "lists can't be compared; ask with in, or exists");
    this.#known(node, l, [r.constant]);
    this.#known(node, r, [l.constant]);
    return { kind: 'bool', run: equal<Scalar>(l, r, node.op === '==') };
  }

  #comparison(node: Node<'<'> | Node<'<='> | Node<'>'> | Node<'>='>, names: Names): Term {
    const l = this.term(node.args[0], names);
    const r = this.term(node.args[1], names);
    const numbers = (l.kind === 'int' || l.kind === 'double') && (r.kind === 'int' || r.kind === 'double');
    if (numbers) return { kind: 'bool', run: compare(node.op, l, r) };
    if (l.kind === 'string' && r.kind === 'string') return { kind: 'bool', run: compare(node.op, l, r) };
    throw this.#fault(node, 'only numbers and texts have an order');
  }

  #membership(node: Node<'in'>, names: Names): Term {
    const item = this.term(node.args[0], names);
    const list = this.term(node.args[1], names);
    if (list.kind !== 'list' || item.kind === 'list') throw this.#fault(node, 'expected a list after in');
    this.#known(node, item, list.constant ?? []);
    if (list.values !== undefined)
      this.#known(node, { kind: 'string', run: () => undefined, values: list.values }, [item.constant]);
    return { kind: 'bool', run: isIn(item, list) };
  }

  #sum(node: Node<'+'> | Node<'-'> | Node<'*'> | Node<'/'> | Node<'%'>, names: Names): Term {
    const l = this.term(node.args[0], names);
    const r = this.term(node.args[1], names);
    if (node.op === '+' && l.kind === 'string' && r.kind === 'string') {
      return { kind: 'string', run: both(l.run, r.run, (a, b) => a + b) };
    }
    const numbers = (l.kind === 'int' || l.kind === 'double') && (r.kind === 'int' || r.kind === 'double');
    if (!numbers) throw this.#fault(node, `${node.op} is for numbers`);
    return calculate(node.op, l, r);
  }

  /** Comparing a fact with a value that it never has is a slip: it would be silently false for ever. */
  #known(node: ASTNode, term: Term, constants: readonly (Scalar | undefined)[]): void {
    if (term.kind !== 'string' || term.values === undefined) return;
    for (const constant of constants) {
      if (typeof constant !== 'string' || term.values.includes(constant)) continue;
      const meant = nearest(constant, term.values);
      const hint = meant === undefined ? `can be: ${term.values.join(', ')}` : `did you mean "${meant}"?`;
      throw this.#fault(node, `is never "${constant}": ${hint}`);
    }
  }
}

/** account.ageBand, of nested accesses; null where something else stands at the root. */
function pathOf(node: ASTNode): string | null {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return null;
  const root = pathOf(node.args[0]);
  return root === null ? null : `${root}.${node.args[1]}`;
}

function termOf(fact: Fact): Term {
  switch (fact.type) {
    case 'bool':
      return { kind: 'bool', run: fact.read };
    case 'int':
    case 'double':
      return { kind: fact.type, run: fact.read };
    case 'string':
      return { kind: 'string', run: fact.read, values: fact.values } satisfies StringTerm;
    case 'list<string>':
      return { kind: 'list', item: 'string', run: fact.read, values: fact.values };
    default:
      return fact satisfies never;
  }
}
