/** Events that come in the benchmarks' world. Seeded. A load's process makes them: nothing here takes long to load. */
import type { Texts } from './texts.ts';

export interface WorldSize {
  accounts: number;
  contacts: number;
}

const DAY_MS = 86_400_000;
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
export const otherOf = (size: WorldSize, account: number, n: number): number =>
  (account + 1 + ((n * 7_919) % size.accounts)) % size.accounts;

/** Share of messages to somebody whom the sender has not written to before. */
const FIRST_CONTACTS = 0.2;

export interface Stream {
  texts?: Texts;
  /** sent since yesterday: what the policy keeps of texts is kept; else long ago, and nothing is */
  lately?: boolean;
  /** what the platform says of the language; null: nothing, so that Kith looks for itself where that matters */
  language?: string | null;
}

/**
 * Messages of about 400 bytes, a fifth of them first contacts.
 * @param run keeps the ids of runs apart
 * @param said what is written in them, drawn by chance
 */
export function eventsSaying(
  said: readonly string[],
  size: WorldSize,
  seed: number,
  run: string,
  stream: Stream = {},
): () => string {
  const { texts = 'ordinary', lately = false, language = 'en' } = stream;
  const begins_ms = lately ? Date.now() - DAY_MS : BEGINS_MS;
  const next = random(seed);
  const contactsEach = Math.max(1, Math.floor(size.contacts / size.accounts));
  let n = 0;
  return () => {
    const actor = Math.floor(next() * size.accounts);
    const first = next() < FIRST_CONTACTS;
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
