/** The words of the Family Centre: files of their own, one a language, checked when read. */
import { join } from 'node:path';
import {
  ageBand,
  directMessages,
  familyPart,
  guardianMay,
  guardianNever,
  guardianSees,
  howKnown,
  type NoticeKind,
  reviewState,
  settings,
} from '@kith/contract';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';

const text = z.string().min(1).max(400);
const list = z.array(text).min(1).max(10);
/** Words for each of these, and for nothing else. */
const each = <const K extends string>(...keys: K[]) => z.record(z.enum(keys), text);
const eachOf = <K extends Record<string, string>>(option: z.ZodEnum<K>) => z.record(option, text);

/** Kinds of notices that warn a child of somebody, as far as a guardian is told of them (engine/family). */
export const warningKinds = [
  'connection_request_stranger',
  'stranger_message',
  'warning',
  'asking_stranger',
  'group_invite',
] as const satisfies readonly NoticeKind[];

const yesNo = each('yes', 'no');
const settingNames = settings.keyof();
const stops = ['link', 'session', 'ended', 'invited', 'again'] as const;
export type Stop = (typeof stops)[number];

export const guardianSaid = ['allowed', 'refused', 'changed', 'asked', 'reported', 'quiet', 'loud'] as const;
export const childSaid = [
  'reported',
  'talked',
  'declined',
  'blocked',
  'told',
  'accepted',
  'acceptedYoung',
  'refused',
  'ended',
  'asked',
] as const;
export type GuardianSaid = (typeof guardianSaid)[number];
export type ChildSaid = (typeof childSaid)[number];

const seen = z.strictObject({
  ages: eachOf(ageBand),
  ...{ week: text, since: text, noName: text, namesMissing: text, all: text },
  glance: each('title', 'friends', 'unplaced', 'contacts', 'strangers', 'waiting', 'kept'),
  friends: z.strictObject({
    ...{ new: text, empty: text, nobody: text, all: text, since: text, how: text, yes: text, no: text, ask: text },
    ...{ count: text, otherLetter: text, jump: text, signs: eachOf(howKnown) },
  }),
  contacts: each('title', 'empty', 'person', 'direct', 'group', 'both', 'legend', 'notFriend', 'note'),
  groups: each('title', 'empty', 'size', 'members', 'more', 'noName', 'page', 'pages', 'before', 'after'),
  settings: z.strictObject({
    ...{ title: text, less: text, wants: text, waits: text, asked: text },
    names: eachOf(settingNames),
    values: z.strictObject({
      ...{ seeSuggestions: yesNo, beSuggested: yesNo, appearInLists: yesNo, showOwnList: yesNo, showLocation: yesNo },
      directMessages: eachOf(directMessages),
    }),
    risks: eachOf(settingNames),
  }),
  warnings: z.strictObject({
    ...{ title: text, about: text, empty: text, hidden: text },
    kinds: each(...warningKinds, 'other'),
  }),
  kept: each('title', 'text', 'who'),
  quiet: each('title', 'set', 'unset'),
  reviews: each('title', ...reviewState.options),
  guardians: each('title', 'also'),
  unseen: z.strictObject({ title: text, short: text, items: list }),
  person: each('friend', 'oldFriend', 'notFriend', 'days', 'noDays', 'groups', 'noGroups'),
});

/** A code that somebody was given, and what can be wrong with it. */
const typed = each('link', 'title', 'text', 'label', 'hint', 'look', 'void', 'unfit', 'many');

/** What somebody who is asked reads before they say yes: all of it, whichever side they are on. */
const invitation = z.strictObject({
  ...{ title: text, until: text, see: text, sees: eachOf(guardianSees), can: text, may: eachOf(guardianMay) },
  ...{ never: text, nevers: eachOf(guardianNever) },
  ...{ same: text, stop: text, stopAsk: text, free: text, accept: text, decline: text },
});

const guardian = z.strictObject({
  invitation,
  ...{ title: text, intro: text, waiting: text, allow: text, refuse: text },
  can: each('title', 'look', 'talk', 'quiet', 'report', 'end'),
  choose: each('title', 'since', 'empty', 'noneText'),
  code: typed,
  person: each('together', 'togetherText', 'togetherSend', 'confidence', 'report'),
  report: each('title', 'text', 'what', 'missing', 'more', 'moreHint', 'long', 'send'),
  quiet: each('text', 'from', 'to', 'hint', 'noStart', 'noEnd', 'same', 'long', 'save', 'remove'),
  end: each('title', 'text', 'again', 'send', 'keep'),
  said: each(...guardianSaid),
});

const own = z.strictObject({
  ...{
    title: text,
    titleNobody: text,
    nobody: text,
    paused: text,
    intro: text,
    never: text,
    last: text,
    frame: text,
  },
  looks: z.strictObject({
    ...{ title: text, text, empty: text, when: text, kept: text },
    parts: eachOf(familyPart),
  }),
  help: each(
    ...([
      'title',
      'short',
      'scared',
      'trouble',
      'emergency',
      'emergencyAnywhere',
      'line',
      'page',
      'unseen',
      'exit',
    ] as const),
    ...(['stop', 'stopOwn', 'stopAsk', 'stopLink', 'askLink', 'since', 'pausedNow'] as const),
  ),
  end: each(...(['title', 'askTitle', 'text', 'told', 'safe', 'ask', 'send', 'askSend', 'keep'] as const)),
  invitation,
  code: typed,
  review: each('title', 'text', 'talked', 'declined'),
  person: each('title', 'text', 'report', 'block', 'blockText'),
  report: each('title', 'text', 'what', 'missing', 'more', 'moreHint', 'long', 'send', 'trouble'),
  tell: each('title', 'text', 'send'),
  said: each(...childSaid),
});

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  service: text,
  nav: each('label', 'week', 'friends', 'contacts', 'groups', 'looks', 'help', 'children'),
  ...{ seen, guardian, own },
  enter: each('title', 'text', 'shared', 'open'),
  stopped: z.strictObject({
    ...{ link: each('title', 'text'), session: each('title', 'text'), ended: each('title', 'text') },
    ...{ invited: each('title', 'text'), again: each('title', 'text', 'go') },
  }),
});
export type FamilyWords = z.infer<typeof file>;
export type SeenWords = FamilyWords['seen'];

function load(language: Language): FamilyWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const familyWords: Readonly<Record<Language, FamilyWords>> = { en: load('en'), cy: load('cy') };
