/** What a window and the chat's server say to each other: actions one way, all that a person sees the other. */
import type { GuardianshipShown } from '@kith/client';
import type { Arrival } from '@kith/client/notices/server';
import { z } from 'zod';
import { GROUP_MEMBERS_MAX, LINE_LENGTH_MAX, TEXT_LENGTH_MAX } from './limits.ts';

const id = z.string().min(1).max(64);
/** Of a letter: made of what Kith calls it, and what it is. */
const longId = z.string().min(1).max(256);
const text = z.string().trim().min(1);

export const languages = ['en', 'cy'] as const;
export const languageOf = z.enum(languages);
export type Language = z.infer<typeof languageOf>;

/** Safety settings that people change here. The names and values are Kith's. */
export const settingChange = z.union([
  z.strictObject({ directMessages: z.enum(['connections', 'ask', 'everyone']) }),
  z.strictObject({ beSuggested: z.boolean() }),
  z.strictObject({ seeSuggestions: z.boolean() }),
]);

/** What somebody does. Who they are comes with the socket, never with the action. */
export const action = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('search'), text: text.max(LINE_LENGTH_MAX) }),
  z.strictObject({ do: z.literal('ask'), person: id }),
  z.strictObject({ do: z.literal('accept'), person: id }),
  z.strictObject({ do: z.literal('decline'), person: id }),
  z.strictObject({ do: z.literal('part'), person: id }),
  z.strictObject({ do: z.literal('block'), person: id }),
  z.strictObject({ do: z.literal('unblock'), person: id }),
  z.strictObject({
    do: z.literal('report'),
    person: id,
    message: id.optional(),
    category: text.max(64),
    text: z.string().max(TEXT_LENGTH_MAX),
  }),
  z.strictObject({ do: z.literal('write'), person: id, text: text.max(TEXT_LENGTH_MAX) }),
  z.strictObject({ do: z.literal('write-group'), group: id, text: text.max(TEXT_LENGTH_MAX) }),
  z.strictObject({
    do: z.literal('make-group'),
    name: text.max(LINE_LENGTH_MAX),
    members: z.array(id).min(1).max(GROUP_MEMBERS_MAX),
  }),
  z.strictObject({ do: z.literal('leave-group'), group: id }),
  /** as the component told it: `readNoticeEvent` of the client reads it */
  z.strictObject({ do: z.literal('notice'), event: z.record(z.string(), z.unknown()) }),
  z.strictObject({ do: z.literal('set'), setting: settingChange }),
  z.strictObject({ do: z.literal('speak'), language: languageOf }),
  z.strictObject({ do: z.literal('letter-read'), letter: longId }),
  /** a link into the Family Centre */
  z.strictObject({ do: z.literal('family-open') }),
  /** a child asks an adult to be its guardian, or an adult a child whether they may be */
  z.strictObject({ do: z.literal('family-invite'), person: id }),
  /** the same by a code, for the other to type */
  z.strictObject({ do: z.literal('family-code') }),
  /** what a code asks: who would see what. Nothing comes of it yet */
  z.strictObject({ do: z.literal('family-look'), code: id }),
  z.strictObject({ do: z.literal('family-answer'), code: id, answer: z.enum(['accept', 'decline']), terms: id }),
]);
export type Action = z.infer<typeof action>;

export interface Person {
  id: string;
  name: string;
}

export interface Said {
  id: string;
  from: Person;
  text: string;
  /** milliseconds since 1970 */
  at: number;
  /** `waiting`: it is not delivered, because nobody could say yet whether it may be; `removed`: people took it away */
  state: 'sent' | 'waiting' | 'removed';
}

export interface Talk {
  id: string;
  name: string;
  /** the other, in a talk of two */
  with: Person | null;
  /** whether they are friends */
  friend: boolean;
  /** null in a talk of two */
  members: readonly Person[] | null;
  said: readonly Said[];
}

/** Words for this person that are no notice: what became of a report, a statement of reasons, news of the family. */
export interface Letter {
  id: string;
  title: string;
  body: readonly string[];
  link: { label: string; url: string } | null;
}

export interface Settings {
  directMessages: 'connections' | 'ask' | 'everyone';
  beSuggested: boolean;
  seeSuggestions: boolean;
}

/** Everything that one person sees. */
export interface View {
  me: Person & { child: boolean; language: Language };
  settings: Settings;
  /** weaker settings that wait for this child's answer, or for a guardian's */
  wanted: Partial<Settings>;
  /** an evening and night without notifications, by the clock here */
  quiet: { from: string; to: string } | null;
  notices: readonly Arrival[];
  /** names of whom they are about */
  names: Readonly<Record<string, string>>;
  letters: readonly Letter[];
  friends: readonly Person[];
  /** whom this person asked to be a friend, and who has not answered (or never will: nobody says why) */
  asking: readonly Person[];
  /** who asks, where no notice goes with it */
  askedBy: readonly Person[];
  blocked: readonly Person[];
  talks: readonly Talk[];
  /** whether Kith could be reached the last time */
  reachable: boolean;
}

/** What a window sends: first its ticket, then actions, numbered by the window. */
export type FromWindow = { ticket: string } | { n: number; action: Action };

/** Somebody who asks by a code, and what a yes would mean, in Kith's words. */
export interface Invitation {
  code: string;
  words: GuardianshipShown['words'];
  /** goes back with the answer: it counts for what was shown alone */
  terms: string;
}

export type Result =
  | { people: readonly Person[] }
  | { open: string }
  | { code: string }
  | { invitation: Invitation }
  | null;

/** What a window gets. */
export type ToWindow =
  | { view: View }
  | { n: number; result: Result }
  | { n: number; refused: 'not_possible' | 'unavailable' | 'too_many' };
