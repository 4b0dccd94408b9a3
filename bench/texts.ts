/**
 * What people write in the benchmarks: what is written in the town, put together to messages of 80 to 169 characters.
 * One line over and over would measure that line: the one that was used first was taken for an arrangement to meet, so
 * that every message of the benchmark was evidence.
 */
import type { TextReader } from '@kith/engine';
import { createTown } from '../packages/town/index.ts';

/** `ordinary`: as people talk; `evidence`: every message has some; `none`: no text, as much of the event elsewhere. */
export type Texts = 'ordinary' | 'evidence' | 'none';

/** Different texts: enough that nothing learns them by heart, made in about a second. */
const TEXTS = 1_000;
/** The smallest town there is. */
const ACCOUNTS = 1_000;
const NOW = Date.UTC(2026, 10, 2);
/** Characters of the shortest text; with the rest of the event they make 400 bytes on average. */
const LENGTH_MIN = 80;
const LENGTHS = 90;
/** What Kith's model takes for an arrangement to meet, a child or not. */
const MEETING =
  'are you coming to practice later we could meet the others at the sports hall and bring the blue bag '.repeat(2);

const lengthOf = (n: number): number => LENGTH_MIN + ((n * 37) % LENGTHS);

const made = new Map<Texts, readonly string[]>();

/** The same texts each time. */
export function textsOf(texts: Exclude<Texts, 'none'>): readonly string[] {
  const all = made.get(texts) ?? make(texts);
  made.set(texts, all);
  return all;
}

/** What stands in events, be it that they bring it elsewhere than in their text. */
export const textsIn = ({ texts = 'ordinary' }: { texts?: Texts }): readonly string[] =>
  textsOf(texts === 'none' ? 'ordinary' : texts);

function make(kind: Exclude<Texts, 'none'>): readonly string[] {
  if (kind === 'evidence') return Array.from({ length: TEXTS }, (_, n) => MEETING.slice(0, lengthOf(n)));
  const texts: string[] = [];
  let text = '';
  // of the grammars that the model has not learnt from
  const town = createTown({ seed: 'bench', accounts: ACCOUNTS, days: 1, split: 'heldOut', now: NOW });
  for (const { event } of town.events()) {
    if (event.type !== 'message.sent' || event.data.text === undefined || event.data.language !== 'en') continue;
    text = text === '' ? event.data.text : `${text} ${event.data.text}`;
    const length = lengthOf(texts.length);
    if (text.length < length) continue;
    texts.push(text.slice(0, length));
    text = '';
    if (texts.length === TEXTS) break;
  }
  return texts;
}

/** Share of texts that a reader finds evidence in. */
export const evidenceIn = (reader: TextReader, texts: readonly string[]): number =>
  texts.filter((text) => reader.read(text, 'en').evidence.length > 0).length / texts.length;
