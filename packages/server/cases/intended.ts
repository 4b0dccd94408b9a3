/**
 * Children whom an account turned to and did not reach: it only asked for a connection, or every message was withheld. They are
 * recipients who were meant, and are seen from no signal and no report.
 */
import { hasTurnedTo, isBlankConduct, isConnected, isKnownChild, type Knowledge, type Seconds } from '@kith/engine';
import type { KnowledgeStore } from '../knowledge/index.ts';

/** Contacts that are looked through: whoever asked more of them than that is known by the number. */
const CONTACTS_MAX = 10_000;
/** Of these the last, whose ages are asked. */
const LATEST_MAX = 1_000;
/** Children that are named, the last first: as many as a case shows, or a referral names. */
export const INTENDED_MAX = 50;

/** What was tried towards somebody of which nothing is known to have reached them. */
export interface Attempt {
  /** when a connection was asked for; null where none was */
  askedAt_ms: number | null;
  /** messages that were withheld */
  withheld: number;
}

/** null where something reached them, or nothing is known of the two. */
export function attemptAt(k: Knowledge, account: string, other: string): Attempt | null {
  const [out, back] = [k.contact(account, other), k.contact(other, account)];
  if (!hasTurnedTo(out) || isConnected(out, back)) return null;
  // what a child accepts was withheld first, and then was not
  if (out.messages + out.groupMessages > 0 || back.answer === 'accepted') return null;
  const asked: Seconds = out.requestedAt;
  return { askedAt_ms: asked === 0 ? null : asked * 1000, withheld: out.withheld };
}

/** Known children, the last first. A child who asks other children for a connection does what children do: only withheld messages count. */
export async function intendedOf(
  store: Pick<KnowledgeStore, 'ask' | 'contactsOf'>,
  account: string,
): Promise<string[]> {
  const [turned, child] = await store.ask((k) => [
    !isBlankConduct(k.conduct(account)),
    isKnownChild(k.account(account)),
  ]);
  // whoever turned to a child has a conduct: of all others no contacts need be read
  if (!turned) return [];
  const contacts = (await store.contactsOf(account, CONTACTS_MAX)).filter(
    (contact) => contact.other !== account && contact.messages === 0 && hasTurnedTo(contact),
  );
  const latest = contacts.sort((a, b) => b.lastAt - a.lastAt || (a.other < b.other ? -1 : 1)).slice(0, LATEST_MAX);
  const children = await store.ask((k) =>
    latest.filter(({ other }) => {
      const attempt = isKnownChild(k.account(other)) ? attemptAt(k, account, other) : null;
      return attempt !== null && (attempt.withheld > 0 || !child);
    }),
  );
  return children.slice(0, INTENDED_MAX).map(({ other }) => other);
}
