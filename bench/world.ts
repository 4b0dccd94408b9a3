/** The world that the benchmarks run in: what is known before, and the events that come. Seeded. */
import { blankContact, NOT_INFORMED } from '@kith/engine';
import type { KnowledgeRow } from '../packages/server/knowledge/index.ts';
import { accountId, eventsSaying, otherOf, type Stream, type WorldSize } from './events.ts';
import { textsIn } from './texts.ts';

export { accountId, BEGINS_MS, random, type Stream, type WorldSize } from './events.ts';

const ROWS_A_CHUNK = 5_000;
/** The first so many contacts of each account are accepted connections. */
const CONNECTIONS_AN_ACCOUNT = 5;
/** A day before the events begin. */
const BEFORE_S = 1_789_900_000;

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

/** The same with texts of their kind. */
export const events = (size: WorldSize, seed: number, run: string, stream: Stream = {}): (() => string) =>
  eventsSaying(textsIn(stream), size, seed, run, stream);
