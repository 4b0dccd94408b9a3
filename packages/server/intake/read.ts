/** From what a platform sent to an event as deciding sees it: validated, timed, without what is not needed. */
import { type Event, type EventData, type EvidenceCode, type Problem, readEvent } from '@kith/contract';
import {
  type Evidence,
  type Filed,
  type HashedIdentifiers,
  type KnownAs,
  strictestKnown,
  type Told,
  type ToldOf,
} from '@kith/engine';
import type { MessageReader } from '../signals/index.ts';
import { Carried, type MatchLinks, strongest } from './carried.ts';
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

/** Seals the words of a report that comes with an event (its id). */
export type SealReport = (event: string, text: string) => Filed;

/**
 * Hashes what an account can be recognised by.
 * @param country where the account says it is, for its telephone number
 * @param account the account itself
 */
export type HashRaw = (
  raw: NonNullable<EventData<'account.created'>['identifiers']>,
  country: string | undefined,
  account: string,
) => HashedIdentifiers;

/** What the hashes of a medium match of what is known; null where nothing is there to compare with. */
export type MatchHashes = (hashes: NonNullable<EventData<'media.uploaded'>['hashes']>) => readonly KnownAs[] | null;

/** What is done at the door with what may not go further. Whatever is absent here is dropped. */
export interface AtTheDoor {
  seal?: SealReport | undefined;
  hash?: HashRaw | undefined;
  match?: MatchHashes | undefined;
  links?: MatchLinks | undefined;
}

const badTime = (message: string, value: unknown) =>
  new Refused({ code: 'invalid_field', field: 'time', message: `time: ${message}` }, value);

/**
 * Reads one event. Identifiers are hashed here, before anything else sees them; the text of a message goes with it in
 * memory, unread, and the words of a report are sealed. What is uploaded is compared with what is known here, too: lists
 * change with time, and an event must be decided the same when it is replayed.
 * @param now_ms the time of arrival, milliseconds since 1970: the event's time where it has none
 * @param texts what a message's text is read with when somebody asks what it says
 */
export function readTold(
  value: unknown,
  now_ms: number,
  texts: MessageReader,
  door: AtTheDoor = NOTHING_AT_THE_DOOR,
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
  if (event.type === 'message.sent') return readMessage(event, at, texts, door);
  // TypeScript can't see that data stays that of the type
  const told = { id: event.id, type: event.type, at, data: needed(event.data) } as Told;
  atTheDoor(event, told, door);
  return told;
}

const NOTHING_AT_THE_DOOR: AtTheDoor = Object.freeze({});

/** What is told has the event's own type: TypeScript asks to be shown. */
function atTheDoor(event: Event, told: Told, { seal, hash, match }: AtTheDoor): void {
  if (event.type === 'report.filed' && told.type === event.type) {
    if (seal !== undefined && event.data.text) told.filed = seal(event.id, event.data.text);
  } else if (event.type === 'media.uploaded' && told.type === event.type) {
    const { hashes } = event.data;
    const known = hashes === undefined ? null : (match?.(hashes) ?? null);
    if (known !== null) told.data.known = strictestKnown(known);
  } else if (
    (event.type === 'account.created' && told.type === event.type) ||
    (event.type === 'account.updated' && told.type === event.type) ||
    (event.type === 'signup.requested' && told.type === event.type)
  ) {
    const { identifiers, country, actor } = event.data;
    if (hash !== undefined && identifiers !== undefined) told.data.identifiers = hash(identifiers, country, actor);
  }
}

/** Field by field: most events are messages, and copying all but some of an object's fields costs as much as checking them. */
function readMessage(
  { id, type, data: sent }: Extract<Event, { type: 'message.sent' }>,
  at: number,
  texts: MessageReader,
  { links }: AtTheDoor,
): ToldOf<'message.sent'> {
  const data: ToldOf<'message.sent'>['data'] = { actor: sent.actor, message: sent.message };
  if (sent.other !== undefined) data.other = sent.other;
  if (sent.conversation !== undefined) data.conversation = sent.conversation;
  if (sent.language !== undefined) data.language = sent.language;
  if (sent.media !== undefined) data.media = sent.media;
  if (sent.inContacts !== undefined) data.inContacts = sent.inContacts;
  if (sent.evidence !== undefined) data.evidence = strongest(sent.evidence.map(fromElsewhere));
  if (sent.text === undefined) return { id, type, at, data };
  const carried = new Carried(sent.text, sent.language, data.evidence ?? NO_EVIDENCE, texts, links);
  return { id, type, at, data, carried };
}

const NO_EVIDENCE: readonly Evidence[] = Object.freeze([]);

function needed(data: Event['data']): object {
  if (!('text' in data) && !('identifiers' in data) && !('evidence' in data)) return data;
  const { text: _text, identifiers: _identifiers, evidence: _evidence, ...rest }: Record<string, unknown> = data;
  return 'evidence' in data ? { ...rest, evidence: strongest(data.evidence?.map(fromElsewhere) ?? []) } : rest;
}

/** Log-odds of evidence that the platform is wholly sure of: as much as a plain cue in a text. */
const ELSEWHERE_WEIGHT = 1.5;

/** Evidence that was found where the text is, on the device for example. */
const fromElsewhere = ({ code, confidence }: { code: EvidenceCode; confidence: number }): Evidence => ({
  code,
  cue: 'device',
  weight: ELSEWHERE_WEIGHT * confidence,
});
