/** What deciding on every kind of event shares. */
import type { Considered, Decided, Effect } from '../decided.ts';
import type { ToKeep } from '../keep/between.ts';
import {
  type Account,
  type Changes,
  type Contact,
  type Knowledge,
  NO_CHANGES,
  type Seconds,
} from '../knowledge/index.ts';
import { type Found, NOTHING_FOUND } from '../policy/rules/index.ts';

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

/** A decision with what it changes and what was found; the notices and cases it asks for are its effects. */
export function considered(
  changes: Changes,
  decision: Decided,
  found: Found = NOTHING_FOUND,
  keep: ToKeep | null = null,
): Considered {
  const { signals, faults, cases } = found;
  return { changes, decision, effects: effectsOf(decision, cases), signals, faults, keep };
}

function effectsOf(decision: Decided, cases: readonly Effect[]): readonly Effect[] {
  if (decision.notices.length === 0) return cases.length === 0 ? NO_EFFECTS : cases;
  return [...decision.notices.map((notice): Effect => ({ type: 'notice.requested', notice })), ...cases];
}

/** What the rules found with what Kith itself saw. */
export const together = (found: Found, { signals, cases }: Pick<Found, 'signals' | 'cases'>): Found =>
  signals.length === 0 && cases.length === 0
    ? found
    : { signals: [...signals, ...found.signals], cases: [...cases, ...found.cases], faults: found.faults };

/** What was found in several parts of one event. */
export const foundIn = (parts: readonly Considered[]): Found => ({
  signals: parts.flatMap(({ signals }) => signals),
  cases: parts.flatMap(({ effects }) => effects.filter((effect) => effect.type === 'case.opened')),
  faults: parts.flatMap(({ faults }) => faults),
});

/** An account that nobody told of begins when it first acts. Gives null where that is known already. */
export function seen(account: Account, at: Seconds): Account | null {
  if (account.createdAt > 0) return null;
  account.createdAt = at;
  return account;
}

/** The change of an event that only shows that its actor exists. */
export function firstSight(k: Knowledge, actor: string, at: Seconds): Changes {
  const account = seen(k.account(actor), at);
  return account === null ? NO_CHANGES : { ...NO_CHANGES, account };
}

/** Marks the actor's contact as acted on. */
export function touch(out: Contact, back: Contact, at: Seconds): void {
  if (out.firstAt === 0) {
    out.firstAt = at;
    out.began = back.firstAt === 0;
  }
  out.lastAt = Math.max(out.lastAt, at);
}
