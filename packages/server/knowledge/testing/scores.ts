/** What accounts and contacts of a stream come to, as answers explain it: the score, and everything that it is made of. */
import {
  type CompiledPolicy,
  type Contribution,
  explainAccount,
  explainContact,
  type Knowledge,
  type Told,
} from '@kith/engine';
import { testPolicy } from './plain.ts';

export interface Scored {
  score: number;
  level: string;
  contributions: readonly Contribution[];
}

/** Of everybody who did something, and of whom they did it to, when the stream is over; those that score nothing left out. */
export function scoresAfter(
  stream: readonly Told[],
  k: Knowledge,
  policy: CompiledPolicy = testPolicy,
): Record<string, Scored> {
  const at = Math.max(0, ...stream.map((event) => Math.floor(event.at / 1000)));
  const found: Record<string, Scored> = {};
  const note = (name: string, explained: ReturnType<typeof explainContact>): void => {
    if (explained === null || explained.contributions.length === 0) return;
    const { score, level, contributions } = explained;
    found[name] = { score: score.total, level, contributions };
  };
  for (const actor of new Set(stream.map(({ data }) => data.actor))) note(actor, explainAccount(k, actor, at, policy));
  for (const [actor, other] of pairsOf(stream))
    note(`${actor} to ${other}`, explainContact(k, actor, other, at, policy));
  return found;
}

function pairsOf(stream: readonly Told[]): Iterable<readonly [string, string]> {
  const pairs = new Map<string, readonly [string, string]>();
  for (const { data } of stream) {
    if (!('other' in data) || data.other === undefined) continue;
    pairs.set(JSON.stringify([data.actor, data.other]), [data.actor, data.other]);
  }
  return pairs.values();
}

/** What the second look added or took, log-odds. */
export const lookedTwice = ({ contributions }: Scored): number =>
  contributions.reduce((sum, { term, points }) => (term === 'secondLook' ? sum + points : sum), 0);
