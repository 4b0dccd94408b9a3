/**
 * Terms of a condition, made into functions of the facts. `undefined` is an error in evaluation (a division by zero, an
 * index past the end): it spreads as in CEL, where `false && error` is false and `true && error` is an error. A thrown
 * error would cost microseconds, a thousand times as much as the term.
 */
import type { RuleFacts } from './facts.ts';
import { RuleFault } from './fault.ts';

export type Run<T> = (f: RuleFacts) => T | undefined;
export type Scalar = boolean | number | string;

interface Of<K, T> {
  readonly kind: K;
  readonly run: Run<T>;
  /** its value, where it is the same for all facts */
  readonly constant?: T;
}
export type BoolTerm = Of<'bool', boolean>;
/** int and double are plain numbers; what differs is how they divide */
export type NumberTerm = Of<'int' | 'double', number>;
export interface StringTerm extends Of<'string', string> {
  /** all that it can be */
  readonly values?: readonly string[] | undefined;
}
export interface ListTerm extends Of<'list', readonly Scalar[]> {
  readonly item: 'bool' | 'int' | 'double' | 'string' | 'nothing';
  readonly values?: readonly string[] | undefined;
}
export type Term = BoolTerm | NumberTerm | StringTerm | ListTerm;

export const constantly = <T>(value: T): { run: Run<T>; constant: T } => ({ run: () => value, constant: value });

/** Counts stay exact as numbers; beyond that a result is an error, as CEL's own overflow is. */
export const exact = (n: number): number | undefined => (Number.isSafeInteger(n) ? n + 0 : undefined);

const lift =
  <A, B, T>(l: Run<A>, r: Run<B>, f: (a: A, b: B) => T | undefined): Run<T> =>
  (facts) => {
    const a = l(facts);
    if (a === undefined) return undefined;
    const b = r(facts);
    return b === undefined ? undefined : f(a, b);
  };

type Comparable = number | string;

/** `<` and its kin. The constant on the right is by far the most frequent case, so it has functions of its own. */
export function compare<T extends Comparable>(
  op: '<' | '<=' | '>' | '>=',
  l: Of<unknown, T>,
  r: Of<unknown, T>,
): Run<boolean> {
  const left = l.run;
  const c = r.constant;
  switch (op) {
    case '<':
      if (c === undefined) return lift(left, r.run, (a, b) => a < b);
      return (f) => {
        const a = left(f);
        return a === undefined ? undefined : a < c;
      };
    case '<=':
      if (c === undefined) return lift(left, r.run, (a, b) => a <= b);
      return (f) => {
        const a = left(f);
        return a === undefined ? undefined : a <= c;
      };
    case '>':
      if (c === undefined) return lift(left, r.run, (a, b) => a > b);
      return (f) => {
        const a = left(f);
        return a === undefined ? undefined : a > c;
      };
    case '>=':
      if (c === undefined) return lift(left, r.run, (a, b) => a >= b);
      return (f) => {
        const a = left(f);
        return a === undefined ? undefined : a >= c;
      };
    default:
      return op satisfies never;
  }
}

export function equal<T extends Scalar>(l: Of<unknown, T>, r: Of<unknown, T>, same: boolean): Run<boolean> {
  const left = l.run;
  const c = r.constant;
  if (c === undefined) return lift(left, r.run, (a, b) => (a === b) === same);
  return (f) => {
    const a = left(f);
    return a === undefined ? undefined : (a === c) === same;
  };
}

export function isIn(item: Of<unknown, Scalar>, list: ListTerm): Run<boolean> {
  const c = list.constant;
  if (c === undefined) return lift(item.run, list.run, (a, all) => all.some((b) => b === a));
  const known = new Set(c);
  const read = item.run;
  return (f) => {
    const a = read(f);
    return a === undefined ? undefined : known.has(a);
  };
}

export const not =
  (term: Run<boolean>): Run<boolean> =>
  (f) => {
    const a = term(f);
    return a === undefined ? undefined : !a;
  };

export const and =
  (l: Run<boolean>, r: Run<boolean>): Run<boolean> =>
  (f) => {
    const a = l(f);
    if (a === false) return false;
    const b = r(f);
    return b === false ? false : a && b;
  };

export const or =
  (l: Run<boolean>, r: Run<boolean>): Run<boolean> =>
  (f) => {
    const a = l(f);
    if (a === true) return true;
    const b = r(f);
    return b === true ? true : a === undefined ? undefined : b;
  };

export const choose =
  <T>(condition: Run<boolean>, yes: Run<T>, no: Run<T>): Run<T> =>
  (f) => {
    const a = condition(f);
    return a === undefined ? undefined : a ? yes(f) : no(f);
  };

export type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** Both sides are of one kind: the type checker saw to it. */
export function calculate(op: Arithmetic, l: NumberTerm, r: NumberTerm): NumberTerm {
  const { kind } = l;
  const whole = kind === 'int';
  const made = (f: (a: number, b: number) => number | undefined): NumberTerm => ({ kind, run: lift(l.run, r.run, f) });
  switch (op) {
    case '+':
      return made(whole ? (a, b) => exact(a + b) : (a, b) => a + b);
    case '-':
      return made(whole ? (a, b) => exact(a - b) : (a, b) => a - b);
    case '*':
      return made(whole ? (a, b) => exact(a * b) : (a, b) => a * b);
    case '/':
      return made(whole ? (a, b) => (b === 0 ? undefined : exact(Math.trunc(a / b))) : (a, b) => a / b);
    case '%':
      if (!whole) throw new RuleFault('% is for whole numbers');
      return made((a, b) => (b === 0 ? undefined : exact(a % b)));
    default:
      return op satisfies never;
  }
}

/** Whether something holds for one (`any`) or for every item; an error counts only where no other item decides. */
export const quantify =
  (any: boolean, list: Run<readonly Scalar[]>, hand: (item: Scalar) => void, holds: Run<boolean>): Run<boolean> =>
  (f) => {
    const items = list(f);
    if (items === undefined) return undefined;
    let failed = false;
    for (const item of items) {
      hand(item);
      const held = holds(f);
      if (held === any) return any;
      if (held === undefined) failed = true;
    }
    return failed ? undefined : !any;
  };

/** Code points, as CEL counts. */
export const lengthOf = (text: string): number => [...text].length;

export const map =
  <A, T>(term: Run<A>, f: (a: A) => T | undefined): Run<T> =>
  (facts) => {
    const a = term(facts);
    return a === undefined ? undefined : f(a);
  };

export const both = lift;
