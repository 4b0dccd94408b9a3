/** From what a schema refuses to one problem that its sender can mend: the field at fault and what was expected. */
import { closestMatch } from 'leven';
import type { z } from 'zod';
import type { Problem } from './decisions.ts';
import { type Event, event, eventTypes, isOwnEventType, type OwnEventType, ownEventTypes } from './events.ts';
import { readPlainMessage } from './plain-message.ts';

/**
 * What is wrong with a value, in a word that stays. Each is the sender's to mend (HTTP 400).
 * `not_an_object`: the value as a whole isn't a JSON object. `missing_field`, `unknown_field`, `invalid_field`: as named.
 * `unknown_type`: no type of event is called that. `own_type`: Kith tells itself such events, and takes them from nobody.
 */
export const problemCodes = [
  'not_an_object',
  'missing_field',
  'unknown_field',
  'invalid_field',
  'unknown_type',
  'own_type',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** What a sender wrote is repeated to them up to this many characters: enough to recognise a name, too few for a text. */
const QUOTED_LENGTH_MAX = 40;

/** A slip of the pen changes at most this share of a name's letters; anything further is another name. */
const SLIP_SHARE = 0.4;

/** The name that was probably meant; undefined where none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const maxDistance = Math.max(2, Math.floor(name.length * SLIP_SHARE));
  return closestMatch(name.slice(0, QUOTED_LENGTH_MAX * 2), names, { maxDistance });
}

/** A path as people write it: data.members[3] */
export function fieldOf(path: readonly PropertyKey[]): string {
  let field = '';
  for (const step of path)
    field += typeof step === 'number' ? `[${step}]` : `${field === '' ? '' : '.'}${String(step)}`;
  return field;
}

type Issue = z.core.$ZodIssue;

/** Where a union was refused: the complaint of the member that came furthest, which is the one that was meant. */
function deepest(issues: readonly Issue[]): Issue | undefined {
  let found: Issue | undefined;
  for (const issue of issues) {
    const inside = issue.code === 'invalid_union' ? deepest(issue.errors.flat()) : undefined;
    const candidate = inside?.path.length ? { ...inside, path: [...issue.path, ...inside.path] } : issue;
    if (found === undefined || candidate.path.length > found.path.length) found = candidate;
  }
  return found;
}

function quoted(value: string): string {
  return JSON.stringify(value.length > QUOTED_LENGTH_MAX ? `${value.slice(0, QUOTED_LENGTH_MAX)}…` : value);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

/** What somebody who tells one of Kith's own events may have meant to do. */
const insteadOf: Readonly<Record<OwnEventType, string>> = {
  'enforcement.requested': 'tell enforcement.applied of what you did',
  'link.judged': 'people judge links in the console',
  'media.judged': 'people judge media in the console',
  'guardianship.changed': 'guardianships are made by POST /v1/guardianships',
  'held.judged': 'people rule on cases in the console',
  'settings.judged': 'guardians answer in the Family Centre, or by the API of families',
};

const toldByPlatforms = eventTypes.filter((type) => !isOwnEventType(type));

function unknownType(value: unknown): Problem {
  const type = valueAt(value, ['type']);
  if (type === undefined)
    return { code: 'missing_field', field: 'type', message: 'type is missing: it names what happened' };
  if (typeof type !== 'string') return { code: 'invalid_field', field: 'type', message: 'type must be a string' };
  if (isOwnEventType(type)) {
    const message = `type ${type}: only Kith itself tells ${ownEventTypes.join(', ')}; ${insteadOf[type]}`;
    return { code: 'own_type', field: 'type', message };
  }
  const meant = nearest(type, toldByPlatforms);
  const hint = meant === undefined ? `the types are ${toldByPlatforms.join(', ')}` : `did you mean ${meant}?`;
  return { code: 'unknown_type', field: 'type', message: `type ${quoted(type)} is not known: ${hint}` };
}

/**
 * The first problem of a refused value, with the deepest field at fault.
 * It repeats names that the sender wrote, cut short, and never a value.
 */
export function toProblem(error: z.ZodError, value: unknown): Problem {
  const issue = deepest(error.issues.slice(0, 1));
  if (issue === undefined) return { code: 'invalid_field', message: 'is not valid' };
  const field = fieldOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const unknown = fieldOf([...issue.path, key.slice(0, QUOTED_LENGTH_MAX)]);
    return { code: 'unknown_field', field: unknown, message: `${unknown} is not a known field` };
  }
  if (issue.path.length === 0) return { code: 'not_an_object', message: 'must be a JSON object' };
  if (valueAt(value, issue.path) === undefined) {
    const why = issue.code === 'custom' ? issue.message : 'is missing';
    return { code: 'missing_field', field, message: `${field} ${why}` };
  }
  return { code: 'invalid_field', field, message: `${field}: ${issue.message}` };
}

export type ReadEvent = { ok: true; event: Event } | { ok: false; problem: Problem };

/** Reads one event as it came. Never throws; a refused one changes nothing. */
export function readEvent(value: unknown): ReadEvent {
  const plain = readPlainMessage(value);
  if (plain !== null) return { ok: true, event: plain };
  const read = event.safeParse(value);
  if (read.success) return { ok: true, event: read.data };
  const first = read.error.issues[0];
  const atType = first?.code === 'invalid_union' && first.path.length === 1 && first.path[0] === 'type';
  return { ok: false, problem: atType ? unknownType(value) : toProblem(read.error, value) };
}
