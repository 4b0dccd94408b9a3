/**
 * What events and what was decided on them add to the counts of a day. On the way of an event it is a look at its type and an
 * increment; what decisions say is read once a block for each decision that is not the same object as another's. The same
 * adds up what the log has when counts are checked.
 */
import type { Measure, Settings } from '@kith/contract';
import { type Decided, type KnownAs, settingNames, type Told } from '@kith/engine';
import { z } from 'zod';
import { type CountName, eventMeasures, keyOf } from './names.ts';

/** How many of one name and key. */
export type Counted = readonly [name: CountName, key: string, n: number];

const EVENT_MEASURES: ReadonlySet<string> = new Set(eventMeasures);
const isEventMeasure = (measure: Measure): measure is (typeof eventMeasures)[number] => EVENT_MEASURES.has(measure);

export class Tally {
  /** how many events had each decision: the ordinary one is one object for most of a block's */
  readonly #decisions = new Map<Decided, number>();
  readonly #counts = new Map<CountName, Map<string, number>>();

  add(told: Told, decision: Decided): void {
    this.#decisions.set(decision, (this.#decisions.get(decision) ?? 0) + 1);
    switch (told.type) {
      case 'message.sent':
        if (told.data.links !== undefined && told.data.links.length > 0)
          this.count('links_matched', verdictOf(told.data.links));
        return;
      case 'media.uploaded':
        if (told.data.known !== undefined && told.data.known.length > 0)
          this.count('media_matched', verdictOf(told.data.known));
        return;
      case 'account.created':
      case 'account.updated':
        if (told.data.age !== undefined)
          this.count('ages_by_method', keyOf([told.data.age.method, told.data.age.band]));
        return;
      case 'account.blocked':
        this.count('blocks', '');
        return;
      case 'notice.shown':
        this.count(`notices_${told.data.notice}`, 'shown');
        return;
      case 'notice.answered':
        this.count(`notices_${told.data.notice}`, `answered:${told.data.choice}`);
        return;
      case 'settings.changed':
        for (const { kind, givenUp = [] } of decision.notices) {
          if (kind !== 'weaker_setting') continue;
          // the notice names all that waits; asked for now is what this event names
          for (const name of settingsIn(told.data.settings))
            if (givenUp.includes(name)) this.count(`weakened_${name}`, 'asked');
        }
        return;
      case 'account.deleted':
      case 'account.unblocked':
      case 'connection.accepted':
      case 'connection.declined':
      case 'connection.removed':
      case 'connection.requested':
      case 'conversation.created':
      case 'conversation.joined':
      case 'conversation.left':
      case 'enforcement.applied':
      case 'enforcement.requested':
      case 'evidence.found':
      case 'guardianship.changed':
      case 'link.judged':
      case 'media.judged':
      case 'message.deleted':
      case 'profile.updated':
      case 'report.filed':
      case 'settings.judged':
      case 'held.judged':
      case 'signup.requested':
        return;
      default:
        told satisfies never;
    }
  }

  count(name: CountName, key: string, n = 1): void {
    let keys = this.#counts.get(name);
    if (keys === undefined) {
      keys = new Map();
      this.#counts.set(name, keys);
    }
    keys.set(key, (keys.get(key) ?? 0) + n);
  }

  /** All that was added, and begins anew. */
  take(): Counted[] {
    for (const [decision, times] of this.#decisions) this.#countDecision(decision, times);
    const all = [...this.#counts].flatMap(([name, keys]) => [...keys].map(([key, n]): Counted => [name, key, n]));
    this.#decisions.clear();
    this.#counts.clear();
    return all;
  }

  text(): string | null {
    const all = this.take();
    return all.length === 0 ? null : JSON.stringify(all);
  }

  #countDecision({ outcome, reasons, notices, weighed, weakened }: Decided, times: number): void {
    this.count('decisions', outcome, times);
    for (const measure of new Set(reasons.map((reason) => reason.measure))) {
      if (measure !== undefined && isEventMeasure(measure)) this.count(`decided_${measure}`, outcome, times);
    }
    for (const { kind } of notices) this.count(`notices_${kind}`, 'asked', times);
    for (const { notice, because } of weighed ?? [])
      if (because !== null) this.count(`notices_${notice.kind}`, because, times);
    for (const name of weakened ?? []) this.count(`weakened_${name}`, 'weakened', times);
    if (reasons.some(({ code }) => code === 'returning')) this.count('returns_stopped', outcome, times);
  }
}

const settingsIn = (settings: Partial<Settings>) => settingNames.filter((name) => settings[name] !== undefined);

/** As deciding sees it: certain is what a list that is vouched for has exactly. */
const verdictOf = (known: readonly KnownAs[]): 'verified' | 'likely' =>
  known.some(({ kind, verified }) => kind === 'exact' && verified) ? 'verified' : 'likely';

const counted = z.array(z.tuple([z.string(), z.string(), z.int().min(0)]));

/** What a block added, as it was written. @throws ZodError where it isn't what a tally writes */
export const readTally = (text: string) => counted.parse(JSON.parse(text));
