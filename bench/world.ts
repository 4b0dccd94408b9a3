/** The world that the benchmarks run in: what is known before, and the events that come. Seeded. */
import { blankContact, NOT_INFORMED } from '@kith/engine';
import type { KnowledgeRow } from '../packages/server/knowledge/index.ts';
import { type Texts, textsOf } from './texts.ts';

export interface WorldSize {
  accounts: number;
  contacts: number;
}

const DAY_MS = 86_400_000;
const ROWS_A_CHUNK = 5_000;
/** The first so many contacts of each account are accepted connections. */
const CONNECTIONS_AN_ACCOUNT = 5;
/** A day before the events begin. */
const BEFORE_S = 1_789_900_000;
export const BEGINS_MS = 1_790_000_000_000;

/** A small generator of numbers in [0, 1): Numerical Recipes' linear congruential one. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const accountId = (n: number): string => `acct-${n.toString().padStart(8, '0')}`;

/** Whom an account's n-th contact is with. */
const otherOf = (size: WorldSize, account: number, n: number): number =>
  (account + 1 + ((n * 7_919) % size.accounts)) % size.accounts;

/** A third are teens; ten regions, and most contacts are with somebody of the same one. */
export async function* rowsOfWorld(size: WorldSize): AsyncGenerator<readonly KnowledgeRow[]> {
  let chunk: KnowledgeRow[] = [];
  for (let i = 0; i < size.accounts; i++) {
    chunk.push({
      row: 'account',
      value: {
        id: accountId(i),
        known: true,
        ageBand: i % 3 === 0 ? '13to15' : 'adult',
        ageMethod: 'declared',
        ageConfidence: 50,
        country: 'GB',
        region: `GB-${i % 10}`,
        language: 'en',
        createdAt: BEFORE_S - 86_400 * 100,
        status: 'active',
        risk: 'none',
        settings: {},
        pendingSettings: {},
        childRequests: [],
        barred: false,
        linked: false,
        blocks: false,
        guarded: false,
        pendingConfirmed: false,
        informed: NOT_INFORMED,
      },
    });
    if (chunk.length === ROWS_A_CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  for (let i = 0; i < size.contacts; i++) {
    const n = Math.floor(i / size.accounts);
    const accepted = n < CONNECTIONS_AN_ACCOUNT;
    chunk.push({
      row: 'contact',
      acceptedPlace: accepted ? i + 1 : 0,
      flaggedPlace: 0,
      value: {
        ...blankContact(accountId(i % size.accounts), accountId(otherOf(size, i % size.accounts, n))),
        firstAt: BEFORE_S,
        lastAt: BEFORE_S,
        began: true,
        messages: 1,
        acceptStep: accepted ? 1 : 0,
      },
    });
    if (chunk.length === ROWS_A_CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** Share of messages to somebody whom the sender has not written to before, where nothing else is asked for. */
const FIRST_CONTACTS = 0.2;

export interface Stream {
  texts?: Texts;
  /** share of first contacts */
  firstContacts?: number;
  /** sent since yesterday: what the policy keeps of texts is kept; else long ago, and nothing is */
  lately?: boolean;
  /** what the platform says of the language; null: nothing, so that Kith looks for itself where that matters */
  language?: string | null;
}

/** Messages of about 400 bytes, a fifth of them first contacts. `run` keeps the ids of runs apart. */
export function events(size: WorldSize, seed: number, run: string, stream: Stream = {}): () => string {
  const { texts = 'ordinary', firstContacts = FIRST_CONTACTS, lately = false, language = 'en' } = stream;
  const begins_ms = lately ? Date.now() - DAY_MS : BEGINS_MS;
  const next = random(seed);
  const contactsEach = Math.max(1, Math.floor(size.contacts / size.accounts));
  const said = textsOf(texts === 'none' ? 'ordinary' : texts);
  let n = 0;
  return () => {
    const actor = Math.floor(next() * size.accounts);
    const first = next() < firstContacts;
    const other = first ? Math.floor(next() * size.accounts) : otherOf(size, actor, Math.floor(next() * contactsEach));
    const text = said[Math.floor(next() * said.length)];
    n++;
    return JSON.stringify({
      specversion: '1.0',
      source: texts === 'none' ? `bench ${text}` : 'bench',
      id: `${run}-${n.toString().padStart(10, '0')}`,
      type: 'message.sent',
      time: new Date(begins_ms + n).toISOString(),
      data: {
        actor: accountId(actor),
        message: `${run}-m${n}`,
        other: accountId(other),
        conversation: `direct-${actor}-${other}`,
        ...(language !== null && { language }),
        ...(texts !== 'none' && { text }),
      },
    });
  };
}
