/** The question whether a small sum may be something else, given all that is published, as a mixed-integer programme in LP format. */
import type { Figure, Part, Sum, System } from './system.ts';
import { knownSome, SHOWN_MIN } from './system.ts';

/** How far a withheld figure may be from its value in what could be instead: more than any range that must stay open. */
const ROOM = 4 * SHOWN_MIN;

/** `low`: may the sum be `to` or less? `high`: may it be `to` or more? */
export interface End {
  readonly side: 'low' | 'high';
  readonly to: number;
}

export interface Model {
  text: string;
  /** reads a solution: every part's value, and which figures have to be withheld for that */
  read(named: (name: string) => number): { parts: Map<Part, number>; withheld: Figure[] };
}

/** Parts that stand in the same sums are one unknown: what is taken from one may be given to the other. */
export function unknownsOf(parts: Iterable<Part>, sums: readonly { parts: readonly Part[] }[]): Part[][] {
  const signatures = new Map<Part, number[]>();
  for (const part of parts) signatures.set(part, []);
  sums.forEach((sum, i) => {
    for (const part of sum.parts) signatures.get(part)?.push(i);
  });
  const groups = new Map<string, Part[]>();
  for (const [part, signature] of signatures) {
    const key = signature.join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()];
}

/**
 * Asks for values of all parts that agree with everything that is known and shown, and with which the sum is at that end. Where
 * there are none, figures are withheld: those that weigh least.
 */
export function modelOf(system: System, shown: readonly Figure[], asked: Sum, end: End): Model {
  const { parts, known, equal } = system;
  const some = knownSome(system);
  const none = new Set([...known, ...shown].filter(({ value }) => value === 0).flatMap((sum) => sum.parts));
  const open = [...parts.keys()].filter((part) => !none.has(part));
  const free = shown.filter(({ value }) => value > 0);
  const equals = equal.map((sides) => sides.map((side) => ({ parts: side })));
  const groups = unknownsOf(open, [...known, ...some, ...equals.flat(), asked]);
  const nameOf = new Map(groups.flatMap((group, i) => group.map((part) => [part, `p${i}`] as const)));
  const terms = (of: readonly Part[]): string => [...new Set(of.flatMap((part) => nameOf.get(part) ?? []))].join(' + ');
  const rows: string[] = [];
  const row = (left: string, relation: string, right: number): void => {
    if (left !== '') rows.push(` r${rows.length}: ${left} ${relation} ${right}`);
  };
  for (const sum of known) row(terms(sum.parts), '=', sum.value);
  for (const [left, right] of equals) {
    const [a, b] = [terms(left?.parts ?? []), terms(right?.parts ?? [])];
    if (a !== '' && b !== '') row(`${a} - ${b.replaceAll(' + ', ' - ')}`, '=', 0);
  }
  free.forEach((figure, i) => {
    row(`${terms(figure.parts)} - ${ROOM} y${i}`, '<=', figure.value);
    row(`${terms(figure.parts)} + ${ROOM} y${i}`, '>=', figure.value);
  });
  for (const left of new Set(some.map((sum) => terms(sum.parts)))) row(left, '>=', 1);
  row(terms(asked.parts), end.side === 'low' ? '<=' : '>=', end.to);
  const choices = free.map((_, i) => `y${i}`);
  const cost = free.map(({ weight }, i) => `${weight} y${i}`).join(' + ');
  const text = [
    'Minimize',
    ` cost: ${cost === '' ? '0 p0' : cost}`,
    ...['Subject To', ...rows],
    ...['General', ` ${groups.map((_, i) => `p${i}`).join(' ')}`],
    ...(choices.length === 0 ? [] : ['Binary', ` ${choices.join(' ')}`]),
    ...['End', ''],
  ].join('\n');
  return {
    text,
    read: (named) => {
      const values = new Map<Part, number>();
      for (const part of none) values.set(part, 0);
      groups.forEach(([first, ...others], i) => {
        if (first === undefined) return;
        values.set(first, Math.round(named(`p${i}`)));
        for (const other of others) values.set(other, 0);
      });
      return { parts: values, withheld: free.filter((_, i) => Math.round(named(`y${i}`)) === 1) };
    },
  };
}
