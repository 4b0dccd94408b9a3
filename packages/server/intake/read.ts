/** From what a platform sent to an event as deciding sees it: validated, timed, without what is not needed. */
import { type Event, type EvidenceCode, type Problem, readEvent } from '@kith/contract';
import type { Evidence, Told } from '@kith/engine';
import type { MessageReader } from '../signals/index.ts';
import { TIME_AHEAD_MAX_MS, TIME_MIN_MS } from './limits.ts';

/** An event that was not read. `id` where it has one, so that its sender finds it. */
export class Refused {
  readonly problem: Problem;
  readonly id: string | undefined;

  constructor(problem: Problem, value?: unknown) {
    this.problem = problem;
    this.id = idOf(value);
  }
}

/** What a refused event's id is repeated up to, characters. */
const ID_REPEATED_LENGTH_MAX = 128;

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'id')) return undefined;
  const id: unknown = Reflect.get(value, 'id');
  return typeof id === 'string' && id.length <= ID_REPEATED_LENGTH_MAX ? id : undefined;
}

const badTime = (message: string, value: unknown) =>
  new Refused({ code: 'invalid_field', field: 'time', message: `time: ${message}` }, value);

/**
 * Reads one event. Text and identifiers are dropped here, before anything else sees them.
 * What they show is taken from them first: evidence, and a sketch of the text.
 * @param now_ms the time of arrival, milliseconds since 1970: the event's time where it has none
 * @param said keeps a message's text beside its event, for as long as that is not decided; only where a deep look asks for it
 */
export function readTold(
  value: unknown,
  now_ms: number,
  texts: MessageReader,
  said?: WeakMap<Told, string>,
): Told | Refused {
  const read = readEvent(value);
  if (!read.ok) return new Refused(read.problem, value);
  const { event } = read;
  let at = now_ms;
  if (event.time !== undefined) {
    at = Date.parse(event.time);
    // a leap second is valid, and Date.parse knows none
    if (Number.isNaN(at)) return badTime('is not a time that can be understood', value);
    if (at > now_ms + TIME_AHEAD_MAX_MS) {
      return badTime("is more than 5 minutes ahead of Kith's clock: check yours, and the offset", value);
    }
    if (at < TIME_MIN_MS) return badTime('is before the year 2000', value);
  }
  // TypeScript can't see that data stays that of the type
  const told = { id: event.id, type: event.type, at, data: needed(event.data, texts) } as Told;
  if (said !== undefined && event.type === 'message.sent' && event.data.text) said.set(told, event.data.text);
  return told;
}

function needed(data: Event['data'], texts: MessageReader): object {
  if (!('text' in data) && !('identifiers' in data) && !('evidence' in data)) return data;
  const { text: _text, identifiers: _identifiers, ...rest }: Record<string, unknown> = data;
  const evidence = 'evidence' in data ? strongest(data.evidence?.map(fromElsewhere) ?? []) : [];
  // a report's words are the reporter's, not those of whom it is about
  if ('message' in data && 'text' in data && data.text !== undefined && !('category' in data)) {
    const read = texts.read({ ...data, text: data.text });
    if (read.sketch !== 0) rest.sketch = read.sketch;
    if (read.evidence.length > 0) return { ...rest, evidence: strongest([...evidence, ...read.evidence]) };
  }
  if (evidence.length > 0) rest.evidence = evidence;
  else delete rest.evidence;
  return rest;
}

/**
 * At most one a code: what was found twice is not twice as likely. The strongest of it counts, so that a device that is
 * hardly sure of something takes nothing from what the text says.
 */
function strongest(all: readonly Evidence[]): Evidence[] {
  const kept: Evidence[] = [];
  for (const found of all) {
    const at = kept.findIndex(({ code }) => code === found.code);
    const known = kept[at];
    if (known === undefined) kept.push(found);
    else if (found.weight > known.weight) kept[at] = found;
  }
  return kept;
}

/** Log-odds of evidence that the platform is wholly sure of: as much as a plain cue in a text. */
const ELSEWHERE_WEIGHT = 1.5;

/** Evidence that was found where the text is, on the device for example. */
const fromElsewhere = ({ code, confidence }: { code: EvidenceCode; confidence: number }): Evidence => ({
  code,
  cue: 'device',
  weight: ELSEWHERE_WEIGHT * confidence,
});
