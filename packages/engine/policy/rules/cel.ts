/**
 * Reads a condition with the library: its parser, and its type checker against the vocabulary. What it says is put in
 * words for the person who wrote the condition.
 */
import { nearest } from '@kith/contract';
import { type ASTNode, Environment, type ParseError, type TypeError as TypeFault } from '@marcbachmann/cel-js';
import { vocabulary } from './vocabulary.ts';

/** Nodes of a condition at most: some fifty terms. What a rule costs an event is bounded by it. */
const NODES_MAX = 300;
/** Nesting at most. */
const DEPTH_MAX = 32;
/** Items of a list at most: countries of the world, and some. */
const LIST_MAX = 300;

/** The vocabulary as the library's schemas: one variable for what stands before the first dot. */
function schemas(): Map<string, Schema> {
  const roots = new Map<string, Schema>();
  for (const [path, { type }] of Object.entries(vocabulary)) {
    const [root, ...steps] = path.split('.');
    let here = roots.get(root);
    if (here === undefined) {
      here = {};
      roots.set(root, here);
    }
    for (const step of steps.slice(0, -1)) {
      const inner: Schema[string] = here[step] ?? {};
      if (typeof inner === 'string') throw new Error(`${path}: ${step} is a fact, and has none under it`);
      here[step] = inner;
      here = inner;
    }
    here[steps[steps.length - 1]] = type;
  }
  return roots;
}
interface Schema {
  [name: string]: string | Schema;
}

let made: Environment | undefined;
/** Made once: it costs a millisecond. The test that compares its evaluator with ours uses it too. */
export function environment(): Environment {
  if (made === undefined) {
    made = new Environment({
      limits: { maxAstNodes: NODES_MAX, maxDepth: DEPTH_MAX, maxListElements: LIST_MAX, maxMapEntries: 0 },
    });
    for (const [name, schema] of schemas()) made.registerVariable({ name, schema });
  }
  return made;
}

export type Parsed = { ok: true; ast: ASTNode } | { ok: false; message: string };

/** A condition that the vocabulary can answer with yes or no; or what is wrong with it. Never throws. */
export function parseCondition(when: string): Parsed {
  let parsed: ReturnType<Environment['parse']>;
  try {
    parsed = environment().parse(when);
  } catch (error) {
    return { ok: false, message: inWords(when, error) };
  }
  const { valid, type, error } = parsed.check();
  if (!valid) return { ok: false, message: inWords(when, error) };
  if (type !== 'bool') return { ok: false, message: `must be true or false, and this is ${article(type ?? 'dyn')}` };
  return { ok: true, ast: parsed.ast };
}

const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** The part of a condition that is at fault, this long at most. */
const SHOWN_LENGTH_MAX = 60;
export function excerpt(when: string, { start, end }: { start: number; end: number }): string {
  const text = when.slice(start, Math.max(end, start + 1)).replaceAll(/\s+/g, ' ');
  if (text.trim() === '') return 'at its end';
  return `at "${text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text}"`;
}

function isLibraryError(error: unknown): error is ParseError | TypeFault {
  return error instanceof Error && 'summary' in error && 'code' in error;
}

function inWords(when: string, error: unknown): string {
  if (!isLibraryError(error)) return `can't be read: ${error instanceof Error ? error.message : String(error)}`;
  const { range, code, summary } = error;
  const place = range === undefined ? '' : ` (${excerpt(when, range)})`;
  if (code === 'unknown_variable' || code === 'no_such_key') return unknownName(when, range?.start ?? 0);
  if (code === 'no_such_overload') return `${compared(summary)}${place}`;
  return `${lower(summary)}${place}`;
}

const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** Whole numbers and measures are two types in CEL, which surprises everybody once. */
function compared(summary: string): string {
  const hint = /double (==|!=|\+|-|\*|\/|in) (int|list<int>)|int (==|!=|\+|-|\*|\/) double/.test(summary)
    ? ': write 2.0 where a measure is meant, or double(...) around the count'
    : '';
  return `${summary.replace('no such overload', 'these do not go together')}${hint}`;
}

/** A path that no fact has, with the one that was probably meant. */
function unknownName(when: string, at: number): string {
  const before = /[\w.]*$/.exec(when.slice(0, at))?.[0] ?? '';
  const after = /^\w+/.exec(when.slice(at))?.[0] ?? '';
  const path = `${before}${after}`;
  const meant = nearest(path, Object.keys(vocabulary));
  return `${path} is no fact that rules know${meant === undefined ? ' (docs/POLICY.md lists them)' : `: did you mean ${meant}?`}`;
}
