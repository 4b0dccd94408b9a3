/**
 * Sends a corpus through Kith in memory: each conversation of two is direct, others are groups; no age is known, so doubt
 * takes every author for an adult who writes to a child. Authors are flagged where their score reaches `medium`.
 */

import type { Policy } from '@kith/contract';
import type { TextReader } from '@kith/engine';
import { type CompiledPolicy, compilePolicy, type Told } from '@kith/engine';
import { WorkingSet } from '../../knowledge/index.ts';
import { loadSecondLook } from '../../second-look/index.ts';
import { createMessageReader, type MessageReader } from '../../signals/index.ts';
import { Observer } from '../observe/observer.ts';
import { Replay } from '../replay/replay.ts';
import { watchedOpen } from '../replay/watched.ts';
import type { PanConversation } from './corpus.ts';
import { lineKey } from './truth.ts';

/** Of the first so many messages of each conversation: how early. */
export const PREFIXES = [5, 10, 20, 50, Number.POSITIVE_INFINITY] as const;
/** The corpus has times of day and no dates: each conversation is put on a day of its own. */
const FIRST_DAY = Date.UTC(2012, 0, 1);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** What the task kept in its own filter: conversations of two authors, of so many messages. */
const FILTER = { authors: 2, least: 6, most: 150 } as const;
export const keptByFilter = ({ messages }: PanConversation): boolean =>
  messages.length >= FILTER.least &&
  messages.length <= FILTER.most &&
  new Set(messages.map(({ author }) => author)).size === FILTER.authors;

/** One run over a corpus, cut to the first messages of each conversation. */
export class PanRun {
  readonly prefix: number;
  /** highest score by author */
  readonly scores = new Map<string, number>();
  /** messages by author: the length-only baseline */
  readonly lengths = new Map<string, number>();
  /** lines in which there was evidence, by who wrote them */
  readonly lines = new Map<string, Set<string>>();
  readonly #policy: CompiledPolicy;
  readonly #watched: CompiledPolicy;
  readonly #texts: MessageReader;
  #conversations = 0;

  constructor(prefix: number, policy: Policy, reader: TextReader) {
    this.prefix = prefix;
    this.#policy = compilePolicy(policy, reader.settings, loadSecondLook());
    this.#watched = watchedOpen(policy, reader);
    this.#texts = createMessageReader(() => reader, null);
  }

  /**
   * Each conversation is judged by itself: an author of the corpus stands in few, and nothing is known of when they took
   * place, so what happened in one can't fade in another.
   */
  add({ id, messages }: PanConversation): void {
    const day = FIRST_DAY + (this.#conversations++ % DAYS_MAX) * DAY_MS;
    const authors = [...new Set(messages.map(({ author }) => author))];
    // a few plain maps: a conversation is small, and there are many
    const replay = new Replay(this.#watched, this.#texts, new WorkingSet());
    const observer = new Observer({
      policy: this.#policy,
      start_ms: day,
      follows: () => false,
      offendsAgainst: () => false,
      keepFrom: Number.POSITIVE_INFINITY,
    });
    let at = day;
    const tell = (type: string, data: object): Told => {
      at += SECOND_MS;
      const { told, considered } = replay.tell({ id: `${at}`, type, time: new Date(at).toISOString(), data }, at);
      observer.after(replay.knowledge, told, considered);
      return told;
    };
    const names = new Map(authors.map((author, i) => [author, `p${i}`]));
    if (authors.length > 2)
      tell('conversation.created', {
        actor: 'p0',
        conversation: 'c',
        kind: 'group',
        members: [...names.values()].slice(1, MEMBERS_MAX),
      });
    messages.slice(0, this.prefix).forEach(({ author, minute, text, line }, i) => {
      const actor = names.get(author) ?? 'p0';
      if (minute !== null) at = Math.max(at, day + minute * MINUTE_MS);
      const other = authors.length === 2 ? (actor === 'p0' ? 'p1' : 'p0') : undefined;
      if (authors.length === 1) return;
      const cut = text.slice(0, TEXT_LENGTH_MAX);
      const to = other === undefined ? { conversation: 'c' } : { other };
      const told = tell('message.sent', { actor, ...to, message: `m${i}`, ...(cut !== '' && { text: cut }) });
      this.lengths.set(author, (this.lengths.get(author) ?? 0) + 1);
      if (told.type === 'message.sent' && told.data.evidence !== undefined) {
        const own = this.lines.get(author) ?? new Set();
        this.lines.set(author, own.add(lineKey(id, line)));
      }
    });
    for (let d = 0; d < observer.days.count; d++) {
      const account = observer.accounts[observer.days.get(d, 'account')] ?? '';
      const author = authors[Number(account.slice(1))];
      if (author !== undefined) this.scores.set(author, Math.max(this.scores.get(author) ?? 0, observer.days.score(d)));
    }
  }

  flagged(threshold: number): ReadonlySet<string> {
    return new Set([...this.scores].flatMap(([author, score]) => (score >= threshold ? [author] : [])));
  }

  /** Lines with evidence of those who are flagged. */
  flaggedLines(threshold: number): ReadonlySet<string> {
    return new Set([...this.flagged(threshold)].flatMap((author) => [...(this.lines.get(author) ?? [])]));
  }
}

/** Days that conversations are spread over, so that times stay in the range that events may have. */
const DAYS_MAX = 3000;
/** What one event may name. */
const MEMBERS_MAX = 250;
/** What one message may hold, characters. */
const TEXT_LENGTH_MAX = 20_000;
