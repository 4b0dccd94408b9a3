/** What is kept, why and until when, as numbers and words: of everybody, or of one account. Never what anybody wrote. */
import type { Policy } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { dayText } from '../ground/sealing/index.ts';
import { type KeptItem, kinds } from './kinds.ts';

const DAY_MS = 86_400_000;

export interface StatusOptions {
  db: Kysely<Records>;
  /** null where there is nowhere to keep keys */
  folder: { days(): Promise<number[]> } | null;
  policy: Policy;
  /** how long the log of events is kept */
  logDays: number;
  /** milliseconds since 1970 */
  now_ms: number;
}

/** One day of which messages are kept, or a key is there. */
export interface KeptDay {
  day: string;
  messages: number;
  /** missing: nobody can read them, though nobody destroyed it here */
  key: 'present' | 'destroyed' | 'missing';
  /** the day on which its key is destroyed, and its messages go */
  until: string;
}

export interface KeptStatus {
  /** in words */
  rule: readonly string[];
  items: readonly KeptItem[];
  days: readonly KeptDay[];
  keysDestroyed: number;
}

export async function keptStatus(options: StatusOptions): Promise<KeptStatus> {
  const items: KeptItem[] = [];
  for (const kind of kinds) items.push(await kind.count(options));
  const { destroyed } = await options.db
    .selectFrom('kept_key')
    .select(({ fn }) => fn.countAll().as('destroyed'))
    .where('destroyed_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return {
    rule: ruleInWords(options),
    items,
    days: await daysKept(options),
    keysDestroyed: Number(destroyed),
  };
}

/** The same of one account: what names it as the one who acted, or whom it was done to. */
export async function keptStatusOf(options: StatusOptions, account: string): Promise<readonly KeptItem[]> {
  const items: KeptItem[] = [];
  for (const kind of kinds) {
    if (kind.countOf !== null) items.push(await kind.countOf(options, account));
  }
  return items;
}

async function daysKept({ db, folder, policy, now_ms }: StatusOptions): Promise<KeptDay[]> {
  const rows = await db
    .selectFrom('kept_pack')
    .select(({ fn }) => ['day', fn.sum('messages').as('messages')])
    .groupBy('day')
    .execute();
  const messages = new Map(rows.map(({ day, messages: count }) => [day, Number(count)]));
  const present = new Set((await folder?.days()) ?? []);
  const registered = await db.selectFrom('kept_key').select(['name', 'destroyed_at']).execute();
  const destroyed = new Set(registered.filter((key) => key.destroyed_at !== null).map(({ name }) => name));
  const today = Math.floor(now_ms / DAY_MS);
  return [...new Set([...messages.keys(), ...present])]
    .filter((day) => messages.has(day) || day <= today)
    .sort((a, b) => a - b)
    .map((day) => ({
      day: dayText(day),
      messages: messages.get(day) ?? 0,
      key: present.has(day) ? 'present' : destroyed.has(`day:${dayText(day)}`) ? 'destroyed' : 'missing',
      until: dayText(day + policy.keep.messages.days + 1),
    }));
}

/** What the policy says of messages, for somebody who reads no YAML. */
export function ruleInWords({ policy, folder, logDays }: StatusOptions): string[] {
  const { messages, cases } = policy.keep;
  const lines: string[] = [];
  if (messages.days === 0) lines.push('The text of messages is not kept.');
  else if (folder === null) {
    lines.push('The policy keeps texts, but there is no folder for their keys (KITH_KEEP_KEYS): none is kept.');
  } else {
    const who = [
      ...(messages.unconnected ? ['a child and somebody it is not connected with'] : []),
      ...(messages.unequalAges ? ['a child and an adult'] : []),
    ].join(', and between ');
    lines.push(
      who === ''
        ? 'The text of no message is kept: the policy names no kind of them.'
        : `The text of messages between ${who} is kept for ${messages.days} days after the day it was sent, encrypted with the key of that day; then the key is destroyed, and nobody can read it any more, in no backup either.`,
      messages.unknownAges
        ? 'Somebody whose age is not known counts as a child and as an adult.'
        : 'Somebody whose age is not known counts as neither a child nor an adult.',
      messages.smallGroups
        ? 'That holds in groups of up to 12, too.'
        : 'Messages in groups of three and more are not kept.',
    );
  }
  lines.push(
    `For a case that is open, what concerns its account is kept beyond that, until ${cases.daysAfterClosing} days after the case was closed, or for as long as something holds it.`,
    `Events and decisions, without text, are in the log for ${logDays} days.`,
  );
  return lines;
}
